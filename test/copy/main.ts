import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { EventStoreDbEventStore } from '#event-store-db';
import { PostgresEventStore } from '#event-store-postgres';
import { StubServer } from '../support/event-store-db';
import { OwnPostgres } from '../support/own-postgres';
import { newDatabase, summaryOf, writeLedger } from './ledgers';

const USAGE = `npm run test:copy -- [--events N] [--to postgres|eventstoredb]

A log is copied by \`copy-log\`, which is killed with SIGKILL once it has copied a third and again after two thirds, and
finishes when it is run once more. In the end both logs are read, and must be the same, event by event.

  --events N  how many (100000)
  --to STORE  where it moves: another PostgreSQL database, or a stub of EventStoreDB (postgres)`;

const SCRIPT = join(resolve('dist'), 'apps/standalone/copy-log.js');
const COPIED = /: (\d+) events copied/;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      events: { type: 'string', default: '100000' },
      to: { type: 'string', default: 'postgres' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  if (!/^[1-9]\d{0,8}$/.test(values.events)) throw new Error('--events takes a whole number');
  if (values.to !== 'postgres' && values.to !== 'eventstoredb') throw new Error(USAGE);
  const postgres = new OwnPostgres();
  const stub = values.to === 'eventstoredb' ? await StubServer.started() : undefined;
  try {
    await postgres.start();
    await move(postgres.url, stub, Number(values.events));
  } finally {
    await stub?.stop();
    await postgres.remove();
  }
}

async function move(serverUrl: string, stub: StubServer | undefined, events: number): Promise<void> {
  const from = await newDatabase(serverUrl, 'source');
  const beside = await newDatabase(serverUrl, 'target');
  const source = await writeLedger(from, events);
  try {
    const original = await summaryOf(source);
    console.log(`the source: ${original}`);
    const options =
      stub === undefined
        ? ['--from', from, '--to', beside]
        : ['--from', from, '--to', stub.connectionString, '--to-database', beside];
    const ends = [
      await copy(options, events / 3),
      await copy(options, (events * 2) / 3),
      await copy(options),
    ];
    const target =
      stub === undefined
        ? new PostgresEventStore({ connectionString: beside })
        : new EventStoreDbEventStore(stub.connectionString);
    const copied = await summaryOf(target).finally(() => target.close());
    console.log(`the copy:   ${copied}`);
    if (copied !== original) throw new Error('the copy is another log');
    if (ends.join() !== 'SIGKILL,SIGKILL,0') throw new Error(`the runs ended with ${ends.join(', ')}`);
  } finally {
    await source.close();
  }
}

/** Killed once it says that so many are copied. Answers how it ended. */
async function copy(options: readonly string[], upTo = Infinity): Promise<string> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SCRIPT, ...options], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  for await (const line of createInterface(child.stdout)) {
    console.log(`  ${line}`);
    if (Number(COPIED.exec(line)?.[1] ?? 0) >= upTo) child.kill('SIGKILL');
  }
  await closed;
  const end = String(child.signalCode ?? child.exitCode);
  console.log(`copy-log ended with ${end} after ${Math.round((performance.now() - began) / 1_000)} s`);
  return end;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
