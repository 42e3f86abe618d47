import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

const ADMINISTRATORS = '000000000000';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let friend: Caller;
let auditor: Caller;

/** An image that an administrator registers for its owner, who shares it. */
let imageId: string;
let registered: Answer;
let shared: Answer;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER, ['member'], 'anna@example.com');
  friend = await service.caller(FRIEND, ['member'], 'bob@example.com');
  auditor = await service.caller('999988887777', ['auditor'], 'olga@example.com');
  registered = await service.admin
    .with({ 'ledger-account': OWNER })
    .post('/v1/images', registration({ reason: 'the release of May' }));
  imageId = registered.body.imageId;
  shared = await owner.post(`/v1/images/${imageId}/launch-permissions`, {
    add: [{ userId: FRIEND }],
    reason: 'They build on it, until May.',
  });
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

interface Item {
  readonly event: string;
  readonly eventId: string;
  readonly correlationId: string;
  readonly [field: string]: unknown;
}

async function trail(viewer: Caller, query: string, since: Answer = shared): Promise<readonly Item[]> {
  const { status, body } = await viewer.get(`/v1/audit/events?${query}`, after(since));
  expect({ query, status }).toEqual({ query, status: 200 });
  return body.items as readonly Item[];
}
const eventsIn = (items: readonly Item[]): readonly string[] => items.map(({ event }) => event);

const REGISTERED = ['ImageNameClaimed', 'SnapshotHeld', 'ImageCreated', 'ImageBecameAvailable'];

describe('The trail of an image', () => {
  it('is its owner’s to see, with all that was said and who did it', async () => {
    const items = await trail(owner, `resource=${imageId}&order=oldest-first`);
    expect(eventsIn(items)).toEqual([...REGISTERED, 'LaunchPermissionGranted']);
    expect(items[4]).toMatchObject({
      actor: { subject: 'anna@example.com', account: OWNER, sourceAddress: expect.any(String) },
      reason: 'They build on it, until May.',
      resources: [FRIEND, imageId],
      region: 'us-east-1',
      outcome: 'done',
      data: { imageId, principal: { userId: FRIEND } },
    });
    expect(items[4]).not.toHaveProperty('position');
    expect(items[4]).not.toHaveProperty('code');
    for (const item of items) expect(item).toHaveProperty('data');
  });

  it('is shown to readers of the owner’s account, and to auditors with the place in the log', async () => {
    const reader = await service.caller(OWNER, ['reader']);
    expect(await trail(reader, `resource=${imageId}`)).toHaveLength(5);
    const items = await trail(auditor, `resource=${imageId}`);
    expect(items).toHaveLength(5);
    expect(items[0]).toMatchObject({ event: 'LaunchPermissionGranted', position: expect.any(String) });
    expect(items[0]).toHaveProperty('data');
  });

  it('is nobody else’s to see, also not of whom the image is shared with', async () => {
    const stranger = await service.caller(STRANGER);
    for (const other of [friend, stranger]) {
      expect(await trail(other, `resource=${imageId}`)).toEqual([]);
      expect(await trail(other, `account=${OWNER}`)).toEqual([]);
      expect(await trail(other, `actor=anna@example.com`)).toEqual([]);
    }
  });

  it('shows an account that acted on it that it did, and neither what it says nor what others did', async () => {
    const colleague = await service.caller(ADMINISTRATORS);
    const items = await trail(colleague, `resource=${imageId}&order=oldest-first`);
    expect(eventsIn(items)).toEqual(REGISTERED);
    for (const item of items) expect(item).not.toHaveProperty('data');
    expect(items[0]).toMatchObject({ reason: 'the release of May', actor: { subject: 'administrator' } });
  });
});

describe('The audit trail', () => {
  it('finds what a person did, and nothing of somebody who never did anything', async () => {
    expect(eventsIn(await trail(auditor, 'actor=anna@example.com'))).toEqual(['LaunchPermissionGranted']);
    expect(await trail(auditor, 'actor=nobody@example.com')).toEqual([]);
  });

  it('finds everything that one request brought about', async () => {
    const [granted, available] = await trail(owner, `resource=${imageId}`);
    expect(eventsIn(await trail(owner, `correlationId=${granted?.correlationId}`))).toEqual([
      'LaunchPermissionGranted',
    ]);
    const caused = await trail(owner, `correlationId=${available?.correlationId}&order=oldest-first`);
    expect(eventsIn(caused)).toEqual(REGISTERED);
  });

  it.each([
    ['reason=BUILD%20they', ['LaunchPermissionGranted']],
    ['reason=buil', []],
    ['eventType=ImageCreated&eventType=LaunchPermissionGranted', ['LaunchPermissionGranted', 'ImageCreated']],
    [`resource=${FRIEND}`, ['LaunchPermissionGranted']],
    ['to=2026-01-01T00:00:00Z', []],
    ['outcome=refused', []],
  ])('of an account, asked for %s, shows %j', async (query, events) => {
    expect(eventsIn(await trail(owner, query))).toEqual(events);
  });

  it('is cut at moments: from one on, and before another', async () => {
    const [granted] = await trail(owner, 'eventType=LaunchPermissionGranted');
    const at = String(granted?.['at']);
    expect(eventsIn(await trail(owner, `from=${at}`))).toContain('LaunchPermissionGranted');
    expect(eventsIn(await trail(owner, `to=${at}`))).not.toContain('LaunchPermissionGranted');
  });

  it('is read page by page, and what arrives meanwhile shifts nothing', async () => {
    const query = `/v1/audit/events?resource=${imageId}&limit=2`;
    const first = (await owner.get(query, after(shared))).body;
    const described = await owner.patch(`/v1/images/${imageId}`, { description: 'meanwhile' });
    const second = (await owner.get(`${query}&cursor=${first.nextCursor}`, after(described))).body;
    const third = (await owner.get(`${query}&cursor=${second.nextCursor}`)).body;
    const all = [first, second, third].flatMap(({ items }) => items as Item[]);
    expect(eventsIn(all)).toEqual(['LaunchPermissionGranted', ...REGISTERED.toReversed()]);
    expect(third).not.toHaveProperty('nextCursor');
    const others = await owner.get(`/v1/audit/events?limit=2&cursor=${first.nextCursor}`);
    expect(others).toMatchObject({ status: 400, body: { code: 'invalid-cursor' } });
  });

  it.each([
    ['from=yesterday', '/from'],
    ['to=2026-12-31T23:59:60Z', '/to'],
    ['account=12', '/account'],
    ['outcome=maybe', '/outcome'],
    ['order=random', '/order'],
    ['nonsense=1', '/nonsense'],
  ])('asked for %s says which parameter is wrong', async (query, pointer) => {
    expect(await owner.get(`/v1/audit/events?${query}`)).toMatchObject({
      status: 400,
      body: { errors: [{ in: 'query', pointer }] },
    });
  });

  it('of tokens names whose they are, and shows neither their hashes nor what is sealed', async () => {
    const issued = await service.admin.post('/v1/service-tokens', {
      account: OWNER,
      subject: 'carol@example.com',
      roles: ['member'],
    });
    const { tokenId } = issued.body;
    for (const viewer of [owner, auditor, service.admin]) {
      const items = await trail(viewer, `resource=${tokenId}`, issued);
      expect(items).toMatchObject([{ event: 'ServiceTokenIssued', data: { tokenId, account: OWNER } }]);
      expect(Object.keys(items[0]?.['data'] as object).sort()).toEqual(['account', 'roles', 'tokenId']);
    }
    expect(await trail(friend, `resource=${tokenId}`, issued)).toEqual([]);
  });
});
