export { aBook, aMoney, anOrder, aRefund, aTokenPair, aUser, SAMPLE_ID } from './samples.ts';
export { type Handlers, type RecordedCall, refusal, StandIn, type StandInOptions } from './stand-in.ts';
export type { ServerCertificate } from './tls-end.ts';
