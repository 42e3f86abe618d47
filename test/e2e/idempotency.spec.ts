import { BEGINNING } from '../../libs/event-sourcing';
import { ApiModule } from '../../apps/api/api.module';
import { after, type Answer } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { all } from '../support/event-store-contract/sample-events';
import { eventStoreOf } from '../support/event-store-of';
import { FRIEND, OWNER, registration, startService, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const key = (name: string) => ({ 'idempotency-key': name });
const owner = (of: Service = service) => of.admin.with({ 'ledger-account': OWNER });

/** Everything about an answer that a repetition must give again. */
const shown = ({ status, headers, body }: Answer) => ({
  status,
  body,
  etag: headers.get('etag'),
  location: headers.get('location'),
  position: headers.get('ledger-position'),
});

async function countEvents(): Promise<number> {
  const store = eventStoreOf(database.url);
  try {
    return (await all(store.readAll(BEGINNING))).length;
  } finally {
    await store.close();
  }
}

async function registered(): Promise<string> {
  const { body } = await owner().post('/v1/images', registration());
  return `/v1/images/${body.imageId}`;
}

describe('A request that is sent again under its key', () => {
  it('answers as the first time and records nothing', async () => {
    const wish = registration();
    const first = await owner().post('/v1/images', wish, key('register'));
    const events = await countEvents();
    const second = await owner().post('/v1/images', wish, key('register'));
    expect(shown(second)).toEqual(shown(first));
    expect(first.status).toBe(201);
    expect(await countEvents()).toBe(events);
  });

  it('does not act again after other changes: grant k1, revoke k2, retry k1', async () => {
    const path = await registered();
    const permissions = `${path}/launch-permissions`;
    const grant = { add: [{ userId: FRIEND }] };
    const granted = await owner().post(permissions, grant, key('k1'));
    const revoked = await owner().post(permissions, { remove: [{ userId: FRIEND }] }, key('k2'));
    const events = await countEvents();

    const retried = await owner().post(permissions, grant, key('k1'));
    expect(shown(retried)).toEqual(shown(granted));
    expect(retried.body.visibility).toBe('shared');
    expect(await countEvents()).toBe(events);
    expect((await owner().get(path, after(revoked))).body.visibility).toBe('private');
  });

  it('is another request when it gives another reason', async () => {
    const path = await registered();
    const deregister = (reason: string) =>
      owner().post(`${path}/deregistration?reason=${reason}`, {}, key('reasons'));
    expect((await deregister('old')).status).toBe(200);
    expect((await deregister('old')).status).toBe(200);
    expect(await deregister('wrong')).toMatchObject({ body: { code: 'idempotency-key-reused' } });
  });

  it('acts once, however many send it at the same moment', async () => {
    const wish = registration();
    const before = await countEvents();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => owner().post('/v1/images', wish, key('hundred'))),
    );
    const distinct = new Set(answers.map((answer) => JSON.stringify(shown(answer))));
    expect([...distinct]).toHaveLength(1);
    expect(answers[0]?.status).toBe(201);
    // The name claimed, one snapshot held, the image created and available.
    expect((await countEvents()) - before).toBeLessThanOrEqual(4);
    const { items } = (
      await owner().get(`${answers[0]?.headers.get('location')}/history`, after(answers[0]!))
    ).body;
    expect(items).toHaveLength(2);
  });

  it('answers the same from another process, and after a restart', async () => {
    const path = await registered();
    const body = { description: 'once', reason: 'because' };
    const first = await owner().patch(path, body, key('restart'));
    const events = await countEvents();

    const other = await startService(database.url, {}, [ApiModule]);
    try {
      expect(shown(await owner(other).patch(path, body, key('restart')))).toEqual(shown(first));
    } finally {
      await other.stop();
    }
    await service.stop();
    service = await startService(database.url);
    expect(shown(await owner().patch(path, body, key('restart')))).toEqual(shown(first));
    expect(await countEvents()).toBe(events);
  });

  it('with another body is refused, and so is one for another region', async () => {
    const path = await registered();
    await owner().patch(path, { description: 'one' }, key('changed'));
    const refused = await owner().patch(path, { description: 'two' }, key('changed'));
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused', ec2Code: 'IdempotentParameterMismatch' },
    });
    const wish = registration();
    expect((await owner().post('/v1/images', wish, key('region'))).status).toBe(201);
    const elsewhere = { ...key('region'), 'ledger-region': 'eu-central-1' };
    expect((await owner().post('/v1/images', wish, elsewhere)).status).toBe(422);
    expect((await owner().post('/v1/images', { ...wish, name: 'another name' }, key('region'))).status).toBe(
      422,
    );
  });

  it('is another request for another account, another resource, or another method', async () => {
    const [one, two] = [await registered(), await registered()];
    expect((await owner().patch(one, { description: 'x' }, key('scope'))).body.description).toBe('x');
    expect((await owner().patch(two, { description: 'y' }, key('scope'))).body.description).toBe('y');
    const friend = service.admin.with({ 'ledger-account': FRIEND });
    const wish = registration();
    const mine = await owner().post('/v1/images', wish, key('account'));
    const theirs = await friend.post('/v1/images', wish, key('account'));
    expect(theirs.status).toBe(201);
    expect(theirs.body.imageId).not.toBe(mine.body.imageId);
  });

  it('that recorded nothing is decided anew', async () => {
    const path = await registered();
    const same = await owner().patch(path, { description: '' }, key('nothing'));
    expect(same.status).toBe(200);
    await owner().patch(path, { description: 'meanwhile' });
    const again = await owner().patch(path, { description: '' }, key('nothing'));
    expect(again.body).not.toHaveProperty('description', 'meanwhile');
    expect(again.headers.get('etag')).not.toBe(same.headers.get('etag'));
  });
});

describe('A dry run', () => {
  it('says what would be recorded and records nothing, under any key', async () => {
    const events = await countEvents();
    const wish = registration();
    const dry = await owner().post('/v1/images?dryRun=true', wish, key('dry'));
    expect(dry.body).toMatchObject({
      dryRun: true,
      wouldRecord: [
        { event: 'ImageCreated', data: { name: wish['name'] } },
        { event: 'ImageBecameAvailable' },
      ],
    });
    expect(await countEvents()).toBe(events);
    expect((await owner().post('/v1/images', wish, key('dry'))).status).toBe(201);
  });

  it('refuses what would be refused', async () => {
    const wish = registration();
    await owner().post('/v1/images', wish);
    expect(await owner().post('/v1/images?dryRun=true', wish)).toMatchObject({ status: 409 });
  });
});

describe('A write on a condition', () => {
  it('goes through at the revision it names and at no other', async () => {
    const path = await registered();
    const { headers } = await owner().get(path, after(await owner().patch(path, { description: 'a' })));
    const etag = headers.get('etag') ?? '';
    expect((await owner().patch(path, { description: 'b' }, { 'if-match': etag })).status).toBe(200);
    const late = await owner().patch(path, { description: 'c' }, { 'if-match': etag });
    expect(late).toMatchObject({ status: 412, body: { code: 'precondition-failed' } });
    expect(late.headers.get('etag')).toBe('"3"');
    // Whether somebody may know of the image comes before any condition.
    const stranger = await service.caller(FRIEND);
    expect(await stranger.patch(path, { description: 'd' }, { 'if-match': '"0"' })).toMatchObject({
      status: 404,
      body: { code: 'unknown-image' },
    });
  });
});
