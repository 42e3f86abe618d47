import { setTimeout } from 'node:timers/promises';
import { record } from '../support/ledger';
import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventStoreOf } from '../support/event-store-of';
import { moment } from '../support/moment';
import { FRIEND, OWNER, registration, startService, STRANGER, type Service } from '../support/service';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let friend: Caller;
let auditor: Caller;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER, ['member'], 'anna@example.com');
  friend = await service.caller(FRIEND);
  auditor = await service.caller(STRANGER, ['auditor']);
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const newImage = async (): Promise<string> => (await owner.post('/v1/images', registration())).body.imageId;
const share = (imageId: string, change: object): Promise<Answer> =>
  owner.post(`/v1/images/${imageId}/launch-permissions`, change);
const launch = async (caller: Caller, source: object): Promise<{ answer: Answer; instanceId: string }> => {
  const answer = await caller.post('/v1/instances', { instanceType: 'm7g.large', ...source });
  return { answer, instanceId: answer.body.instances[0].instanceId };
};
const ids = ({ body }: Answer): string[] =>
  body.items.map(({ instanceId }: { instanceId: string }) => instanceId);

describe('Usage of a family', () => {
  it('says who launched which version, when, on what grounds; of some account, version and time', async () => {
    await owner.post('/v1/families', { name: 'web' });
    const images = [await newImage(), await newImage()];
    for (const imageId of images) await owner.post('/v1/families/web/versions', { imageId });
    const never = await newImage();
    await share(images[1]!, { add: [{ userId: FRIEND }] });
    const first = await launch(owner, { family: { name: 'web' }, version: 1 });
    await setTimeout(5);
    const between = await moment();
    const byImage = await launch(owner, { imageId: images[1] });
    const theirs = await launch(friend, { family: { name: 'web', ownerId: OWNER }, version: 2 });
    const gone = await friend.post(`/v1/instances/${theirs.instanceId}/actions`, { action: 'terminate' });

    const usage = (query: string, caller = owner) =>
      caller.get(`/v1/families/web/instances${query}`, after(gone));
    const all = await usage('');
    expect(ids(all)).toEqual([theirs.instanceId, byImage.instanceId, first.instanceId]);
    expect(all.body.items).toMatchObject([
      { version: 2, ownerId: FRIEND, state: 'terminated', grounds: 'account', launchedBy: null },
      { version: 2, ownerId: OWNER, launchedBy: { subject: 'anna@example.com' } },
      { version: 1, grounds: 'owner', launchTime: expect.any(String) },
    ]);
    expect(ids(await usage('?version=1'))).toEqual([first.instanceId]);
    expect(ids(await usage(`?account=${FRIEND}`))).toEqual([theirs.instanceId]);
    expect(ids(await usage(`?to=${between}`))).toEqual([first.instanceId]);
    expect(ids(await usage(`?from=${between}&version=2&limit=1`))).toEqual([theirs.instanceId]);
    expect(ids(await usage(`?asOf=${between}`))).toEqual([first.instanceId]);
    expect(ids(await usage(`?ownerId=${OWNER}&version=1`, auditor))).toEqual([first.instanceId]);
    expect((await usage(`?ownerId=${OWNER}`, friend)).status).toBe(404);
    const ofImage = await owner.get(`/v1/images/${images[1]}/instances?account=${FRIEND}`, after(gone));
    expect(ids(ofImage)).toEqual([theirs.instanceId]);

    const { launchTime } = all.body.items[0];
    const [second] = (await owner.get('/v1/families/web/versions')).body.items;
    expect(second).toMatchObject({ version: 2, lastLaunchedTime: launchTime });
    const shown = (caller: Caller) => caller.get(`/v1/images/${images[1]}`, after(gone));
    expect((await shown(owner)).body.lastLaunchedTime).toBe(launchTime);
    expect((await shown(friend)).body).not.toHaveProperty('lastLaunchedTime');
    const listed = (await owner.get('/v1/images?owner=self&limit=1000', after(gone))).body.items;
    const times = listed.map(({ imageId, lastLaunchedTime }: Record<string, string>) => [
      imageId,
      lastLaunchedTime,
    ]);
    expect(Object.fromEntries(times)).toMatchObject({ [images[1]!]: launchTime, [never]: undefined });
    expect((await owner.get(`/v1/images/${images[1]}?asOf=${between}`)).body).not.toHaveProperty(
      'lastLaunchedTime',
    );
  });
});

describe('The channel latest', () => {
  it.each([25, 1_000])(
    'of %i versions is the last, and all of them are listed page by page',
    async (count) => {
      const family = `many-${count}`;
      const { body: created } = await owner.post('/v1/families', { name: family });
      expect(created).toMatchObject({ name: family });
      const newest = await newImage();
      const idOf = (version: number): string =>
        version === count ? newest : `ami-${String(version).padStart(17, '0')}`;
      const versions = Array.from({ length: count }, (_, index) => ({
        type: 'ImageVersionPublished',
        data: { ownerId: OWNER, name: family, version: index + 1, imageId: idOf(index + 1) },
      }));
      const store = eventStoreOf(database.url);
      await record(store, `family-${OWNER}-${family}`, versions);
      await store.close();
      const { answer } = await launch(owner, { family: { name: family } });
      expect(answer.body).toMatchObject({
        imageId: newest,
        requested: { channel: 'latest', version: count },
      });
      const { body } = await owner.get(`/v1/families/${family}`, after(answer));
      expect(body).toMatchObject({ versions: count, channels: [{ channel: 'latest', version: count }] });
      const seen: number[] = [];
      for (let cursor = ''; ;) {
        const page = (await owner.get(`/v1/families/${family}/versions?limit=300${cursor}`)).body;
        seen.push(...page.items.map(({ version }: { version: number }) => version));
        if (page.nextCursor === undefined) break;
        cursor = `&cursor=${page.nextCursor}`;
      }
      expect(seen).toEqual(Array.from({ length: count }, (_, index) => count - index));
    },
  );
});

describe('What an account could launch at a time', () => {
  it('is one question: its own, public and shared, by its organization and what it allowed itself then', async () => {
    const member = '555566667777';
    const organization = 'o-abcdefghij';
    const organizationArn = `arn:aws:organizations::${OWNER}:organization/${organization}`;
    const account = await service.caller(member);
    const [byName, byOrganization, revoked] = [await newImage(), await newImage(), await newImage()];
    const own = (await account.post('/v1/images', registration())).body.imageId;
    await share(byName, { add: [{ userId: member }] });
    await share(byOrganization, { add: [{ organizationArn }] });
    await share(revoked, { add: [{ userId: member }] });
    const outside = await moment();
    await service.admin.post(`/v1/organizations/${organization}/accounts`, { account: member });
    const inside = await moment();
    const allowed = { state: 'enabled', imageCriteria: [{ imageProviders: ['999900001111'] }] };
    const settings = await account.put('/v1/settings/allowed-images', allowed);
    expect(settings.status).toBe(200);
    const limited = await moment();
    await account.put('/v1/settings/allowed-images', { state: 'disabled' });
    await owner.post(`/v1/images/${revoked}/revocation`, { reason: 'a hole' });
    const last = await share(byName, { remove: [{ userId: member }] });
    const could = async (query: string): Promise<string[]> => {
      const { body } = await auditor.get(`/v1/images?executableBy=${member}${query}`, after(last));
      return body.items.map(({ imageId }: { imageId: string }) => imageId);
    };
    expect(await could(`&asOf=${outside}`)).toEqual([own, revoked, byName]);
    expect(await could(`&asOf=${inside}`)).toEqual([own, revoked, byOrganization, byName]);
    expect(await could(`&asOf=${limited}`)).toEqual([own]);
    expect(await could('')).toEqual([own, byOrganization]);
  });
});
