import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER);
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const DEVICE = '/dev/xvda';

interface Node {
  readonly id: string;
  readonly depth: number;
}

const launch = async (imageId: string, by = owner): Promise<{ instanceId: string; volumeId: string }> => {
  const { body } = await by.post('/v1/instances', { imageId, instanceType: 'm7g.large' });
  const [{ instanceId, blockDeviceMappings }] = body.instances;
  const { volumeId } = blockDeviceMappings.find(
    (device: { deviceName: string }) => device.deviceName === DEVICE,
  ).ebs;
  return { instanceId, volumeId };
};
const imageOf = (snapshotId: string, by = owner): Promise<Answer> =>
  by.post(
    '/v1/images',
    registration({
      source: {
        kind: 'snapshots',
        architecture: 'x86_64',
        rootDeviceName: DEVICE,
        blockDeviceMappings: [{ deviceName: DEVICE, ebs: { snapshotId } }],
      },
    }),
  );
const newSnapshot = async (volumeId: string, by = owner): Promise<string> =>
  (await by.post('/v1/snapshots', { volumeId })).body.snapshotId;

/** An image of the snapshot of a volume, an instance of it, an image of what that instance wrote, an instance of that. */
async function twoGenerations() {
  const { body: volume } = await owner.post('/v1/volumes', { zone: 'us-east-1a', size: 8 });
  const baseSnapshot = await newSnapshot(volume.volumeId);
  const base = (await imageOf(baseSnapshot)).body.imageId as string;
  const first = await launch(base);
  const derivedSnapshot = await newSnapshot(first.volumeId);
  const derived = await imageOf(derivedSnapshot);
  const second = await launch(derived.body.imageId);
  const position = after(await owner.patch(`/v1/images/${base}`, { description: 'the base' }));
  return {
    volumeId: volume.volumeId as string,
    ...{ baseSnapshot, base, first, derivedSnapshot, second, position },
    derived: derived.body.imageId as string,
  };
}

const found = ({ body }: Answer): readonly (readonly [string, number])[] =>
  body.nodes.map(({ id, depth }: Node) => [id, depth]);
const byDepth = (...nodes: readonly (readonly [string, number])[]) =>
  nodes.toSorted(([one, deep], [other, deeper]) => deep - deeper || (one < other ? -1 : 1));

describe('The lineage of an image', () => {
  it('goes back through volumes and snapshots to the images that it came of', async () => {
    const { position, ...made } = await twoGenerations();
    const path = `/v1/images/${made.derived}/lineage`;
    const back = await owner.get(`${path}?direction=ancestors`, position);
    expect(back.status).toBe(200);
    expect(found(back)).toEqual(
      byDepth(
        [made.derivedSnapshot, 1],
        [made.first.volumeId, 2],
        [made.first.instanceId, 3],
        [made.baseSnapshot, 3],
        [made.base, 4],
        [made.volumeId, 4],
      ),
    );
    expect(back.body.nodes).toContainEqual({
      id: made.base,
      kind: 'image',
      direction: 'ancestors',
      depth: 4,
      ownerId: OWNER,
      state: 'available',
      running: 1,
    });
    const edges = back.body.edges.map((edge: Record<string, string>) => [
      edge['from'],
      edge['kind'],
      edge['to'],
    ]);
    expect(edges).toEqual([
      [made.volumeId, 'snapshot-of', made.baseSnapshot],
      [made.baseSnapshot, 'registered-from', made.base],
      ...[
        [made.first.instanceId, 'launched-with', made.first.volumeId],
        [made.baseSnapshot, 'created-from', made.first.volumeId],
      ].toSorted(),
      [made.base, 'launched-from', made.first.instanceId],
      [made.first.volumeId, 'snapshot-of', made.derivedSnapshot],
      [made.derivedSnapshot, 'registered-from', made.derived],
    ]);
    expect(found(await owner.get(`${path}?resources=images&direction=ancestors`))).toEqual([[made.base, 1]]);
  });

  it('goes on to everything that came of it, page by page, also when that is gone', async () => {
    const made = await twoGenerations();
    await owner.post(`/v1/instances/${made.second.instanceId}/actions`, { action: 'terminate' });
    const gone = await owner.post(`/v1/images/${made.derived}/deregistration`);
    const path = `/v1/images/${made.base}/lineage`;
    const pages: Answer[] = [];
    for (let cursor = ''; ; cursor = `&cursor=${pages.at(-1)!.body.nextCursor}`) {
      pages.push(await owner.get(`${path}?limit=2${cursor}`, after(gone)));
      if (pages.at(-1)!.body.nextCursor === undefined) break;
    }
    const all = pages.flatMap(found);
    expect(all).toEqual([
      ...byDepth([made.baseSnapshot, 1], [made.volumeId, 2]),
      ...byDepth(
        [made.first.instanceId, 1],
        [made.first.volumeId, 2],
        [made.derivedSnapshot, 3],
        [made.derived, 4],
        [made.second.volumeId, 4],
        [made.second.instanceId, 5],
      ),
    ]);
    const states = pages.flatMap(({ body }) =>
      body.nodes.map(({ id, state }: Record<string, string>) => [id, state]),
    );
    expect(Object.fromEntries(states)).toMatchObject({
      [made.derived]: 'deregistered',
      [made.second.instanceId]: 'terminated',
      [made.second.volumeId]: 'deleted',
    });
    const counts = pages.flatMap(({ body }) =>
      body.nodes.map(({ id, running }: { id: string; running?: number }) => [id, running]),
    );
    expect(Object.fromEntries(counts)).toMatchObject({
      [made.derived]: 0,
      [made.first.instanceId]: undefined,
    });
    const running = await owner.get(`${path}?running=true`);
    expect(running.body).toMatchObject({
      running: 1,
      nodes: [{ id: made.first.instanceId, depth: 1, state: 'running' }],
      edges: [{ from: made.base, to: made.first.instanceId, kind: 'launched-from' }],
    });
    const then = encodeURIComponent(running.body.edges[0].since);
    expect(found(await owner.get(`${path}?direction=descendants&resources=images`))).toEqual([
      [made.derived, 1],
    ]);
    expect(found(await owner.get(`${path}?direction=descendants&resources=images&asOf=${then}`))).toEqual([]);
  });

  it('shows an owner what others made of it, and others nothing of where it came from', async () => {
    const friend = await service.caller(FRIEND);
    const { base, baseSnapshot } = await twoGenerations();
    await owner.post(`/v1/images/${base}/launch-permissions`, { add: [{ userId: FRIEND }] });
    const theirs = await launch(base, friend);
    const snapshotId = await newSnapshot(theirs.volumeId, friend);
    const image = await imageOf(snapshotId, friend);
    const { imageId } = image.body;
    const path = `/v1/images/${base}/lineage`;

    const seen = await owner.get(`${path}?direction=descendants`, after(image));
    expect(seen.body.nodes).toContainEqual({
      id: imageId,
      kind: 'image',
      direction: 'descendants',
      depth: 4,
      ownerId: FRIEND,
    });
    expect(seen.body.nodes).toContainEqual(
      expect.objectContaining({ id: theirs.instanceId, ownerId: FRIEND, state: 'running' }),
    );
    const back = await friend.get(`/v1/images/${imageId}/lineage?direction=ancestors`);
    expect(found(back)).toEqual(
      byDepth([snapshotId, 1], [theirs.volumeId, 2], [theirs.instanceId, 3], [baseSnapshot, 3], [base, 4]),
    );
    expect(back.body.nodes).toContainEqual(
      expect.not.objectContaining({ id: base, state: expect.anything() }),
    );

    expect(await friend.get(path)).toMatchObject({ status: 403, body: { code: 'not-the-owner' } });
    const stranger = await service.caller(STRANGER);
    expect(await stranger.get(path)).toMatchObject({ status: 404, body: { code: 'unknown-image' } });
    const auditor = await service.caller(STRANGER, ['auditor']);
    const whole = await auditor.get(`/v1/images/${imageId}/lineage?direction=ancestors`);
    expect(found(whole)).toHaveLength(6);
    expect(whole.body.nodes).toContainEqual(expect.objectContaining({ id: base, state: 'available' }));
  });

  it.each([
    ['direction=sideways', '/direction'],
    ['depth=0', '/depth'],
    ['running=true&direction=ancestors', '/direction'],
    ['running=true&resources=images', '/resources'],
    ['resources=volumes', '/resources'],
  ])('is not asked for with %s', async (query, pointer) => {
    const { body: image } = await owner.post('/v1/images', registration());
    expect(await owner.get(`/v1/images/${image.imageId}/lineage?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ pointer }] },
    });
  });
});
