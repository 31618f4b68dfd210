/** What the doctor reads. */
export type SourceName = 'inventory' | 'orders' | 'payments';

/** Thrown when a database or the payment company cannot be read, so that nothing can be said. */
export class SourceUnreachable extends Error {
  override readonly name = 'SourceUnreachable';
  readonly source: SourceName;

  constructor(source: SourceName, why: string, cause?: unknown) {
    super(`${source} cannot be read: ${why}`, { cause });
    this.source = source;
  }
}

/** Node puts several failed connections into an error without a message of its own. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const deeper = error.cause instanceof Error ? error.cause : error;
  if (deeper.message !== '') return deeper.message;
  return 'code' in deeper && typeof deeper.code === 'string' ? deeper.code : deeper.name;
}
