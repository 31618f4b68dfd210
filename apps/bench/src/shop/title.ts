/** A title as the catalogue is made of. */
export interface Title {
  readonly title: string;
  readonly authors: readonly string[];
  readonly publishedYear: number | undefined;
  readonly language: string;
  /** How many people have rated it: how popular it is. */
  readonly ratings: number;
}
