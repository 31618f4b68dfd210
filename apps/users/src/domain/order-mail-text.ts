import { formatMoney, type Money } from '@bookstore/values';
import type { MailText, OrderEvent, OrderNotice, OrderNoticeLine } from './order-mail.ts';

const LOCALE = 'en';

const BANKS_ARE_SLOW = 'Banks may take some days to show it.';

/** What the mail of a notice says. Nothing in it was written by a user, not even a name: an address need not be theirs. */
export function orderMailText({ orderId, event }: OrderNotice): MailText {
  const { subject, paragraphs } = contentOf(event);
  const last = `This is about your Bookstore order ${orderId}.`;
  return { subject, text: ['Hello,', ...paragraphs, `${last}\n`].join('\n\n') };
}

function contentOf(event: OrderEvent): { subject: string; paragraphs: readonly string[] } {
  switch (event.kind) {
    case 'CONFIRMED':
      return {
        subject: 'Your Bookstore order is confirmed',
        paragraphs: [
          'thank you for your order. It is paid, and this is what you will get:',
          event.lines.map(lineText).join('\n'),
          `Total: ${formatMoney(event.total, LOCALE)}`,
        ],
      };
    case 'SHIPPED':
      return {
        subject: 'Your Bookstore order is on its way',
        paragraphs: ['your order has left us.', parcelText(event.carrier, event.trackingNumber)],
      };
    case 'REFUNDED':
      return {
        subject: 'A refund for your Bookstore order',
        paragraphs: [
          `we have given back ${formatMoney(event.amount, LOCALE)} to the card or account that you paid with.`,
          BANKS_ARE_SLOW,
        ],
      };
    case 'CANCELLED':
      return { subject: 'Your Bookstore order is cancelled', paragraphs: cancellationText(event.refund) };
    case 'REFUND_FAILED':
      return {
        subject: 'A refund for your Bookstore order has failed',
        paragraphs: [
          `we tried to give back ${formatMoney(event.amount, LOCALE)}, and your bank did not take it.`,
          'We will contact you, to give it back another way.',
        ],
      };
  }
}

function cancellationText(refund: Money | undefined): readonly string[] {
  const cancelled = 'your order is cancelled.';
  if (!refund) return [cancelled, 'We hold no money of yours for it.'];
  const amount = formatMoney(refund, LOCALE);
  return [cancelled, `You get ${amount} back, to the card or account that you paid with.`, BANKS_ARE_SLOW];
}

function lineText({ quantity, title, unitPrice }: OrderNoticeLine): string {
  return `  ${quantity} x ${title}, ${formatMoney(unitPrice, LOCALE)}${quantity > 1 ? ' each' : ''}`;
}

function parcelText(carrier: string, trackingNumber: string): string {
  const tracking = trackingNumber === '' ? [] : [`Tracking number: ${trackingNumber}`];
  return [`Carrier: ${carrier}`, ...tracking].join('\n');
}
