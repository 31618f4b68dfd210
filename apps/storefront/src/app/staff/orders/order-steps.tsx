import { useState } from 'react';
import { Form } from 'react-router';
import { Field, FormFault } from '../../components/field.tsx';
import type { StaffOrderView } from './staff-order-view.server.ts';

interface Refused {
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly requestId: string;
}

interface StepProps {
  readonly order: StaffOrderView;
  /** Why the form of this step was not taken. */
  readonly refused: Refused | undefined;
}

function Hidden({ what, etag }: { readonly what: string; readonly etag: string }) {
  return (
    <>
      <input type="hidden" name="what" value={what} />
      <input type="hidden" name="etag" value={etag} />
    </>
  );
}

export function Ship({ order, refused }: StepProps) {
  return (
    <Form method="post" id="send" className="card grid gap-4 p-6 sm:grid-cols-2">
      <h2 className="text-xl sm:col-span-2">Send it</h2>
      <Hidden what="ship" etag={order.etag} />
      {refused && (
        <div className="sm:col-span-2">
          <FormFault message={refused.message} />
        </div>
      )}
      <Field label="Carrier" name="carrier" required maxLength={100} fault={refused?.fields['carrier']} />
      <Field
        label="Tracking number"
        name="tracking"
        required
        maxLength={100}
        autoComplete="off"
        fault={refused?.fields['tracking_number']}
      />
      <button className="button sm:col-span-2">It is on its way</button>
    </Form>
  );
}

export function Complete({ order, refused }: StepProps) {
  return (
    <Form method="post" className="card space-y-4 p-6">
      <Hidden what="complete" etag={order.etag} />
      <FormFault message={refused?.message} />
      <button className="button w-full">It has arrived</button>
    </Form>
  );
}

interface GiveBackProps extends StepProps {
  readonly refundable: { readonly text: string; readonly amount: string };
  readonly requestId: string;
}

export function GiveBack({ order, refused, refundable, requestId: offered }: GiveBackProps) {
  // The page moves live, and is offered another one each time; what is written here stays one refund.
  const [kept] = useState(offered);
  const requestId = refused?.requestId ?? kept;
  return (
    <details className="card p-6" open={refused !== undefined}>
      <summary className="font-medium">Give money back</summary>
      <Form method="post" key={requestId} className="mt-4 grid gap-4 sm:grid-cols-2">
        <div className="space-y-4 sm:col-span-2">
          <FormFault message={refused?.message} />
          <p className="text-sm text-muted">
            {refundable.text} can be given back, all of it or a part. The order stays as it is, and its copies stay
            sold.
          </p>
        </div>
        <Hidden what="refund" etag={order.etag} />
        <input type="hidden" name="request" value={requestId} />
        <input type="hidden" name="currency" value={order.currency} />
        <Field
          label={`How much, in ${order.currency}`}
          name="amount"
          inputMode="decimal"
          required
          defaultValue={refundable.amount}
          autoComplete="off"
        />
        <Field label="Why" name="reason" maxLength={500} autoComplete="off" />
        <label className="flex items-center gap-3 text-sm sm:col-span-2">
          <input type="checkbox" required className="size-5 shrink-0 accent-brand" />
          Yes, send it back to the buyer; it cannot be taken back
        </label>
        <button className="button sm:col-span-2">Give it back</button>
      </Form>
    </details>
  );
}

export function CallOff({ order, refused }: StepProps) {
  return (
    <details className="card p-6" open={refused !== undefined}>
      <summary className="font-medium">Call the order off</summary>
      <Form method="post" className="mt-4 space-y-4">
        <Hidden what="cancel" etag={order.etag} />
        <FormFault message={refused?.message} />
        <p className="text-sm text-muted">What was paid goes back, and the copies can be ordered again.</p>
        <Field label="Why" name="reason" required maxLength={500} autoComplete="off" />
        <button className="button button-quiet w-full border-bad text-bad">Call it off</button>
      </Form>
    </details>
  );
}
