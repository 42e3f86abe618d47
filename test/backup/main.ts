import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PostgresEventStore } from '#event-store-postgres';
import { conclude } from '../kill/conclusion';
import { Random } from '../kill/random';
import { ACCOUNT, send, Traffic, type Wish } from '../kill/traffic';
import { Caller, type Answer } from '../support/caller';
import { runBlock, shellBlocks } from '../support/readme';
import { ADMIN_TOKEN } from '../support/service';
import { runScript, ServiceProcess } from '../support/service-process';
import { findTools, ToolsPostgres } from './tools-postgres';

const USAGE = `npm run test:backup

The README's commands for backup and restore, executed: API and projector processes over a PostgreSQL that is found on
this machine, while clients register, share, launch, attach and undo all that. The database is dumped under load, dropped,
made anew and restored; what was answered later is sent again. Every write that was acknowledged before the dump must be
there once, no law of the log may be broken, and every view must equal its rebuild.

Needs a PostgreSQL server and its client tools, and fails without them.`;

const DATABASE = 'image_ledger';
const WISHES = 150;

class Deployment {
  private processes: readonly ServiceProcess[] = [];

  constructor(readonly environment: NodeJS.ProcessEnv) {}

  async start(): Promise<Caller> {
    const [projector, api] = ['projector', 'api'].map(
      (name) => new ServiceProcess({ script: `apps/${name}/main.js`, environment: this.environment }),
    ) as [ServiceProcess, ServiceProcess];
    this.processes = [api, projector];
    await projector.start();
    return new Caller(await api.start(), ADMIN_TOKEN, { 'ledger-account': ACCOUNT });
  }

  async stop(): Promise<void> {
    for (const process of this.processes) await process.end('SIGTERM');
  }
}

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return console.log(USAGE);
  const [, , backUp = '', restore = ''] = shellBlocks('Backup and restore');
  const tools = findTools();
  const backups = mkdtempSync(join(tmpdir(), 'ledger-backups-'));
  const postgres = new ToolsPostgres(tools);
  const deployment = new Deployment({
    PATH: `${tools}${delimiter}${process.env['PATH']}`,
    DATABASE_URL: postgres.urlOf(DATABASE),
    LEDGER_ADMIN_TOKEN: ADMIN_TOKEN,
    LEDGER_REGIONS: 'us-east-1,eu-central-1',
    LEDGER_RATE_LIMIT: '1000000',
    PORT: '0',
  });
  const run = async (block: string): Promise<void> => {
    console.log(block.trimEnd().replace(/^/gm, '$ '));
    const { code, output } = await runBlock(block, backups, deployment.environment);
    if (code !== 0) throw new Error(`the commands failed with ${code}:\n${output}`);
  };
  try {
    console.log(`PostgreSQL of ${tools}`);
    await postgres.start();
    await postgres.administer(`CREATE DATABASE ${DATABASE}`);
    const worked = await workAndBackUp(deployment, () => run(backUp));
    await postgres.administer(`DROP DATABASE ${DATABASE}`);
    await postgres.administer(`CREATE DATABASE ${DATABASE} TEMPLATE template0`);
    await run(restore);
    const violations = await verify(deployment, worked);
    for (const violation of violations.slice(0, 10)) console.error(violation);
    process.exitCode = violations.length === 0 ? 0 : 1;
  } finally {
    await deployment.stop();
    await postgres.remove();
    rmSync(backups, { recursive: true, force: true });
  }
}

interface Worked {
  readonly wishes: readonly Wish[];
  /** Those that were answered before the dump. */
  readonly before: ReadonlySet<Wish>;
  /** Of after it. */
  readonly position: string;
}

async function workAndBackUp(deployment: Deployment, backUp: () => Promise<void>): Promise<Worked> {
  const service = await deployment.start();
  const traffic = new Traffic(new Random(11), () => service);
  try {
    const answered = (): readonly Wish[] => traffic.wishes.filter(({ answer }) => answer !== undefined);
    const until = async (count: number): Promise<void> => {
      while (answered().length < count) await setTimeout(50);
    };
    await until(WISHES);
    const before = new Set(answered());
    await backUp();
    await until(answered().length + WISHES / 3);
    await traffic.end();
    const last = await service.put('/v1/settings/image-block-public-access', { state: 'block-new-sharing' });
    console.log(`${before.size} wishes were answered before the dump, ${traffic.wishes.length} in all`);
    return { wishes: traffic.wishes, before, position: last.headers.get('ledger-position') ?? '' };
  } finally {
    traffic.abandon();
    await deployment.stop();
  }
}

async function verify(
  deployment: Deployment,
  { wishes, before, position }: Worked,
): Promise<readonly string[]> {
  const service = await deployment.start();
  const gone = await service.get('/v1/images', { 'ledger-position': position });
  // As clients do that got no answer: what is in the dump is answered as before, what is not is done now.
  for (const wish of wishes) if (!before.has(wish)) wish.answer = await answerTo(service, wish);
  const { report, violations } = await conclude({
    store: new PostgresEventStore({ connectionString: deployment.environment['DATABASE_URL'] }),
    service,
    wishes,
    compare: () => runScript('apps/standalone/rebuild.js', ['--compare'], deployment.environment),
  });
  console.log(report);
  return gone.status === 410
    ? violations
    : [...violations, `a position of after the dump was answered with ${gone.status}`];
}

async function answerTo(service: Caller, wish: Wish): Promise<Answer> {
  for (;;) {
    const answer = await send(service, wish);
    if (answer.status !== 503) return answer;
    await setTimeout(50);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
