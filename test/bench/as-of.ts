import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { resourceIdOf, type ReadEvent } from '#event-sourcing';
import { applyEvents, setUpView } from '#projections';
import { Images, projectors, views, type ImageList, type LedgerEvent } from '#views';
import { makeDataSource, migrate } from '../../libs/runtime/database';
import { OwnPostgres } from '../support/own-postgres';
import { textTable } from '../support/text-table';
import { machine } from './machine';
import { median } from './median';

/** Besides its creation. */
const CHANGES = 10;
const REGION = 'us-east-1';
const AUDITOR = '999999999999';
const OWNERS = 100;
const BEGINNING = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

interface Figures {
  readonly now: number[];
  readonly asOf: number[];
}

/**
 * The first page of the list of images as of the middle of their history, against the same list now, by turns. The rows
 * are made by the projector of the view, of events as the log would hand them over.
 */
export async function benchAsOf(count: number, rounds: number): Promise<string> {
  const postgres = new OwnPostgres();
  const database = await makeDataSource(await postgres.start(), 4).initialize();
  try {
    await migrate(database);
    const logId = randomUUID();
    for (const projector of projectors) await setUpView(database.manager, projector, logId);
    await fill(database, count);
    const [version] = await database.query<{ server_version: string }[]>('SHOW server_version');
    const viewers = {
      'an auditor': { account: AUDITOR, mayReadAll: true },
      'an owner of a hundredth': { account: ownerOf(0), mayReadAll: false },
    };
    const measured = new Map<string, Figures>();
    for (const [who, viewer] of Object.entries(viewers))
      measured.set(who, await measure(new Images(database), viewer, then(count), rounds));
    const head = machine(version?.server_version ?? 'unknown');
    return `${head}\n${count} images of ${CHANGES} changes each, ${rounds} pages of 50, medians\n\n${report(measured)}`;
  } finally {
    await database.destroy();
    await postgres.remove();
  }
}

async function measure(
  images: Images,
  viewer: ImageList['viewer'],
  asOf: Date,
  rounds: number,
): Promise<Figures> {
  const figures: Figures = { now: [], asOf: [] };
  const list = { viewer, filters: { region: REGION }, limit: 50 };
  // The first calls of each warm up.
  for (let round = -10; round < rounds; round++) {
    const now = await timed(() => images.list(list));
    const past = await timed(() => images.list({ ...list, asOf }));
    if (round < 0) continue;
    figures.now.push(now);
    figures.asOf.push(past);
  }
  return figures;
}

async function timed(question: () => Promise<{ readonly items: readonly unknown[] }>): Promise<number> {
  const start = performance.now();
  const { items } = await question();
  const took = performance.now() - start;
  if (items.length !== 50) throw new Error(`a page of ${items.length}`);
  return took;
}

/** In the order of the log: all images are made, then each is changed, and so on. */
async function fill(database: DataSource, count: number): Promise<void> {
  const [table] = views.images.tables;
  if (table === undefined) throw new Error('the view of images has no table');
  const name = database.getMetadata(table.row).tablePath;
  let position = 0n;
  for (let change = 0; change <= CHANGES; change++) {
    for (let first = 0; first < count; first += 2_000) {
      const size = Math.min(2_000, count - first);
      const events = Array.from({ length: size }, (_, index) => eventOf(first + index, change, position++));
      await database.transaction((manager) => applyEvents(manager, table, name, events));
    }
  }
  await database.query(`VACUUM (ANALYZE) ${name}`);
}

const imageIdOf = (image: number): string => resourceIdOf('ami', `bench ${image}`);
const ownerOf = (image: number): string => String(image % OWNERS).padStart(12, '1');

/** After half of the changes. */
const then = (count: number): Date =>
  new Date(BEGINNING + Math.floor(CHANGES / 2 + 1) * count * MINUTE - MINUTE / 2);

function eventOf(image: number, change: number, position: bigint): ReadEvent<LedgerEvent> {
  const recordedAt = new Date(BEGINNING + Number(position) * MINUTE);
  const stream = `image-${imageIdOf(image)}`;
  const actor = { account: ownerOf(image), roles: ['member'], interface: 'rest' };
  const ids = { commandId: `${position}`, correlationId: `${position}`, causationId: `${position}` };
  return {
    event: change === 0 ? createdOf(image) : changeOf(image, change),
    metadata: { ...ids, actor, occurredAt: recordedAt.toISOString(), schema: 1 },
    recorded: {
      ...{ stream, revision: change, position, recordedAt },
      ...{ id: `${position}`, type: '', data: '', metadata: '' },
    },
  };
}

const createdOf = (image: number): LedgerEvent => ({
  type: 'ImageCreated',
  data: {
    ...{ imageId: imageIdOf(image), ownerId: ownerOf(image), region: REGION, name: `image ${image}` },
    ...{ origin: { kind: 'snapshots' }, architecture: 'x86_64', virtualizationType: 'hvm' },
    ...{ rootDeviceName: '/dev/xvda', rootDeviceType: 'ebs', tags: { team: `team ${image % 7}` } },
    blockDeviceMappings: [
      { deviceName: '/dev/xvda', ebs: { snapshotId: resourceIdOf('snap', `bench ${image}`), volumeSize: 8 } },
    ],
  },
});

/** It becomes available, and then one or the other thing happens to it. */
function changeOf(image: number, change: number): LedgerEvent {
  const imageId = imageIdOf(image);
  if (change === 1) return { type: 'ImageBecameAvailable', data: { imageId } };
  return change % 2 === 0
    ? { type: 'ImageDescribed', data: { imageId, description: `change ${change}` } }
    : { type: 'ImageTagged', data: { imageId, tags: { change: String(change) } } };
}

const report = (measured: ReadonlyMap<string, Figures>): string =>
  textTable([
    ['first page for', 'now, ms', 'as of a time, ms', 'ratio'],
    ...[...measured].map(([who, { now, asOf }]) => [
      who,
      median(now).toFixed(2),
      median(asOf).toFixed(2),
      (median(asOf) / median(now)).toFixed(2),
    ]),
  ]);
