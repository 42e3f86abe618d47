import { after, type Answer, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { printedImage, printedInstance } from '../support/printed';
import { OWNER, startService, STRANGER, type Service } from '../support/service';

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

const adopt = (body: object, query = '', headers = {}): Promise<Answer> =>
  service.admin.post(`/v1/adoptions?${query}`, body, headers);

const told = (answer: Answer): Record<string, unknown> => answer.body as Record<string, unknown>;

describe('Adopting', () => {
  it('under the same key answers the same, and refuses another body', async () => {
    const body = { Images: [printedImage(), printedImage()] };
    const headers = { 'idempotency-key': 'adopt-1' };
    const first = await adopt(body, '', headers);
    const second = await adopt(body, '', headers);
    expect(second.body).toEqual(first.body);
    expect(first.body).toMatchObject({ adopted: 2 });
    const other = await adopt({ Images: [{ ...body.Images[0], Public: true }] }, '', headers);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  it('reports text that cannot be kept, entry by entry, and takes the others', async () => {
    const body = {
      Images: [
        printedImage({ Name: 'web\u0000' }),
        printedImage({ Tags: [{ Key: 'team', Value: '\ud800' }] }),
        printedImage({ 'Not\u0000kept': 1 }),
        '\u0000',
      ],
      Reservations: [
        { OwnerId: OWNER, Instances: [printedInstance({ RootDeviceName: '\u0000' }), printedInstance()] },
      ],
    };
    const headers = { 'idempotency-key': 'unkept-text' };
    const first = await adopt(body, '', headers);
    expect(first).toMatchObject({ status: 200, body: { adopted: 2 } });
    expect(told(first)['reported']).toMatchObject([
      { index: 0, code: 'malformed-entry', reason: expect.stringMatching(/^\/Name a string holds U\+0000/) },
      { index: 1, code: 'malformed-entry', reason: expect.stringMatching(/^\/Tags\/0\/Value a string/) },
      { index: 3, code: 'malformed-entry' },
      { index: 4, code: 'malformed-entry', reason: expect.stringMatching(/^\/RootDeviceName a string/) },
    ]);
    expect((await adopt(body, '', headers)).body).toEqual(first.body);
    const other = { ...body, Images: [...body.Images.slice(0, 3), '\u0001'] };
    expect(await adopt(other, '', headers)).toMatchObject({ body: { code: 'idempotency-key-reused' } });
  });

  it('can be tried first, and then does what was shown or nothing', async () => {
    const image = printedImage();
    const tried = await adopt({ Images: [image] }, 'dryRun=true');
    expect(tried.body).toMatchObject({ dryRun: true, adopted: 1, wouldRecord: [{ event: 'ImageAdopted' }] });
    expect((await owner.get(`/v1/images/${image.ImageId}`)).status).toBe(404);
    const plan = `planDigest=${String(told(tried)['planDigest'])}`;
    const changed = await adopt({ Images: [{ ...image, Description: 'other' }] }, plan);
    expect(changed).toMatchObject({ status: 409, body: { code: 'plan-changed' } });
    expect((await adopt({ Images: [image] }, plan)).body).toMatchObject({ adopted: 1 });
  });

  it('is for platform administrators, of what was seen by now, where the ledger is', async () => {
    expect((await owner.post('/v1/adoptions', { Images: [printedImage()] })).status).toBe(403);
    const future = await adopt({ Images: [] }, 'observedAt=2199-01-01T00:00:00Z');
    expect(future).toMatchObject({
      status: 400,
      body: { errors: [{ in: 'query', pointer: '/observedAt' }] },
    });
    const elsewhere = await adopt({ Images: [] }, 'region=mars-1');
    expect(elsewhere).toMatchObject({ status: 400, body: { errors: [{ in: 'query', pointer: '/region' }] } });
    const image = printedImage({ OwnerId: undefined });
    const answer = await adopt({ Images: [image] }, `account=${STRANGER}&region=eu-central-1`);
    expect((await service.admin.get(`/v1/images/${image.ImageId}`, after(answer))).body).toMatchObject({
      ...{ ownerId: STRANGER, region: 'eu-central-1' },
    });
  });

  it('takes bodies that are larger than others may be', async () => {
    const images = Array.from({ length: 100 }, () => printedImage({ ImageLocation: 'x'.repeat(2 ** 16) }));
    const answer = await adopt({ Images: images });
    expect(answer).toMatchObject({ status: 200, body: { adopted: 100, reported: [] } });
    expect((await adopt({ Images: images })).body).toMatchObject({ unchanged: 100 });
  });
});
