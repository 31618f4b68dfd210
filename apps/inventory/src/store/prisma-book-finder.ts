import type { BookFinder } from '../domain/book-finder.ts';
import { countFacets } from './book-facets.ts';
import { filterSql } from './book-filter-sql.ts';
import type { Database } from './database.ts';
import { keepFacets } from './kept-facets.ts';
import { listBooks } from './list-books.ts';
import { listLowStock } from './list-low-stock.ts';
import { searchBooks } from './search-books.ts';
import { suggestBooks } from './suggest-books.ts';

export function createBookFinder(database: Database): BookFinder {
  return {
    list: (query) => listBooks(database, query),
    listLowStock: (query) => listLowStock(database, query),
    listFacets: keepFacets((filter) => countFacets(database, filterSql(filter))),
    search: (query) => searchBooks(database, query),
    suggest: (prefix, limit) => suggestBooks(database, prefix, limit),
  };
}
