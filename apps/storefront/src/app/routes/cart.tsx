import { Trash2 } from 'lucide-react';
import { Form, Link, redirect } from 'react-router';
import type { Route } from './+types/cart';
import { type PricedLine, priceCart } from '../cart/priced-cart.server.ts';
import { Cover } from '../catalogue/cover.tsx';
import { visitorContext } from '../contexts.ts';

export async function loader({ request, url, context }: Route.LoaderArgs) {
  const { cart, shop, locale } = context.get(visitorContext);
  const { lines, totalText, canBeOrdered } = await priceCart(cart, shop, locale, request.signal);
  // Sent back from the checkout, where somebody was faster.
  return { lines, totalText, canBeOrdered, isLate: url.searchParams.has('late') };
}

export async function action({ request, context }: Route.ActionArgs) {
  const visitor = context.get(visitorContext);
  const form = await request.formData();
  const bookId = form.get('book');
  const quantity = Number(form.get('quantity'));
  if (typeof bookId === 'string' && visitor.cart.quantityOf(bookId) > 0 && Number.isInteger(quantity)) {
    visitor.cart = visitor.cart.with(bookId, quantity);
  }
  return redirect('/cart');
}

export default function CartPage({ loaderData: { lines, totalText, canBeOrdered, isLate } }: Route.ComponentProps) {
  return (
    <>
      <title>Your cart · Bookstore</title>
      <h1 className="text-3xl sm:text-4xl">Your cart</h1>
      {isLate && !canBeOrdered && (
        <p role="alert" className="mt-6 rounded-lg border border-warn px-4 py-3">
          Somebody was faster with the last copies. Nothing was charged, and your cart is as it was: change what cannot
          be had, and order the rest.
        </p>
      )}
      {lines.length === 0 ? (
        <div className="card mt-8 px-6 py-14 text-center">
          <p className="font-display text-xl font-semibold">Nothing in it yet</p>
          <p className="mt-2 text-muted">What you put in stays here, also when you come back tomorrow.</p>
          <Link className="button mt-6" to="/books">
            Find a book
          </Link>
        </div>
      ) : (
        <div className="mt-8 grid items-start gap-8 lg:grid-cols-[1fr_20rem]">
          <ul className="card divide-y divide-line">
            {lines.map((line) => (
              <Line key={line.book.bookId} line={line} />
            ))}
          </ul>
          <section className="card p-6" aria-label="Total">
            <p className="flex items-baseline justify-between">
              <span>Total</span>
              <span className="font-display text-2xl font-semibold">{totalText}</span>
            </p>
            <p className="mt-1 text-sm text-muted">Delivery is included.</p>
            {canBeOrdered ? (
              <Link className="button mt-5 w-full" to="/checkout">
                Check out
              </Link>
            ) : (
              <p className="mt-5 text-sm text-warn">Change what cannot be ordered; then you can check out.</p>
            )}
          </section>
        </div>
      )}
    </>
  );
}

function Line({ line: { book, quantity, total, problem } }: { readonly line: PricedLine }) {
  return (
    <li className="grid grid-cols-[4.5rem_1fr] gap-4 p-4 sm:grid-cols-[4.5rem_1fr_auto]">
      <Cover title={book.title} author={book.authors[0] ?? ''} subject={book.subject} className="cover" />
      <div>
        <Link className="font-display text-lg font-semibold hover:underline" to={`/books/${book.bookId}`}>
          {book.title}
        </Link>
        <p className="text-sm text-muted">{book.authors.join(', ')}</p>
        <p className="mt-1 text-sm">{book.price}</p>
        {problem !== undefined && <p className="mt-1 text-sm font-medium text-warn">{problem}</p>}
      </div>
      <div className="col-span-2 flex flex-wrap items-center justify-between gap-3 sm:col-span-1 sm:flex-col sm:items-end">
        <p className="font-semibold">{total}</p>
        <div className="flex items-center gap-2">
          <Form method="post" className="flex items-center gap-2">
            <input type="hidden" name="book" value={book.bookId} />
            <input
              key={quantity}
              className="field w-18"
              type="number"
              name="quantity"
              min={1}
              max={99}
              defaultValue={quantity}
              aria-label={`Copies of ${book.title}`}
            />
            <button className="button button-quiet px-3">Set</button>
          </Form>
          <Form method="post">
            <input type="hidden" name="book" value={book.bookId} />
            <input type="hidden" name="quantity" value="0" />
            <button className="button button-quiet px-3" aria-label={`Take ${book.title} out of the cart`}>
              <Trash2 className="size-5" aria-hidden="true" />
            </button>
          </Form>
        </div>
      </div>
    </li>
  );
}
