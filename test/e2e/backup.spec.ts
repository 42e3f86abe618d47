import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { findEmbeddedPostgres } from '../../apps/standalone/embedded-postgres/embedded-postgres';
import type { Answer, Caller } from '../support/caller';
import { eventually } from '../support/eventually';
import { runBlock, shellBlocks } from '../support/readme';
import { OWNER, registration } from '../support/service';
import { Standalone } from '../support/standalone';

const CLIENTS = 4;
const [BACK_UP = '', RESTORE = ''] = shellBlocks('Backup and restore');

// In whatever store the other specs write: this is about the one that has all in one place.
const standalone = new Standalone({ EVENT_STORE: 'postgres' });
const backups = mkdtempSync(join(tmpdir(), 'ledger-backups-'));

afterAll(async () => {
  await standalone.remove();
  rmSync(backups, { recursive: true, force: true });
});

const run = (block: string) => runBlock(block, backups, standalone.environment);

/** Clients that register one image after the other. */
class Registrations {
  readonly acknowledged: Answer[] = [];
  private isOver = false;
  private readonly clients: Promise<unknown>;

  constructor(owner: Caller) {
    this.clients = Promise.all(Array.from({ length: CLIENTS }, () => this.register(owner)));
  }

  more(): Promise<void> {
    const wanted = this.acknowledged.length + 10;
    return eventually(() => expect(this.acknowledged.length).toBeGreaterThan(wanted), 120_000);
  }

  async end(): Promise<void> {
    this.isOver = true;
    await this.clients;
  }

  private async register(owner: Caller): Promise<void> {
    while (!this.isOver) {
      const answer = await owner.post('/v1/images', registration());
      expect(answer.status).toBe(201);
      this.acknowledged.push(answer);
    }
  }
}

const start = async (): Promise<Caller> => (await standalone.start()).with({ 'ledger-account': OWNER });

async function changeEvent(): Promise<unknown> {
  const client = new Client(findEmbeddedPostgres(standalone.dataDirectory));
  await client.connect();
  try {
    return await client.query(`UPDATE ledger.events SET type = 'Nothing' WHERE position = 1`);
  } finally {
    await client.end();
  }
}

describe('The README’s backup of the embedded PostgreSQL', () => {
  it('is made under load, and brings back all that was acknowledged before it', async () => {
    const traffic = new Registrations(await start());
    await traffic.more();
    const before = [...traffic.acknowledged];
    expect(await run(BACK_UP)).toMatchObject({ code: 0 });
    await traffic.more();
    await traffic.end();
    const lost = traffic.acknowledged.at(-1);
    await standalone.end('SIGTERM');
    standalone.wipe();

    expect(await run(RESTORE)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/The log has \d+ events/),
    });
    const owner = await start();
    for (const { body } of before)
      expect(await owner.get(`/v1/images/${body.imageId}`)).toMatchObject({ status: 200, body });
    expect((await owner.get(`/v1/images/${lost?.body.imageId}`)).status).toBe(404);
    const ofBefore = { 'ledger-position': before[0]?.headers.get('ledger-position') ?? '' };
    expect((await owner.get('/v1/images', ofBefore)).status).toBe(410);
    expect((await owner.post('/v1/images', registration())).status).toBe(201);
    await expect(changeEvent()).rejects.toThrow('the log is append-only');
    const compared = await standalone.run('apps/standalone/rebuild.js', '--compare');
    expect(compared).toMatchObject({ code: 0 });
    // A service is started twice and all views are made anew: on a busy machine that takes minutes.
  }, 900_000);

  it('overwrites nothing, and says what is in the way', async () => {
    expect(await run(BACK_UP)).toMatchObject({
      code: 1,
      output: expect.stringContaining('is there already'),
    });
    expect(await run(RESTORE)).toMatchObject({
      code: 1,
      output: expect.stringContaining('move it out of the way'),
    });
    expect(await run(`npm run restore -- ${backups}/nothing`)).toMatchObject({
      code: 1,
      output: expect.stringContaining('is no backup'),
    });
  });
});
