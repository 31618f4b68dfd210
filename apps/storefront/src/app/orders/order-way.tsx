import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { StepView } from './order-view.server.ts';

interface OrderWayProps {
  readonly steps: readonly StepView[];
  /** What is said below. */
  readonly children: ReactNode;
}

/** How an order came to where it stands. */
export function OrderWay({ steps, children }: OrderWayProps) {
  return (
    <section className="card p-5" aria-labelledby="way">
      <h2 id="way" className="text-lg">
        Its way
      </h2>
      <ol className="mt-3 space-y-3">
        {steps.map(({ version, text, time, who }) => (
          <li key={version} className="flex gap-3">
            <CircleCheck className="mt-0.5 size-5 shrink-0 text-good" aria-hidden="true" />
            <span>
              <span className="block font-medium">{text}</span>
              <span className="block text-sm text-muted">
                {time} UTC{who && ', '}
                <span className="inline-block">{who}</span>
              </span>
            </span>
          </li>
        ))}
      </ol>
      {children}
    </section>
  );
}
