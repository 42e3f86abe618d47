import type { ClientConfig } from 'pg';
import type { LogName } from './log';

/** What one process of the stress is told to do. */
export interface Task {
  readonly role: 'write' | 'read';
  readonly log: LogName;
  readonly connection: ClientConfig;
  /** Callers that write, or readers. */
  readonly parallel: number;
  /** How long it writes; within the first half of this time readers begin. */
  readonly seconds: number;
}

/** To readers, once nobody writes any more: where the log ends. */
export interface End {
  readonly end: number;
}

export interface Findings {
  readonly appended: number;
  readonly delivered: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
}

export const NOTHING: Findings = { appended: 0, delivered: 0, lost: 0, duplicated: 0, outOfOrder: 0 };

export const sum = (findings: readonly Findings[]): Findings =>
  findings.reduce(
    (a, b) => ({
      appended: a.appended + b.appended,
      delivered: a.delivered + b.delivered,
      lost: a.lost + b.lost,
      duplicated: a.duplicated + b.duplicated,
      outOfOrder: a.outOfOrder + b.outOfOrder,
    }),
    NOTHING,
  );
