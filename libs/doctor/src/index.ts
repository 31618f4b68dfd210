export { type Compared, examine, type Examination, type ExamineOptions, type Progress } from './examine.ts';
export type { Finding } from './finding.ts';
export { SourceUnreachable } from './source-unreachable.ts';
