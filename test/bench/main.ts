import { parseArgs } from 'node:util';
import { benchAppend, type Effort } from './append';

const USAGE = `npm run bench -- append [--rounds N] [--seconds N]

append  appends per second at 1, 8 and 32 callers, against pgbench on the same server, by turns
        --rounds N   how often each is measured (5)
        --seconds N  how long each measurement takes (3)`;

const benchmarks: Readonly<Record<string, (effort: Effort) => Promise<string>>> = { append: benchAppend };

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '3' },
      help: { type: 'boolean', default: false },
    },
  });
  const benchmark = benchmarks[positionals[0] ?? ''];
  if (benchmark === undefined || values.help) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  console.log(await benchmark({ rounds: atLeastOne(values.rounds), seconds: atLeastOne(values.seconds) }));
}

function atLeastOne(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${text} is not a whole number from 1`);
  return number;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
