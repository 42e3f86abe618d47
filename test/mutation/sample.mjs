import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = `npm run test:mutation:sample -- [--lines N] [--seed N]

Mutates randomly chosen lines of the domain and the kernel, and says how many of the mutants the specs notice. The whole
run takes hours; this estimates its score. What spans several lines, such as a whole function's body, is not in it.

  --lines N  how many lines (250)
  --seed N   chooses the same lines again; a random one by default, printed`;

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '250' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit();
}

const isMutated = (path) =>
  /\.ts$/.test(path) && !/index\.ts$|\.(spec|testing)\.ts$|personal-keys/.test(path);
const isCode = (line) => /[^\s})\];,]/.test(line) && !/^\s*(import|export \*|\/\*\*|\*|\/\/)/.test(line);

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function* random(seed) {
  for (let state = seed; ;) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}

const chance = random(Number(values.seed));
const lines = ['event-sourcing', 'machine-images', 'access']
  .flatMap((lib) =>
    readdirSync(join('libs', lib), { recursive: true }).map((path) => join('libs', lib, path)),
  )
  .filter(isMutated)
  .sort()
  .flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, index) => (isCode(line) ? [`${path}:${index + 1}-${index + 1}`] : [])),
  )
  .map((place) => ({ place, order: chance.next().value }))
  .sort((one, other) => one.order - other.order)
  .slice(0, Number(values.lines))
  .map(({ place }) => place);
console.log(`seed ${values.seed}, ${lines.length} lines`);
const { status } = spawnSync('npx', ['stryker', 'run', '--ignoreStatic', '--mutate', lines.join(',')], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
