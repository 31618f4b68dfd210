import { type ComponentProps, type ReactNode, useId } from 'react';

interface Labels {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with it. */
  readonly fault?: string | undefined;
}

/** One line of a form, with its label, a hint, and what is wrong with it. */
export function Field({ label, hint, fault, className, ...input }: Labels & ComponentProps<'input'>) {
  return (
    <Labelled {...{ label, hint, fault, className }} isRequired={input.required === true}>
      {(tied) => <input {...tied} {...input} />}
    </Labelled>
  );
}

/** Several lines of a form. */
export function TextArea({ label, hint, fault, className, ...input }: Labels & ComponentProps<'textarea'>) {
  return (
    <Labelled {...{ label, hint, fault, className }} isRequired={input.required === true}>
      {(tied) => <textarea {...tied} {...input} />}
    </Labelled>
  );
}

interface LabelledProps extends Labels {
  readonly className: string | undefined;
  readonly isRequired: boolean;
  /** The field itself; what ties it to its words is handed in. */
  readonly children: (
    tied: Pick<ComponentProps<'input'>, 'id' | 'className' | 'aria-invalid' | 'aria-describedby'>,
  ) => ReactNode;
}

function Labelled({ label, hint, fault, className = '', isRequired, children }: LabelledProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
        {isRequired ? null : <span className="font-normal text-muted"> (optional)</span>}
      </label>
      {children({
        ...{ id, className: 'field', 'aria-invalid': fault !== undefined },
        ...(described && { 'aria-describedby': described }),
      })}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-sm text-muted">
          {hint}
        </p>
      )}
      {fault && (
        <p id={`${id}-fault`} className="mt-1 text-sm text-bad">
          {fault}
        </p>
      )}
    </div>
  );
}

/** What is said above a form that was not taken. */
export function FormFault({ message }: { readonly message: string | undefined }) {
  if (message === undefined) return null;
  return (
    <p role="alert" className="rounded-lg border border-bad px-4 py-3 text-bad">
      {message}
    </p>
  );
}
