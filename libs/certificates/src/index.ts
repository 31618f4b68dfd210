export { Authority, type Certificate, type IssueOptions } from './authority.ts';
