import * as z from 'zod';
import { needed } from './form.ts';

// The parameters of Stripe's API that we use, as https://docs.stripe.com/api documents them.

/** Stripe takes amounts of up to eight digits. */
const MAX_AMOUNT = 99_999_999;

const amount = () => {
  const allowed = `a whole number from 1 to ${MAX_AMOUNT}, in minor units, is allowed`;
  return z
    .string(needed(allowed))
    .regex(/^\d{1,8}$/, allowed)
    .transform(Number)
    .refine((value) => value > 0, allowed);
};

const flag = () => z.enum(['true', 'false'], needed('true or false is allowed')).transform((text) => text === 'true');

const metadata = () =>
  z
    .record(z.string().min(1).max(40), z.string().max(500), 'up to 50 keys of 40 characters, with values of 500')
    .refine((entries) => Object.keys(entries).length <= 50, 'up to 50 keys are allowed')
    .default({});

const paymentMethod = () => z.string().regex(/^pm_\w{1,250}$/, 'the id of a payment method is allowed');

const returnUrl = () => {
  const allowed = 'an http:// or https:// address is allowed';
  return z
    .string()
    .max(5_000)
    .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), allowed);
};

const automaticPaymentMethods = () =>
  z
    .strictObject({ enabled: flag(), allow_redirects: z.enum(['always', 'never']).default('always') })
    .transform(({ enabled, allow_redirects }) => (enabled ? { allowRedirects: allow_redirects } : null));

const paymentMethodTypes = () =>
  z
    .record(z.string(), z.literal('card', 'only card is there'))
    .transform((types) => [...new Set(Object.values(types))]);

export const CreatePaymentIntent = z.strictObject({
  amount: amount(),
  currency: z
    .string(needed('a three-letter ISO code is allowed'))
    .regex(/^[A-Za-z]{3}$/, 'a three-letter ISO code is allowed')
    .toLowerCase(),
  metadata: metadata(),
  description: z.string().max(1_000).default(''),
  payment_method: paymentMethod().optional(),
  confirm: flag().default(false),
  return_url: returnUrl().optional(),
  automatic_payment_methods: automaticPaymentMethods().optional(),
  allowed_payment_method_types: paymentMethodTypes().optional(),
  // What the parameter above was called before API version 2026-09-30.endive.
  payment_method_types: paymentMethodTypes().optional(),
  capture_method: z.enum(['automatic', 'automatic_async']).default('automatic_async'),
});

export const ConfirmPaymentIntent = z.strictObject({
  payment_method: paymentMethod().optional(),
  return_url: returnUrl().optional(),
});

export const CancelPaymentIntent = z.strictObject({
  cancellation_reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned']).optional(),
});

export const CreateRefund = z.strictObject({
  payment_intent: z.string(needed('the id of a payment intent is allowed')),
  amount: amount().optional(),
  metadata: metadata(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
});

const page = {
  limit: z
    .string()
    .regex(/^\d{1,3}$/, '1 to 100 is allowed')
    .transform(Number)
    .refine((value) => value >= 1 && value <= 100, '1 to 100 is allowed')
    .default(10),
  starting_after: z.string().optional(),
};

export const ListPaymentIntents = z.strictObject(page);

export const ListRefunds = z.strictObject({ ...page, payment_intent: z.string().optional() });

export const Nothing = z.strictObject({});
