import type { ClientConfig } from 'pg';
import { LedgerLog } from './ledger-log';
import { NaiveLog } from './naive-log';

/** What is stressed. Positions are small enough here to be numbers. */
export interface StressedLog {
  append(): Promise<void>;
  /** The highest position that a reader can see now. */
  head(): Promise<number>;
  /** The positions after one, as a reader is given them, batch by batch, until it has passed `end`. */
  read(after: number, end: Promise<number>): AsyncIterable<readonly number[]>;
  /** What is in the log in the end: asked once nobody writes any more. */
  positionsAfter(after: number): Promise<readonly number[]>;
  close(): Promise<void>;
}

export type LogName = 'ledger' | 'naive';

export const openLog = (name: LogName, connection: ClientConfig): StressedLog =>
  name === 'ledger' ? new LedgerLog(connection) : new NaiveLog(connection);
