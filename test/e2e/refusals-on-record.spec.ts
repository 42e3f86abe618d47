import { setTimeout } from 'node:timers/promises';
import { Refusals } from '../../libs/access';
import { after, Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { OWNER, registration, startService, type Service } from '../support/service';

const UNKNOWN = 'ami-0123456789abcdef0';

let database: TestDatabase;
let service: Service;
let hidden: string;
let visible: string;

interface Item {
  readonly code: string;
  readonly resources: readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

const owner = () => service.admin.with({ 'ledger-account': OWNER });

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  hidden = (await owner().post('/v1/images', registration())).body.imageId;
  const made = await owner().post('/v1/images', registration());
  visible = made.body.imageId;
  const shared = await owner().post(`/v1/images/${visible}/launch-permissions`, { add: [{ group: 'all' }] });
  await owner().get('/v1/images', after(shared));
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const refused = async (viewer: Caller, query: string): Promise<readonly Item[]> =>
  (await viewer.get(`/v1/audit/events?outcome=refused&order=oldest-first&${query}`)).body.items;

const change = { description: 'mine' };

type Act = (caller: Caller) => Promise<{ readonly status: number }>;
/** `command` where it goes on record. */
type Row = readonly [what: string, roles: readonly string[], act: Act, status: number, command?: string];

const member = ['member'];
const rows: readonly Row[] = [
  [
    'changing what it may only launch',
    member,
    (c) => c.patch(`/v1/images/${visible}`, change),
    403,
    'DescribeImage',
  ],
  [
    'the history of what it may only launch',
    member,
    (c) => c.get(`/v1/images/${visible}/history`),
    403,
    'GetImageHistory',
  ],
  ['changing what is hidden', member, (c) => c.patch(`/v1/images/${hidden}`, change), 404, 'DescribeImage'],
  ['looking at what is hidden', member, (c) => c.get(`/v1/images/${hidden}`), 404, 'GetImage'],
  [
    'the history of what is hidden',
    member,
    (c) => c.get(`/v1/images/${hidden}/history`),
    404,
    'GetImageHistory',
  ],
  ['access to what is hidden', member, (c) => c.get(`/v1/images/${hidden}/access`), 404, 'CheckAccess'],
  ['writing as a reader', ['reader'], (c) => c.post('/v1/images', registration()), 403, 'RegisterImage'],
  ['administering as a member', member, (c) => c.get('/v1/service-tokens'), 403, 'ListServiceTokens'],
  [
    'a read that calls itself a dry run',
    member,
    (c) => c.get('/v1/service-tokens?dryRun=true'),
    403,
    'ListServiceTokens',
  ],
  [
    'acting for another account',
    member,
    (c) => c.get('/v1/images', { 'ledger-account': OWNER }),
    403,
    'ListImages',
  ],
  ['a name that is taken', member, takenName, 409, 'RegisterImage'],
  ['the same under one key, twice', member, twiceUnderOneKey, 403, 'DescribeImage'],

  ['changing what does not exist', member, (c) => c.patch(`/v1/images/${UNKNOWN}`, change), 404],
  ['looking at what does not exist', member, (c) => c.get(`/v1/images/${UNKNOWN}`), 404],
  ['a route that does not exist', member, (c) => c.get('/v1/nothing'), 404],
  ['a bad id', member, (c) => c.get('/v1/images/ami-x'), 400],
  ['an unknown field', member, (c) => c.patch(`/v1/images/${visible}`, { nonsense: 1 }), 400],
  ['a precondition that fails', member, failedPrecondition, 412],
  ['a name that no image can have', member, (c) => c.post('/v1/images', registration({ name: '?' })), 422],
  ['a dry run of a change', member, (c) => c.patch(`/v1/images/${visible}?dryRun=true`, change), 403],
  ['a dry run on what is hidden', member, (c) => c.patch(`/v1/images/${hidden}?dryRun=true`, change), 404],
  ['a dry run as a reader', ['reader'], (c) => c.post('/v1/images?dryRun=true', registration()), 403],
  ['no token that anybody knows', member, (c) => new Caller(c.url, 'wrong').get('/v1/images'), 401],
];

async function takenName(caller: Caller) {
  const wish = registration();
  await caller.post('/v1/images', wish);
  return caller.post('/v1/images', wish);
}
async function twiceUnderOneKey(caller: Caller) {
  const send = () => caller.patch(`/v1/images/${visible}`, change, { 'idempotency-key': 'again' });
  await send();
  return send();
}
async function failedPrecondition(caller: Caller) {
  const { body } = await caller.post('/v1/images', registration());
  return caller.patch(`/v1/images/${body.imageId}`, change, { 'if-match': '"77"' });
}

describe('Whether a refusal goes on record:', () => {
  const accountOf = (index: number): string => String(200_000_000_000 + index);
  let found: ReadonlyMap<string, readonly Item[]>;

  beforeAll(async () => {
    const statuses = [];
    for (const [index, [what, roles, act]] of rows.entries()) {
      const caller = await service.caller(accountOf(index), roles, `somebody ${index}`);
      statuses.push([what, (await act(caller)).status]);
    }
    expect(statuses).toEqual(rows.map(([what, , , status]) => [what, status]));
    // A stop waits for what is still to be recorded.
    await service.stop();
    service = await startService(database.url);
    await eventually(async () => {
      const { readers } = (await service.admin.get('/health/ready')).body;
      expect(readers).toContainEqual(expect.objectContaining({ name: 'audit-trail', lag: 0 }));
    });
    const all = await refused(service.admin, 'limit=1000');
    found = new Map(
      rows.map((_, index) => [accountOf(index), all.filter((item) => isOf(item, accountOf(index)))]),
    );
    expect(all).toHaveLength(rows.filter(([, , , , command]) => command !== undefined).length);
  });
  const isOf = ({ actor }: Item, account: string): boolean =>
    (actor as { account: string }).account === account;

  it.each(rows.map(([what, , , status, command], index) => [what, status, command, index] as const))(
    '%s (%i): %s',
    (_what, status, command, index) => {
      const items = found.get(accountOf(index));
      if (command === undefined) return expect(items).toEqual([]);
      expect(items).toMatchObject([
        {
          event: 'CommandRefused',
          outcome: 'refused',
          actor: {
            subject: `somebody ${index}`,
            account: accountOf(index),
            sourceAddress: expect.any(String),
          },
          data: { command, account: accountOf(index) },
        },
      ]);
      expect(items?.[0]?.data?.['isHidden']).toBe(status === 404 ? true : undefined);
    },
  );

  it('says what was asked of what and by which rule it was refused, and never the body', () => {
    const [item] = found.get(accountOf(0)) ?? [];
    expect(item).toMatchObject({
      code: 'not-the-owner',
      resources: [accountOf(0), visible],
      region: 'us-east-1',
      data: { method: 'PATCH', route: '/v1/images/:imageId', resourceIds: [visible], code: 'not-the-owner' },
    });
    expect(JSON.stringify([...found.values()])).not.toContain('mine');
  });
});

describe('A refusal on record', () => {
  let eve: Caller;
  beforeAll(async () => {
    eve = await service.caller('300000000000', ['member'], 'eve@example.com');
    await eve.patch(`/v1/images/${visible}?reason=curiosity`, change);
    await eve.patch(`/v1/images/${hidden}`, change);
    await eventually(async () =>
      expect(await refused(service.admin, 'account=300000000000')).toHaveLength(2),
    );
  });

  it('is seen by whom it was said to, unless it was to hide something', async () => {
    expect(await refused(eve, '')).toMatchObject([{ code: 'not-the-owner', reason: 'curiosity' }]);
    expect(await refused(eve, `resource=${hidden}`)).toEqual([]);
    expect(await refused(eve, 'actor=eve@example.com')).toHaveLength(1);
  });

  it('is seen by the owner of what it was about, who learns which account it was and not which person', async () => {
    const anna = await service.caller(OWNER);
    for (const imageId of [hidden, visible]) {
      const items = await refused(anna, `resource=${imageId}&account=300000000000`);
      expect(items).toMatchObject([
        { actor: { subject: null, sourceAddress: null, account: '300000000000' }, data: { method: 'PATCH' } },
      ]);
    }
  });

  it('is no business of anybody else’s', async () => {
    expect(await refused(await service.caller('300000000001'), '')).toEqual([]);
  });
});

it('More refusals than sixty a minute are counted and not recorded', async () => {
  const caller = await service.caller('400000000000');
  await Promise.all(Array.from({ length: 63 }, () => caller.patch(`/v1/images/${visible}`, change)));
  await eventually(async () =>
    expect(await refused(service.admin, 'account=400000000000&limit=1000')).toHaveLength(60),
  );
  const { body } = await service.admin.get('/metrics');
  expect(body).toMatch(/^ledger_refusals_left_out_total 3$/m);
});

it('An answer does not wait for the record of it, and a stop does', async () => {
  const caller = await service.caller('600000000000');
  const { record } = Refusals.prototype;
  let isAnswered = false;
  const slow = jest.spyOn(Refusals.prototype, 'record').mockImplementation(async function (
    this: Refusals,
    ...of
  ) {
    await eventually(() => expect(isAnswered).toBe(true));
    await setTimeout(300);
    return record.apply(this, of);
  });
  try {
    expect((await caller.patch(`/v1/images/${visible}`, change)).status).toBe(403);
    isAnswered = true;
    await service.stop();
  } finally {
    slow.mockRestore();
    service = await startService(database.url);
  }
  await eventually(async () => expect(await refused(service.admin, 'account=600000000000')).toHaveLength(1));
});
