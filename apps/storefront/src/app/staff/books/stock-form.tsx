import { Form } from 'react-router';
import { Field, FormFault } from '../../components/field.tsx';
import { STOCK_REASONS } from './stock-reasons.ts';

interface StockFormProps {
  readonly requestId: string;
  readonly message: string | undefined;
  /** What was written in a form that was not taken. */
  readonly written: { readonly quantity: string; readonly why: string; readonly note: string } | undefined;
}

/** Says that copies came or went, and why. */
export function StockForm({ requestId, message, written }: StockFormProps) {
  return (
    <section className="card p-6" aria-labelledby="adjust">
      <h2 id="adjust" className="text-xl">
        Copies came or went
      </h2>
      <Form method="post" key={requestId} className="mt-4 space-y-4">
        <FormFault message={message} />
        <input type="hidden" name="what" value="adjust" />
        <input type="hidden" name="request" value={requestId} />
        <label className="block text-sm font-medium">
          What happened
          <select className="field mt-1" name="why" defaultValue={written?.why ?? 'received'}>
            {Object.entries(STOCK_REASONS).map(([value, [, , text]]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <Field
          label="How many copies"
          name="quantity"
          type="number"
          min={1}
          max={1_000_000_000}
          required
          defaultValue={written?.quantity}
        />
        <Field
          label="Note"
          name="note"
          maxLength={500}
          autoComplete="off"
          defaultValue={written?.note}
          hint="For whoever reads it later"
        />
        <button className="button w-full">Put it down</button>
      </Form>
    </section>
  );
}
