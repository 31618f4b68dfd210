import type { Page, PagedList } from '@bookstore/client';
import type { Context } from '../context.ts';
import { type Column, table } from './table.ts';

/** Which part of a list to show. */
export interface PageOptions {
  readonly pageSize?: number;
  readonly pageToken?: string;
  /** From there to the end. */
  readonly all?: boolean;
}

/** Shows one page of a list, or all of it. */
export async function printList<T, P extends Page<T>>(
  context: Context,
  list: PagedList<T, P>,
  { pageToken = '', all = false }: PageOptions,
  shown: {
    /** What the items are called in JSON, for example `books`. */
    readonly key: string;
    readonly columns: readonly Column<T>[];
    /** What is said of an empty list. */
    readonly none: string;
    /** What else of the first page belongs into JSON. */
    readonly extra?: (page: P) => object;
    /** What else of the first page people are told. */
    readonly remark?: (page: P) => string;
  },
): Promise<void> {
  const items: T[] = [];
  let first: P | undefined;
  let next: string | undefined;
  for await (const page of list.pages(pageToken)) {
    first ??= page;
    items.push(...page.items);
    next = page.nextPageToken;
    if (!all) break;
  }
  const remark = first && shown.remark?.(first);
  if (remark) context.note(remark);
  const result = { [shown.key]: items, nextPageToken: next, ...(first && shown.extra?.(first)) };
  context.print(result, () => (items.length > 0 ? table(shown.columns, items, context.width) : shown.none));
  if (next !== undefined) context.note(`\nmore with --page-token ${next}\nor all with --all`);
}
