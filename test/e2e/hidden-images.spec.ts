import { after, type Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { OWNER, registration, startService, type Service } from '../support/service';

const UNKNOWN = 'ami-0123456789abcdef0';

let database: TestDatabase;
let service: Service;
let caller: Caller;
let hidden: string;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.url);
  caller = await service.caller('111122223333');
  const made = await service.admin.with({ 'ledger-account': OWNER }).post('/v1/images', registration());
  hidden = made.body.imageId;
  await service.admin.get('/v1/images', after(made));
});

afterAll(async () => {
  await service.stop();
  await database.drop();
});

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Of the request, not of the image. */
const OF_THE_REQUEST = ['date', 'ledger-correlation'];

/** All that a caller sees, but for the id and what tells one request from another. */
async function answerAbout(imageId: string, { method, path, body, headers }: Request) {
  const answer = await fetch(`${service.url}/v1/images/${imageId}${path}`, {
    method,
    headers: { authorization: `Bearer ${caller.token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: answer.status,
    headers: [...answer.headers].filter(([name]) => !OF_THE_REQUEST.includes(name)),
    text: (await answer.text()).replaceAll(imageId, 'ID'),
  };
}

describe('What is said of an image that is hidden', () => {
  const change = { description: 'mine' };
  it.each<Request>([
    { method: 'GET', path: '' },
    { method: 'GET', path: '?asOf=2026-01-01T00:00:00Z' },
    { method: 'GET', path: '/history' },
    { method: 'GET', path: '/launch-permissions' },
    { method: 'GET', path: '/access' },
    { method: 'GET', path: `/access?account=${OWNER}` },
    { method: 'PATCH', path: '', body: change },
    { method: 'PATCH', path: '', body: change, headers: { 'if-match': '"0"' } },
    { method: 'PATCH', path: '?dryRun=true', body: change },
    { method: 'PUT', path: '/tags', body: {} },
    { method: 'POST', path: '/launch-permissions', body: { add: [{ group: 'all' }] } },
    { method: 'POST', path: '/deregistration', body: {} },
  ])('is said of one that does not exist, byte for byte but for the id: $method $path', async (request) => {
    const ofHidden = await answerAbout(hidden, request);
    expect(ofHidden).toEqual(await answerAbout(UNKNOWN, request));
    expect(ofHidden.status).toBe(404);
  });
});
