export { type Compared, examine, type Examination, type ExamineOptions, GRACE_MS, type Progress } from './examine.ts';
export type { Finding, FindingKind, Ids, Invariant } from './finding.ts';
export type { PaymentCompany } from './payment-list.ts';
export { type SourceName, SourceUnreachable } from './source-unreachable.ts';
