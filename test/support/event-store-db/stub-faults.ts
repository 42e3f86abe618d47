/** What goes wrong from now on, until it is told otherwise. Numbers say how many times. */
export interface StubFaults {
  /** Calls are taken and never answered. */
  hangAppends: boolean;
  hangReads: boolean;
  /** Every answer to an append, and every read, takes this many milliseconds more. */
  slow: number;
  /** Appends answered with "Server Is Not Ready", packed as the server packs it. */
  notReady: number;
  /** Appends answered with a timeout, though they are done. */
  timeouts: number;
  /** Calls that ask for the leader refused because another node is. */
  notLeader: number;
  /** Where that node is. */
  leader: { readonly host: string; readonly port: number };
  /** Appends that are done and whose answer is lost with its call. */
  loseAnswers: number;
  /** A response for a correlation id that nobody knows is sent before every answer. */
  unknownCorrelation: boolean;
  /** Requests for the server's features that fail with INTERNAL. */
  featureFailures: number;
  /** Reads that fail with INTERNAL before their first event. */
  readFailures: number;
  /** The largest append that is taken, in bytes. */
  maxAppendSize: number;
}

export const noFaults = (): StubFaults => ({
  hangAppends: false,
  hangReads: false,
  slow: 0,
  notReady: 0,
  timeouts: 0,
  notLeader: 0,
  leader: { host: '127.0.0.1', port: 1 },
  loseAnswers: 0,
  unknownCorrelation: false,
  featureFailures: 0,
  readFailures: 0,
  maxAppendSize: 1_048_576,
});

type Counted = 'notReady' | 'timeouts' | 'notLeader' | 'loseAnswers' | 'featureFailures' | 'readFailures';

/** Whether it goes wrong this time. */
export function strikes(faults: StubFaults, fault: Counted): boolean {
  if (faults[fault] === 0) return false;
  faults[fault]--;
  return true;
}
