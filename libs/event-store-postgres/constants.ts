/** Advisory lock that every appending transaction holds, so that positions follow the order of commits. */
export const WRITER_LOCK = 7_240_121_001;

/** Rung at every commit of new events. */
export const EVENTS_CHANNEL = 'ledger_events';

/** How `none` and `any` travel to the database. */
export const NO_REVISION_YET = -1;
export const ANY_REVISION = -2;
