import type { ComponentProps } from 'react';

interface ChoiceProps extends Omit<ComponentProps<'input'>, 'type' | 'className'> {
  readonly text: string;
  /** What choosing it means. */
  readonly hint: string;
}

/** One of several, with what it means; all of them bear the same name. */
export function Choice({ text, hint, ...input }: ChoiceProps) {
  return (
    <label className="flex items-center gap-3 rounded-lg border border-line p-4 has-checked:border-brand">
      <input type="radio" className="size-5 shrink-0 accent-brand" {...input} />
      <span>
        <span className="block font-medium">{text}</span>
        <span className="block text-sm text-muted">{hint}</span>
      </span>
    </label>
  );
}
