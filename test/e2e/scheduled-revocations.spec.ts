import { after, Caller, type Answer } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { moment } from '../support/moment';
import { FRIEND, OWNER, registration, startService, type Service } from '../support/service';
import { ApiModule } from '../../apps/api/api.module';

let database: TestDatabase;
let service: Service;
let owner: Caller;
let friend: Caller;
let families = 0;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  owner = await service.caller(OWNER);
  friend = await service.caller(FRIEND);
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

const HOUR = 3_600_000;
const inFuture = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();
const made = async (): Promise<string> => (await owner.post('/v1/images', registration())).body.imageId;
const launch = (what: object, by = owner): Promise<Answer> =>
  by.post('/v1/instances', { instanceType: 'm7g.large', ...what });
const revoke = (imageId: string, how: object): Promise<Answer> =>
  owner.post(`/v1/images/${imageId}/revocation`, { reason: 'end of life', ...how });
const image = async (imageId: string, headers = {}) =>
  (await owner.get(`/v1/images/${imageId}`, headers)).body;
const over = async (time: string): Promise<void> => {
  while (new Date() < new Date(time)) await moment();
};

describe('A revocation at a time to come', () => {
  it('is its owner’s to know, to change and to cancel', async () => {
    const imageId = await made();
    await owner.post(`/v1/images/${imageId}/launch-permissions`, { add: [{ userId: FRIEND }] });
    const [first, second] = [inFuture(HOUR), inFuture(2 * HOUR)];
    await revoke(imageId, { revokeAt: first });
    const changed = await revoke(imageId, { revokeAt: second, channels: 'keep' });
    expect(changed.body).toMatchObject({ revoked: false, scheduledRevocation: { revokeAt: second } });
    expect((await owner.get(`/v1/images/${imageId}`, after(changed))).body).toMatchObject({
      revoked: false,
      scheduledRevocation: { cause: { kind: 'by-hand' }, revokeAt: second, reason: 'end of life' },
    });
    const shown = await friend.get(`/v1/images/${imageId}`, after(changed));
    expect(shown.body).toMatchObject({ revoked: false });
    expect(shown.body).not.toHaveProperty('scheduledRevocation');
    expect((await launch({ imageId }, friend)).status).toBe(201);
    const cancelled = await owner.post(`/v1/images/${imageId}/reinstatement`, { reason: 'kept' });
    expect(cancelled.body).not.toHaveProperty('scheduledRevocation');
    expect(await revoke(imageId, { revokeAt: inFuture(-HOUR) })).toMatchObject({
      status: 422,
      body: { code: 'invalid-revocation-time', errors: [{ pointer: '/revokeAt' }] },
    });
  });

  it('takes effect at that time: by id, version and channel, in answers, and then in its family', async () => {
    const [good, bad] = [await made(), await made()];
    const family = { name: `ending-${families++}` };
    const path = `/v1/families/${family.name}`;
    await owner.post('/v1/families', family);
    for (const [index, imageId] of [good, bad].entries()) {
      await owner.post(`${path}/versions`, { imageId });
      await owner.put(`${path}/channels/prod`, { version: index + 1 });
    }
    const revokeAt = inFuture(1_500);
    const before = await revoke(bad, { revokeAt, cascade: true });
    const beforeThen = await moment();
    await over(revokeAt);
    for (const what of [{ imageId: bad }, { family, version: 2 }])
      expect(await launch(what)).toMatchObject({ status: 409, body: { code: 'image-revoked' } });
    for (const channel of ['prod', 'latest'])
      expect(await launch({ family, channel })).toMatchObject({ status: 201, body: { imageId: good } });
    const { cascadeId } = before.body.scheduledRevocation.cause as { cascadeId: string };
    await eventually(async () => {
      const { items } = (await owner.get(`/v1/images/${bad}/history?order=newest-first&limit=1`)).body;
      expect(items).toMatchObject([
        { event: 'ImageRevoked', reason: 'end of life', correlationId: cascadeId },
      ]);
    });
    expect(await image(bad, after(before))).toMatchObject({
      revoked: true,
      revocations: [{ since: revokeAt }],
    });
    await eventually(async () => {
      const { channels } = (await owner.get(path)).body;
      expect(channels).toEqual([
        expect.objectContaining({ channel: 'latest', version: 1 }),
        expect.objectContaining({ channel: 'prod', version: 1 }),
      ]);
    });
    const asOf = async (time: string) =>
      (await owner.get(`/v1/images/${bad}?asOf=${time}`)).body.revoked as boolean;
    expect([await asOf(beforeThen), await asOf(revokeAt)]).toEqual([false, true]);
  });

  it('takes effect while nothing follows the log, and is announced by what starts afterwards', async () => {
    const imageId = await made();
    const revokeAt = inFuture(1_500);
    await revoke(imageId, { revokeAt });
    await eventually(async () => expect(await image(imageId)).toHaveProperty('scheduledRevocation'));
    await service.stop();
    service = await startService(database.url, {}, [ApiModule]);
    owner = new Caller(service.url, owner.token);
    await over(revokeAt);
    expect(await launch({ imageId })).toMatchObject({ status: 409, body: { code: 'image-revoked' } });
    expect(await image(imageId)).toMatchObject({ revoked: true });
    expect((await owner.get(`/v1/images/${imageId}/access`)).body).toMatchObject({
      because: 'image-revoked',
    });
    const isListed = async (query: string) =>
      (await owner.get(`/v1/images?limit=1000&${query}`)).body.items.some(
        (item: { imageId: string }) => item.imageId === imageId,
      ) as boolean;
    expect([await isListed('revoked=true'), await isListed('revoked=false')]).toEqual([true, false]);
    await service.stop();
    service = await startService(database.url);
    owner = new Caller(service.url, owner.token);
    await eventually(async () => {
      const { items } = (await owner.get(`/v1/images/${imageId}/history?order=newest-first&limit=1`)).body;
      expect(items).toMatchObject([{ event: 'ImageRevoked', reason: 'end of life' }]);
    });
  });
});
