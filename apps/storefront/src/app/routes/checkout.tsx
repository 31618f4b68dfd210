import { isBookstoreError, newRequestId } from '@bookstore/client';
import { data, Form, redirect, useNavigation } from 'react-router';
import type { Route } from './+types/checkout';
import { Cart } from '../cart/cart.ts';
import type { BookView } from '../catalogue/book-view.ts';
import { priceCart } from '../cart/priced-cart.server.ts';
import { AddressFields } from '../components/address-fields.tsx';
import { FormFault } from '../components/field.tsx';
import { visitorContext, webContext } from '../contexts.ts';
import { readAddress } from '../forms/address.ts';
import { COUNTRIES } from '../forms/countries.server.ts';
import { nextRequestId } from '../forms/request-id.server.ts';
import { textOf } from '../forms/text-of.ts';
import { CardField, useCardPayment } from '../orders/card-payment.tsx';
import { PaymentMethods } from '../orders/payment-methods.tsx';
import { refusalOf, toSignIn } from '../refusal.server.ts';

/** Milliseconds: a bank may take its time. */
const ORDER_TIMEOUT_MS = 15_000;
/** Refusals that only a change of the cart can mend. */
const SOLD_OUT: readonly string[] = ['INSUFFICIENT_STOCK', 'BOOK_RETIRED'];

export async function loader({ request, url, context }: Route.LoaderArgs) {
  const { cart, shop, locale, user } = context.get(visitorContext);
  if (!user) throw toSignIn(url);
  const { signal } = request;
  const [{ lines, total, totalText, canBeOrdered }, account] = await Promise.all([
    priceCart(cart, shop, locale, signal),
    shop.account.get({ signal }).catch((error: unknown) => refusalOf(error, url)),
  ]);
  if (!total || !canBeOrdered) throw redirect('/cart');
  return {
    lines,
    totalText,
    countries: COUNTRIES,
    stripeKey: context.get(webContext).stripeKey,
    expected: { minorUnits: String(total.minorUnits), currencyCode: total.currencyCode },
    address: 'shippingAddress' in account ? account.shippingAddress : undefined,
    // One form is one order, however often it is sent.
    requestId: newRequestId(),
  };
}

export async function action({ request, url, context }: Route.ActionArgs) {
  const visitor = context.get(visitorContext);
  const { cart, shop } = visitor;
  const form = await request.formData();
  const requestId = textOf(form, 'request');
  const address = readAddress(form);
  const total = textOf(form, 'total');
  if (!/^\d{1,18}$/.test(total)) throw new Response(null, { status: 400 });
  try {
    const order = await shop.orders.place(
      {
        lines: cart.lines,
        shippingAddress: address,
        paymentMethod: textOf(form, 'method'),
        expectedTotal: { currencyCode: textOf(form, 'currency'), minorUnits: BigInt(total) },
      },
      { requestId, timeoutMs: ORDER_TIMEOUT_MS },
    );
    visitor.cart = Cart.empty;
    // Without scripts a form's answer may not lead to the bank (`form-action`): the order's page has a link there.
    const redirectUrl = order.nextAction?.redirectUrl;
    const isScripted = request.headers.get('sec-fetch-mode') !== 'navigate';
    return redirect(redirectUrl && isScripted ? redirectUrl : `/orders/${order.orderId}`);
  } catch (error) {
    if (isBookstoreError(error) && SOLD_OUT.includes(error.reason)) return redirect('/cart?late');
    const typed = { address, method: textOf(form, 'method'), seen: readSeen(form) };
    const refusal = refusalOf(error, url);
    return data({ requestId: nextRequestId(error, requestId), refusal, ...typed }, { status: 409 });
  }
}

/** The prices that the form was sent with, by book. */
function readSeen(form: FormData): Readonly<Record<string, string>> {
  const seen = form.getAll('seen').filter((each) => typeof each === 'string');
  return Object.fromEntries(seen.map((each) => [each.slice(0, each.indexOf(' ')), each.slice(each.indexOf(' ') + 1)]));
}

/** A refusal is told with the prices that hold now; by itself, the router would ask for nothing after one. */
export function shouldRevalidate() {
  return true;
}

export default function Checkout({ loaderData, actionData }: Route.ComponentProps) {
  const isOrdering = useNavigation().formMethod === 'POST';
  const { lines, totalText, expected, address, countries, stripeKey } = loaderData;
  const card = useCardPayment(stripeKey);
  return (
    <>
      <title>Check out · Bookstore</title>
      <h1 className="text-3xl sm:text-4xl">Check out</h1>
      <Form method="post" onSubmit={card.pay} className="mt-8 grid items-start gap-8 lg:grid-cols-[1fr_20rem]">
        <div className="space-y-8">
          <FormFault message={actionData && kindly(actionData.refusal, totalText)} />
          <section className="card p-6" aria-labelledby="to">
            <h2 id="to" className="mb-4 text-xl">
              Where does it go?
            </h2>
            <AddressFields
              countries={countries}
              address={actionData?.address ?? address}
              faults={actionData?.refusal.fields ?? {}}
            />
          </section>
          <section className="card p-6" aria-labelledby="pay">
            <h2 id="pay" className="mb-4 text-xl">
              How do you pay?
            </h2>
            {stripeKey === undefined ? <PaymentMethods chosen={actionData?.method} /> : <CardField {...card} />}
          </section>
        </div>
        <section className="card p-6 lg:sticky lg:top-6" aria-label="Your order">
          <ul className="space-y-2 text-sm">
            {lines.map(({ book, quantity, total }) => (
              <li key={book.bookId} className="flex justify-between gap-4">
                <span>
                  {quantity > 1 ? `${quantity} × ${book.title}` : book.title}
                  <NewPrice was={actionData?.seen[book.bookId]} book={book} />
                </span>
                <span>{total}</span>
                <input type="hidden" name="seen" value={`${book.bookId} ${book.price}`} />
              </li>
            ))}
          </ul>
          <p className="mt-4 flex items-baseline justify-between border-t border-line pt-4">
            <span>Total</span>
            <span className="font-display text-2xl font-semibold">{totalText}</span>
          </p>
          <input type="hidden" name="request" value={actionData?.requestId ?? loaderData.requestId} />
          <input type="hidden" name="total" value={expected.minorUnits} />
          <input type="hidden" name="currency" value={expected.currencyCode} />
          <button className="button mt-5 w-full" disabled={isOrdering}>
            {isOrdering ? 'Ordering…' : `Order and pay ${totalText}`}
          </button>
        </section>
      </Form>
    </>
  );
}

/** Says so where a book costs something else than when the order was sent. */
function NewPrice({ was, book }: { readonly was: string | undefined; readonly book: BookView }) {
  if (was === undefined || was === book.price) return null;
  return (
    <span className="block font-medium text-warn">
      Now {book.price}, was {was}
    </span>
  );
}

/** Refusals that can be mended here are told kindly, with what is the case now. */
function kindly({ reason, message }: { reason: string; message: string }, totalText: string): string {
  switch (reason) {
    case 'PRICE_CHANGED':
      return `A price has changed while you were here; the total is now ${totalText}. Nothing was charged. Order again if you agree.`;
    case 'PAYMENT_DECLINED':
      return 'Your bank refused the payment. Nothing was charged; try another way to pay.';
    default:
      return message;
  }
}
