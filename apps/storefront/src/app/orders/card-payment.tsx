import type { Stripe, StripeCardElement } from '@stripe/stripe-js';
import { type RefObject, type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useSubmit } from 'react-router';

const UNREACHABLE = 'The payment company cannot be reached. Please try again in a moment.';

interface CardPayment {
  /** Where the payment company's own field is to be shown. */
  readonly place: RefObject<HTMLDivElement | null>;
  /** What keeps the card from being used. */
  readonly fault: string | undefined;
  /** Changes the card into a token, and sends the form with that. */
  readonly pay: (event: SubmitEvent<HTMLFormElement>) => void;
}

/** Stripe's own card field: what is typed into it goes to Stripe alone, and the shop gets a token for it. */
export function useCardPayment(key: string | undefined): CardPayment {
  const place = useRef<HTMLDivElement>(null);
  const card = useRef<readonly [Stripe, StripeCardElement]>(undefined);
  const [fault, setFault] = useState<string>();
  const submit = useSubmit();
  useEffect(() => {
    if (key === undefined) return;
    // Only a page that was asked for by its own address lets Stripe in (Content-Security-Policy).
    if (documentPath() !== location.pathname) return location.reload();
    let isLeft = false;
    const show = async () => {
      const { loadStripe } = await import('@stripe/stripe-js/pure');
      const stripe = await loadStripe(key);
      if (!stripe || !place.current || isLeft) return;
      const element = stripe.elements().create('card', { hidePostalCode: true });
      element.mount(place.current);
      card.current = [stripe, element];
    };
    show().catch(() => setFault(UNREACHABLE));
    return () => {
      isLeft = true;
      card.current?.[1].destroy();
    };
  }, [key]);
  const pay = (event: SubmitEvent<HTMLFormElement>) => {
    if (key === undefined) return;
    event.preventDefault();
    const form = event.currentTarget;
    if (!card.current) {
      setFault(UNREACHABLE);
      return;
    }
    const [stripe, element] = card.current;
    void stripe.createPaymentMethod({ type: 'card', card: element }).then(({ error, paymentMethod }) => {
      setFault(error?.message);
      if (!paymentMethod) return;
      const filled = new FormData(form);
      filled.set('method', paymentMethod.id);
      void submit(filled, { method: 'post' });
    });
  };
  return { place, fault, pay };
}

/** The address that the browser asked for this document by; the router may have gone on since. */
function documentPath(): string {
  const [document] = performance.getEntriesByType('navigation');
  return document ? new URL(document.name).pathname : location.pathname;
}

/** Where Stripe shows its card field. */
export function CardField({ place, fault }: Pick<CardPayment, 'place' | 'fault'>) {
  return (
    <>
      <div ref={place} className="field" />
      {fault !== undefined && (
        <p role="alert" className="mt-2 text-sm text-bad">
          {fault}
        </p>
      )}
      <noscript>
        <p className="mt-2 text-sm text-warn">To pay by card, please switch JavaScript on.</p>
      </noscript>
      <p className="mt-3 text-sm text-muted">Your card goes to Stripe, our payment company; we never see its number.</p>
    </>
  );
}
