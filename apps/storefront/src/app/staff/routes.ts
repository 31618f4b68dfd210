import { index, layout, prefix, route, type RouteConfigEntry } from '@react-router/dev/routes';

/** What staff sees; all of it within one frame. */
export const staffRoutes: RouteConfigEntry = layout(
  'routes/staff/frame.tsx',
  prefix('staff', [
    index('routes/staff/dashboard.tsx'),
    route('orders', 'routes/staff/queue.tsx'),
    route('orders/:orderId', 'routes/staff/order.tsx'),
    route('imports', 'routes/staff/imports.tsx'),
    route('imports/:importId', 'routes/staff/import.tsx'),
    route('users', 'routes/staff/users.tsx'),
    route('users/:userId', 'routes/staff/user.tsx'),
    route('books', 'routes/staff/books.tsx'),
    route('books/new', 'routes/staff/new-book.tsx'),
    route('books/:bookId', 'routes/staff/book.tsx'),
    route('books/:bookId/edit', 'routes/staff/edit-book.tsx'),
  ]),
);

/** What pages for staff load besides: no pages themselves. */
export const staffData: RouteConfigEntry[] = prefix('staff/imports/:importId', [
  route('progress', 'routes/staff/import-progress.ts'),
  route('refused.csv', 'routes/staff/refused-rows.ts'),
]);
