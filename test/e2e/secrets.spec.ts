import { Caller } from '../support/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { Issuer } from '../support/issuer';
import { OWNER, startService } from '../support/service';

let database: TestDatabase;
let issuer: Issuer;

beforeAll(async () => {
  database = await testDatabase();
  issuer = await Issuer.start();
});

afterAll(async () => {
  await issuer.stop();
  await database.drop();
});

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('The log', () => {
  it('shows why a token was refused, and nothing of any token', async () => {
    const lines: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      lines.push(String(text));
      return true;
    });
    const talkative = await startService(database.url, { ...issuer.environment, LOG_LEVEL: 'trace' });
    const tokens = [
      await issuer.token(OWNER, ['member'], { claims: { sub: 'secretive@example.com' } }),
      await issuer.token(OWNER, ['member'], { claims: { aud: 'billing' } }),
      `${encoded({ alg: 'none' })}.${encoded({ sub: 'secretive@example.com' })}.`,
      'garbage-garbage-garbage.garbage.garbage',
      'ilt_garbage-garbage-garbage-garbage-garbage',
    ];
    try {
      for (const token of tokens) await new Caller(talkative.url, token).get('/v1/images');
      await talkative.admin.get('/v1/images');
      const { token } = await talkative.caller(OWNER);
      tokens.push(token ?? '', talkative.admin.token ?? '');
    } finally {
      await talkative.stop();
      write.mockRestore();
    }
    const said = lines.join('');
    expect(said).toContain('unexpected \\"aud\\" claim value');
    for (const token of tokens)
      for (const part of token.split('.')) if (part.length > 12) expect(said).not.toContain(part);
    expect(said).not.toContain('secretive@example.com');
  });
});
