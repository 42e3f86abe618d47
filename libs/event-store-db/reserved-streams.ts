/** What begins like this belongs to the store itself. No reader is shown it, and nobody else writes to it. */
const RESERVED = 'ledger:';

/** Holds one event: the id of the log. */
export const LOG_STREAM = `${RESERVED}log`;
/** Written to when somebody asks how late it is. */
export const CLOCK_STREAM = `${RESERVED}clock`;
/** How far the times of the log are known, and where they went back. */
export const MARKS_STREAM = `${RESERVED}marks`;

/** Streams of the server, whatever the types of their events, and those of the store. */
export const isHidden = (stream: string, type: string): boolean => isReserved(stream) || type.startsWith('$');

export const isReserved = (stream: string): boolean => stream.startsWith('$') || stream.startsWith(RESERVED);
