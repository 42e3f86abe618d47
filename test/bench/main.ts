import { parseArgs } from 'node:util';
import { benchAppend } from './append';
import { benchAsOf } from './as-of';

const USAGE = `npm run bench -- append [--rounds N] [--seconds N]
npm run bench -- as-of [--rounds N] [--images N]

append  appends per second at 1, 8 and 32 callers, against pgbench on the same server, by turns
        --rounds N   how often each is measured (5)
        --seconds N  how long each measurement takes (3)

as-of   the first page of the list of images as of a time, against the same list now, by turns
        --rounds N   how often each is measured (200)
        --images N   how many there are, of 10 changes each (100000)`;

interface Options {
  readonly rounds?: string;
  readonly seconds: string;
  readonly images: string;
}

const benchmarks: Readonly<Record<string, (options: Options) => Promise<string>>> = {
  append: ({ rounds = '5', seconds }) =>
    benchAppend({ rounds: atLeastOne(rounds), seconds: atLeastOne(seconds) }),
  'as-of': ({ rounds = '200', images }) => benchAsOf(atLeastOne(images), atLeastOne(rounds)),
};

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      seconds: { type: 'string', default: '3' },
      images: { type: 'string', default: '100000' },
      help: { type: 'boolean', default: false },
    },
  });
  const benchmark = benchmarks[positionals[0] ?? ''];
  if (benchmark === undefined || values.help) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  console.log(await benchmark(values));
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
