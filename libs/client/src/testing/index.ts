export { aBook, aMoney, anOrder, aTokenPair, aUser, SAMPLE_ID } from './samples.ts';
export { type Handlers, type RecordedCall, refusal, StandIn } from './stand-in.ts';
