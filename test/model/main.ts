import { parseArgs } from 'node:util';
import { makeDataSource } from '../../libs/runtime/database';
import { testDatabase } from '../support/database';
import { OwnPostgres } from '../support/own-postgres';
import { wholeNumber } from '../support/whole-number';
import { checkHistories } from './check-histories';

const USAGE = `npm run test:model -- [--steps N] [--length N] [--seed N]

Takes random steps on a ledger whose clock is set, and on a model that remembers the whole world at every moment; then
asks both at every moment, the millisecond before it and around all that takes effect by itself. The first answer that
differs ends it, with the shortest history that was found for it.

  --steps N    how many steps in all (3000)
  --length N   how many steps a history has at most (60)
  --seed N     repeats the histories and the questions; a random one by default, printed`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      steps: { type: 'string', default: '3000' },
      length: { type: 'string', default: '60' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const seed = wholeNumber(values.seed, 'seed');
  const length = wholeNumber(values.length, 'length');
  const steps = wholeNumber(values.steps, 'steps');
  console.log(`seed ${seed}`);
  const postgres = new OwnPostgres();
  try {
    await postgres.start();
    process.env['TEST_DATABASE_URL'] = postgres.url;
    await run({ seed, length, steps });
  } finally {
    await postgres.remove();
  }
}

async function run({ seed, length, steps }: Record<'seed' | 'length' | 'steps', number>): Promise<void> {
  const { url, drop } = await testDatabase();
  const database = await makeDataSource({ connectionString: url }, 10).initialize();
  let histories = 0;
  try {
    const tally = await checkHistories(database, {
      seed,
      length,
      steps,
      onProgress: ({ wrong, ...so }) => {
        if (wrong !== undefined) return console.error(wrong instanceof Error ? wrong.message : wrong);
        histories++;
        console.log(
          `${histories} histories, ${so.steps} steps, ${so.moments} moments, ${so.answers} answers`,
        );
      },
    });
    console.log('refused on the way:', Object.fromEntries(tally.refusals));
  } finally {
    await database.destroy();
    await drop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof Error && error.cause instanceof Error) console.error(error.cause.message);
  process.exitCode = 1;
});
