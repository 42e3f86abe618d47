import { setTimeout } from 'node:timers/promises';
import type { StressedLog } from './log';
import { NOTHING, type Findings } from './messages';

/** Begins at a random moment and at a random position, reads to the end, and compares with what is in the log then. */
export async function readAndCompare(
  log: StressedLog,
  seconds: number,
  end: Promise<number>,
): Promise<Findings> {
  await setTimeout(Math.random() * seconds * 500);
  const after = Math.floor(Math.random() * (await log.head()));
  const seen = new Set<number>();
  const findings = { ...NOTHING, delivered: 0, duplicated: 0, outOfOrder: 0 };
  let previous = after;
  for await (const positions of log.read(after, end)) {
    for (const position of positions) {
      findings.delivered++;
      if (seen.has(position)) findings.duplicated++;
      if (position <= previous) findings.outOfOrder++;
      seen.add(position);
      previous = position;
    }
  }
  const there = await log.positionsAfter(after);
  return { ...findings, lost: there.filter((position) => !seen.has(position)).length };
}
