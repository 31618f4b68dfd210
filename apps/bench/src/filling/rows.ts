/** Rows of a few tables: what belongs together is written together, and groups may be written side by side. */
export interface Rows {
  /** Empty when they are written. */
  readonly tables: readonly string[];
  /** In this order, since rows refer to earlier ones. */
  readonly statements: readonly string[];
}
