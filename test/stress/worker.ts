import { openLog, type StressedLog } from './log';
import { NOTHING, sum, type End, type Findings, type Task } from './messages';
import { readAndCompare } from './reader';

async function work({ role, log: name, connection, parallel, seconds }: Task): Promise<Findings> {
  const log = openLog(name, connection);
  try {
    const end = role === 'read' ? theEnd() : Promise.resolve(0);
    const one = (): Promise<Findings> =>
      role === 'write' ? write(log, seconds) : readAndCompare(log, seconds, end);
    return sum(await Promise.all(Array.from({ length: parallel }, one)));
  } finally {
    await log.close();
  }
}

async function write(log: StressedLog, seconds: number): Promise<Findings> {
  let appended = 0;
  for (const end = Date.now() + seconds * 1_000; Date.now() < end; appended++) await log.append();
  return { ...NOTHING, appended };
}

const theEnd = (): Promise<number> =>
  new Promise((resolve) => process.once('message', ({ end }: End) => resolve(end)));

process.once('message', (task: Task) => {
  work(task).then(
    (findings) => process.send?.(findings, () => process.disconnect()),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
