import { Choice } from '../components/choice.tsx';

/** Ways to pay that the simulated payment company knows, by its tokens; no card number is ever typed in here. */
const PAYMENT_METHODS = [
  ['pm_card_visa', 'Visa ending in 4242', 'Is paid at once'],
  ['pm_card_mastercard', 'Mastercard ending in 4444', 'Is paid at once'],
  ['pm_card_authenticationRequired', 'Visa ending in 3184', 'Your bank asks you to confirm (3-D Secure)'],
  ['pm_card_visa_chargeDeclined', 'Visa ending in 0002', 'Your bank refuses'],
] as const;

export function PaymentMethods({ chosen }: { readonly chosen: string | undefined }) {
  const first = PAYMENT_METHODS.find(([token]) => token === chosen) ?? PAYMENT_METHODS[0];
  return (
    <fieldset className="space-y-3">
      <legend className="mb-3 text-sm text-muted">
        This shop is a trial: its payment company only plays one. Choose what is to happen.
      </legend>
      {PAYMENT_METHODS.map(([token, name, what]) => (
        <Choice
          key={token}
          name="method"
          value={token}
          text={name}
          hint={what}
          defaultChecked={token === first[0]}
          required
        />
      ))}
    </fieldset>
  );
}
