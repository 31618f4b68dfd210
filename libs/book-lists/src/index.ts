export { amountText, bookCells, isRecognizable } from './book-cells.ts';
export { type BookList, type BookListFormat, type ListedRow, openBookList, type SourcedRow } from './book-list.ts';
export type { RowDefaults } from './cells.ts';
export { CsvFault } from './csv-fault.ts';
export { defaultFormat, LIST_COLUMNS } from './default-format.ts';
export { excerpt } from './excerpt.ts';
export { GOODBOOKS_SOURCE, goodbooksFormat } from './goodbooks-format.ts';
export { sendRows, type Taken } from './send-rows.ts';
