// The staff's day in a real browser; with JavaScript off where it is essential. One shop for all of it: to open one costs
// as much as half of these tests.
import { afterAll, beforeAll, describe } from 'vitest';
import { browserProblem } from './browser.ts';
import { type OpenShop, openShop } from './shop.ts';
import { testBooks } from './staff/books.ts';
import { testLists } from './staff/lists.ts';
import { testOrders } from './staff/orders.ts';
import { testPages } from './staff/pages.ts';
import { testPeople } from './staff/people.ts';

describe.skipIf(browserProblem !== undefined)('staff', () => {
  let shop: OpenShop;
  beforeAll(async () => void (shop = await openShop([])));
  afterAll(() => shop[Symbol.asyncDispose]());
  const open = () => shop;

  describe('with books', () => testBooks(open));
  describe('with orders', () => testOrders(open));
  describe('with lists', () => testLists(open));
  describe('with people', () => testPeople(open));
  describe('and their pages', () => testPages(open));
});
