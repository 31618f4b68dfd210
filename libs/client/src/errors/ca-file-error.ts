/**
 * Thrown when a Bookstore is made with a `caFile` that cannot be read, has no certificate or a broken
 * one, or stands beside an address that speaks no TLS. No call was made: the setting is wrong.
 */
export class CaFileError extends Error {
  override readonly name = 'CaFileError';
  /** The path as it was given. */
  readonly caFile: string;

  constructor(caFile: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.caFile = caFile;
  }
}
