import type { Configuration } from '#runtime';
import { runCommand, say, wrongUse } from './command';
import { copyLog } from './copy-log/copy-log';
import { handOverBetween } from './copy-log/hand-over';
import { openLog } from './copy-log/places';

const HELP = `Copies the log of a ledger into another event store, and checks that both hold the same.

  npm run copy-log -- --from LOG --to LOG [--from-database DATABASE] [--to-database DATABASE]

  LOG               postgres://…   in that PostgreSQL database
                    esdb://…       in that EventStoreDB
                    embedded       in the embedded PostgreSQL of LEDGER_DATA_DIR
  DATABASE          postgres://… or embedded: the PostgreSQL that goes with a log in EventStoreDB. By default that of
                    the other log, so that what is in it stays where it is

The source is only read, and may be in use: the copy goes on until it has caught up. The target has to be empty, or to
hold the beginning of this copy: a run that was ended at any moment is finished by the next one. In the end both logs are
read and compared, event by event: order, ids, streams, revisions, types, times, and data and metadata byte by byte.

With the log go the keys of persons (access.personal_keys), without which no name in it can be read, and how far the
process managers have come. Views are not copied: the target's service makes them from its log.

To move a service: run this while it works; stop it; run this again; start it on the target. If it stays on the same
PostgreSQL database, run npm run rebuild before, with the configuration of the target. Exit code 0 means that everything
is there.`;

interface Order {
  readonly from: string;
  readonly to: string;
  readonly 'from-database': string | undefined;
  readonly 'to-database': string | undefined;
}

async function run(configuration: Configuration, values: ReadonlyMap<string, string>): Promise<number> {
  const [from, to] = [values.get('from'), values.get('to')];
  if (from === undefined || to === undefined) throw new Error('--from and --to have to be given; see --help');
  const databases = {
    'from-database': values.get('from-database'),
    'to-database': values.get('to-database'),
  };
  const isDone = await copy({ from, to, ...databases }, configuration);
  return isDone ? 0 : 1;
}

async function copy(order: Order, configuration: Configuration): Promise<boolean> {
  const opened: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> } | undefined>(part: T): T => {
    if (part !== undefined) opened.unshift(part);
    return part;
  };
  try {
    const source = keep(
      await openLog({ option: '--from', log: order.from, database: order['from-database'] }, configuration),
    );
    const target = keep(
      await openLog({ option: '--to', log: order.to, database: order['to-database'] }, configuration),
    );
    const handOver = keep(await handOverBetween(source, target));
    say(`From ${source.name} to ${target.name}.`);
    const { events, copied } = await copyLog(source.store, target.store, say, (place) =>
      handOver?.positions.pass(place),
    );
    say(`${copied} events copied. Both logs hold the same ${events} events, in the same order.`);
    const isDone = handOver === undefined ? nothingBeside() : await handOver.finish(say);
    say(isDone ? DONE : STILL_IN_USE);
    return isDone;
  } finally {
    for (const part of opened) await part.close();
  }
}

function nothingBeside(): true {
  say(
    'Keys of persons were not copied, as no database was named: use the database of the source with the copy.',
  );
  return true;
}

const DONE =
  'Done. If anything was still writing to the source, stop it and run this again before the copy is used.';
const STILL_IN_USE =
  'Not finished: a service follows the log in this database. Stop it and run this again, so that it can go on in the copy.';

void runCommand({
  help: HELP,
  values: ['from', 'to', 'from-database', 'to-database'],
  run: async (configuration, words, _flags, values) =>
    words.length > 0 ? wrongUse(HELP) : run(configuration, values),
});
