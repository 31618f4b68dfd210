import type { Money } from '@bookstore/values';

/** Copies of one title, as they were sold. */
export interface OrderNoticeLine {
  readonly title: string;
  readonly quantity: number;
  readonly unitPrice: Money;
}

export type OrderEvent =
  | { readonly kind: 'CONFIRMED'; readonly lines: readonly OrderNoticeLine[]; readonly total: Money }
  /** The tracking number is empty where the parcel has none. */
  | { readonly kind: 'SHIPPED'; readonly carrier: string; readonly trackingNumber: string }
  | { readonly kind: 'REFUNDED'; readonly amount: Money }
  /** What goes back for it, if anything does. */
  | { readonly kind: 'CANCELLED'; readonly refund: Money | undefined }
  | { readonly kind: 'REFUND_FAILED'; readonly amount: Money };

/** One thing that a user is to be told of an order. */
export interface OrderNotice {
  /** What a repeat is known by. */
  readonly noticeId: string;
  readonly userId: string;
  readonly orderId: string;
  readonly event: OrderEvent;
}

/** What a mail says. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
}

export interface NewOrderMail extends MailText {
  readonly noticeId: string;
  readonly userId: string;
}

/** A mail that is to be sent now. */
export interface DueOrderMail extends MailText {
  readonly noticeId: string;
  readonly email: string;
  readonly createdAt: Date;
  /** Whether it is given up when this try fails. */
  readonly isLastTry: boolean;
}

/** Mails about orders, each once. */
export interface OrderMailRepository {
  /** Keeps mails to be sent; not those that were kept before, nor those to accounts that do not exist. */
  add(mails: readonly NewOrderMail[]): Promise<void>;
  /**
   * Takes mails that are due and puts them off, so that nobody else sends them and one whose
   * sender dies or fails is due again: after that time, then later each time, for some days.
   */
  claim(limit: number, retryMs: number): Promise<readonly DueOrderMail[]>;
  /** Takes note that mails were sent, and forgets what they said. */
  sent(noticeIds: readonly string[]): Promise<void>;
}

/** Sends mails about orders. One that is sent again can be told for the same by whoever gets it. */
export interface OrderMailer {
  sendOrderMail(mail: DueOrderMail): Promise<void>;
}
