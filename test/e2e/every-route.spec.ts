import { ROLES } from '../../libs/access';
import type { EventStore, RecordedEvent } from '../../libs/event-sourcing';
import type { EndpointDeclaration } from '../../apps/api/http/endpoint';
import { Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventStoreOf } from '../support/event-store-of';
import { eventually } from '../support/eventually';
import { misshapen, requestOf } from '../support/routes/attempts';
import { routeExamples } from '../support/routes/examples';
import { faults, send } from '../support/routes/faults';
import { makeFixture, type Fixture } from '../support/routes/fixture';
import { namingNothing, namingOthers } from '../support/routes/names-of-others';
import { answeredTo, turnedAway } from '../support/routes/other-accounts';
import type { RouteExample } from '../support/routes/route-example';
import { endpoints, nameOf } from '../support/routes/routes';
import { OWNER, startService, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let store: EventStore;
let fixture: Fixture;
let owner: Caller;

/** Accounts of a route's own: what is recorded of refusals is limited per account. */
const accountOf = (kind: 1 | 2, endpoint: EndpointDeclaration): string =>
  `${kind}${String(endpoints.indexOf(endpoint)).padStart(11, '0')}`;
const strangerOf = (endpoint: EndpointDeclaration): string => accountOf(1, endpoint);
const guestOf = (endpoint: EndpointDeclaration): string => accountOf(2, endpoint);

const guarded = endpoints.filter(({ allow }) => allow !== 'everybody');
const open = endpoints.filter(({ allow }) => allow === 'everybody');
const table = (some: readonly EndpointDeclaration[]) => some.map((one) => [nameOf(one), one] as const);

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  store = eventStoreOf(database.url);
  owner = service.admin.with({ 'ledger-account': OWNER });
  fixture = await makeFixture(service, guarded.map(guestOf));
  await standsStill();
});

afterAll(async () => {
  await store.close();
  await service.stop();
  await database.drop();
});

/** Until nothing is recorded any more: process managers are done, and so is what is recorded after an answer. */
const standsStill = () =>
  eventually(async () => {
    const { length } = await since(0n);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await since(0n)).toHaveLength(length);
  });

function exampleOf(endpoint: EndpointDeclaration): RouteExample {
  const name = nameOf(endpoint);
  const example = routeExamples[name];
  if (example === undefined)
    throw new Error(
      `${name} has no example: add '${name}': (fixture) => ({ params, query, body }) with a request that is right to test/support/routes/examples`,
    );
  return example(fixture);
}

async function since(position: bigint): Promise<readonly string[]> {
  const events = [];
  for await (const event of store.readAll(position)) events.push(saidBy(event));
  return events.sort();
}

/** Of a refusal what the caller was told, or that something was hidden; of anything else what happened. */
function saidBy({ type, data }: RecordedEvent): string {
  const { code = '', isHidden } = JSON.parse(data) as { code?: string; isHidden?: boolean };
  if (type !== 'CommandRefused') return type;
  return isHidden === true ? 'hidden' : code;
}

describe('The examples', () => {
  it('are of routes that there are', () => {
    const known = endpoints.map(nameOf);
    expect(Object.keys(routeExamples).filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe.each(table(guarded))('%s', (_, endpoint) => {
  /** Everything that has to be on record since the first of these tests. */
  const onRecord: string[] = [];
  let before: bigint;

  const callerOf = async (account: string, role = 'member'): Promise<Caller> => {
    onRecord.push('ServiceTokenIssued');
    return service.caller(account, [role]);
  };

  beforeAll(async () => {
    before = (await store.head()).position;
  });

  it('does what its example asks, a write as a dry run', async () => {
    const query = endpoint.writes === true ? { query: 'dryRun=true' } : {};
    const { status, body } = await send(owner, requestOf(endpoint, exampleOf(endpoint), query));
    expect({ status, body }).toMatchObject({ status: endpoint.status ?? 200 });
    if (endpoint.writes === true) expect(body).toMatchObject({ dryRun: true });
  });

  it('refuses what is misshapen, and says where', async () => {
    expect(await faults(owner, misshapen(endpoint, exampleOf(endpoint)))).toEqual([]);
  });

  it('does not know what is not there', async () => {
    const naming = namingNothing(endpoint, exampleOf(endpoint));
    expect(await faults(owner, naming)).toEqual([]);
  });

  it('is for nobody without a token', async () => {
    const request = requestOf(endpoint, exampleOf(endpoint));
    for (const token of [undefined, 'not-a-token', `${owner.token}x`]) {
      const attempt = { what: `the token ${token}`, request, statuses: [401] };
      expect(await faults(new Caller(service.url, token), [attempt])).toEqual([]);
    }
  });

  it('is for nobody with another role, and a wish of theirs is on record', async () => {
    const real = { what: 'a wish', request: requestOf(endpoint, exampleOf(endpoint)), statuses: [403] };
    const dry = { ...real, request: requestOf(endpoint, exampleOf(endpoint), { query: 'dryRun=true' }) };
    const others = ROLES.filter((role) => role !== 'platform-admin' && !endpoint.allow.includes(role));
    for (const role of others) {
      const caller = await callerOf(strangerOf(endpoint), role);
      onRecord.push('not-allowed');
      const attempts = endpoint.writes === true ? [real, dry] : [real];
      expect(await faults(caller, attempts)).toEqual([]);
    }
    expect(others.length).toBeLessThan(ROLES.length);
  });

  const isForMembers = endpoint.allow.includes('member');

  it('keeps from other accounts what is not theirs, and has on record that they asked', async () => {
    const example = exampleOf(endpoint);
    const { stranger, guest } = answeredTo(endpoint, example);
    const turned = [
      [strangerOf(endpoint), turnedAway(endpoint, example, isForMembers ? stranger : 'allowed')],
      [guestOf(endpoint), turnedAway(endpoint, example, isForMembers ? guest : 'allowed')],
    ] as const;
    for (const [account, { attempts, onRecord: told }] of turned) {
      onRecord.push(...told);
      expect(await faults(await callerOf(account), attempts)).toEqual([]);
    }
  });

  it('does not know for a member what the body names of others', async () => {
    const naming = isForMembers ? namingOthers(endpoint, exampleOf(endpoint), fixture) : [];
    onRecord.push(...naming.map(() => 'hidden'));
    expect(await faults(await callerOf(OWNER), naming)).toEqual([]);
  });

  it('has nothing else on record', async () => {
    await eventually(async () => expect(await since(before)).toEqual(onRecord.sort()));
    await standsStill();
    expect(await since(before)).toEqual(onRecord);
  });
});

describe.each(table(open))('%s', (_, endpoint) => {
  it.each([[undefined], ['not-a-token']])('answers everybody, also with the token %s', async (token) => {
    const { status } = await send(new Caller(service.url, token), requestOf(endpoint, exampleOf(endpoint)));
    expect(status).toBe(200);
  });
});

it.each(table(endpoints))('there is no route below %s', async (_, endpoint) => {
  const { method, path } = requestOf(endpoint, exampleOf(endpoint));
  const [place = ''] = path.split('?', 1);
  const request = { method, path: `${place}/nonsense/nonsense` };
  expect(await faults(owner, [{ what: 'a path below', request, statuses: [404] }])).toEqual([]);
});
