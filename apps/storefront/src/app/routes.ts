import { index, layout, route, type RouteConfig } from '@react-router/dev/routes';
import { staffData, staffRoutes } from './staff/routes.ts';

export default [
  layout('routes/shell.tsx', [
    index('routes/home.tsx'),
    route('books', 'routes/books.tsx'),
    route('books/:bookId', 'routes/book.tsx'),
    route('cart', 'routes/cart.tsx'),
    route('checkout', 'routes/checkout.tsx'),
    route('orders', 'routes/orders.tsx'),
    route('orders/:orderId', 'routes/order.tsx'),
    route('account', 'routes/account.tsx'),
    route('sign-in', 'routes/sign-in.tsx'),
    route('sign-up', 'routes/sign-up.tsx'),
    route('forgotten-password', 'routes/forgotten-password.tsx'),
    route('new-password', 'routes/new-password.tsx'),
    staffRoutes,
    route('*', 'routes/not-found.tsx'),
  ]),
  route('sign-out', 'routes/sign-out.ts'),
  route('orders/:orderId/changes', 'routes/order-changes.ts'),
  route('suggestions', 'routes/suggestions.ts'),
  ...staffData,
] satisfies RouteConfig;
