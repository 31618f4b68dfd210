import type { ComponentProps } from 'react';
import { Field } from './field.tsx';

type FieldProps = ComponentProps<typeof Field>;
type Filled = Pick<FieldProps, 'defaultValue' | 'fault'>;

/** What the shop calls somebody. */
export function NameField(props: Filled) {
  return <Field label="Your name" name="name" autoComplete="name" required maxLength={100} {...props} />;
}

/** The address that an account is signed in with. */
export function EmailField(props: Filled) {
  return <Field label="E-mail address" name="email" type="email" autoComplete="username" required {...props} />;
}

/** A password that is to be, and the rule for it. */
export function NewPasswordField(props: Pick<FieldProps, 'label' | 'fault'>) {
  const hint = 'At least 8 characters. A few words are better than one with signs.';
  const rule = { required: true, minLength: 8, maxLength: 128, hint };
  return <Field name="password" type="password" autoComplete="new-password" {...rule} {...props} />;
}

/** The password that an account has. */
export function CurrentPasswordField({ label = 'Password', name = 'password' }: Partial<FieldProps>) {
  return <Field label={label} name={name} type="password" autoComplete="current-password" required />;
}
