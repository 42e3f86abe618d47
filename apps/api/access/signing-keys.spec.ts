import { Logger } from '@nestjs/common';
import { errors, jwtVerify } from 'jose';
import { Issuer, signingKey } from '../../../test/support/issuer';
import { SigningKeys } from './signing-keys';

const TIMES = { refreshAfter: 300, pause: 10, keepFor: 3_600, timeout: 200 };

let issuer: Issuer;
let now: number;
let keys: SigningKeys;

beforeEach(async () => {
  Logger.overrideLogger(false);
  issuer = await Issuer.start();
  now = 1_000_000;
  keys = new SigningKeys(`${issuer.url}/keys`, { ...TIMES, now: () => now });
});
afterEach(() => issuer.stop());

const check = (token: string) => jwtVerify(token, keys.find);
const token = () => issuer.token('123456789012');
const isUnavailable = { code: 'signing-keys-unavailable', after: TIMES.pause };

/** A token of a key that the issuer does not show. */
const foreign = async (id = 'foreign'): Promise<string> =>
  issuer.token('123456789012', ['member'], { key: await signingKey(id) });

describe('Signing keys', () => {
  it('are not asked for before a token needs one, then once for all that wait', async () => {
    expect(issuer.asked).toBe(0);
    const shown = await token();
    await Promise.all([check(shown), check(shown), check(shown)]);
    await check(shown);
    expect(issuer.asked).toBe(1);
  });

  it('are asked for again when they are old: a key that was withdrawn is not believed any more', async () => {
    const old = await token();
    await check(old);
    await issuer.rotate('second');
    now += TIMES.refreshAfter - 1;
    await check(old);
    expect(issuer.asked).toBe(1);
    now += 1;
    await expect(check(old)).rejects.toThrow(errors.JWKSNoMatchingKey);
    expect(issuer.asked).toBe(2);
  });

  it('are asked for again for one that is not known, and not again within the pause', async () => {
    await check(await token());
    await issuer.rotate('second');
    const fresh = await token();
    now += TIMES.pause - 1;
    await expect(check(fresh)).rejects.toThrow(errors.JWKSNoMatchingKey);
    expect(issuer.asked).toBe(1);
    now += 1;
    await check(fresh);
    for (const id of ['one', 'two', 'three'])
      await expect(check(await foreign(id))).rejects.toThrow(errors.JWKSNoMatchingKey);
    expect(issuer.asked).toBe(2);
  });
});

describe('While they cannot be read', () => {
  const away = { status: 500, body: '' };

  it('nothing can be said of a token, and the issuer is not asked within the pause', async () => {
    issuer.answers = away;
    const shown = await token();
    await expect(check(shown)).rejects.toMatchObject(isUnavailable);
    now += TIMES.pause - 1;
    await expect(check(shown)).rejects.toMatchObject(isUnavailable);
    expect(issuer.asked).toBe(1);
    issuer.answers = undefined;
    now += 1;
    await check(shown);
  });

  it('an issuer that hangs is waited for no longer than is allowed', async () => {
    issuer.answers = 'nothing';
    await expect(check(await token())).rejects.toMatchObject(isUnavailable);
  });

  it('those that are known are believed for a bounded time', async () => {
    const shown = await token();
    await check(shown);
    issuer.answers = away;
    now += TIMES.keepFor - 1;
    await check(shown);
    now += 1;
    await expect(check(shown)).rejects.toMatchObject(isUnavailable);
    issuer.answers = undefined;
    now += TIMES.pause;
    await check(shown);
  });

  it('nothing can be said of one that is not known: it may be new', async () => {
    await check(await token());
    issuer.answers = away;
    now += TIMES.pause;
    await expect(check(await foreign())).rejects.toMatchObject(isUnavailable);
    await check(await token());
  });

  it.each([
    ['a redirection', { status: 302, body: '' }],
    ['a page', { status: 200, body: '<html>' }],
    ['something else', { status: 200, body: '{"keys": 7}' }],
  ])('%s is no key set, and takes nothing from what is known', async (_, answers) => {
    const shown = await token();
    await check(shown);
    issuer.answers = answers;
    now += TIMES.refreshAfter;
    await check(shown);
    expect(issuer.asked).toBe(2);
  });
});
