import { randomBytes } from 'node:crypto';
import { PersonalDataSeal, sealingKeyId, type PersonalKey, type PersonalKeys } from './personal-data';

class KeysInMemory implements PersonalKeys {
  private readonly keys = new Map<string, PersonalKey>();

  keyOf(subject: string): Promise<PersonalKey> {
    const key = this.keys.get(subject) ?? { id: `key-of-${subject}`, key: randomBytes(32) };
    this.keys.set(subject, key);
    return Promise.resolve(key);
  }
  findKeyOf(subject: string): Promise<PersonalKey | undefined> {
    return Promise.resolve(this.keys.get(subject));
  }
  keyById(id: string): Promise<PersonalKey | undefined> {
    return Promise.resolve([...this.keys.values()].find((key) => key.id === id));
  }
  forget(subject: string): void {
    this.keys.delete(subject);
  }
}

const ann = { subject: 'ann', sourceAddress: '203.0.113.7' };
let keys: KeysInMemory;
let seal: PersonalDataSeal;
beforeEach(() => {
  keys = new KeysInMemory();
  seal = new PersonalDataSeal(keys);
});

describe('What names a person', () => {
  it('is found again in its seal', async () => {
    expect(await seal.open(await seal.seal(ann))).toEqual(ann);
    expect(await seal.open(await seal.seal({ subject: 'ä😀' }))).toEqual({ subject: 'ä😀' });
  });

  it('cannot be read from the seal, and no two seals are alike', async () => {
    const [one, two] = [await seal.seal(ann), await seal.seal(ann)];
    const text = Buffer.from(one.slice('key-of-ann.'.length), 'base64url').toString('latin1');
    expect(text).not.toContain('203.0.113.7');
    expect(one).not.toBe(two);
    expect(one).toMatch(/^key-of-ann\.[\w-]+$/);
  });

  it('is gone when the person is forgotten', async () => {
    const sealed = await seal.seal(ann);
    keys.forget('ann');
    expect(await seal.open(sealed)).toBeUndefined();
  });

  it('can be grouped by a pseudonym', async () => {
    expect(sealingKeyId(await seal.seal(ann))).toBe('key-of-ann');
  });
});

describe('A seal that was tampered with', () => {
  async function tampered(change: (bytes: Buffer) => Buffer): Promise<unknown> {
    const sealed = await seal.seal(ann);
    const [id = '', text = ''] = sealed.split('.');
    return seal.open(`${id}.${change(Buffer.from(text, 'base64url')).toString('base64url')}`);
  }
  const flipped = (index: number) => (bytes: Buffer) =>
    Buffer.from(bytes.map((byte, at) => (at === (index + bytes.length) % bytes.length ? byte ^ 1 : byte)));

  it.each([
    ['its nonce', flipped(0)],
    ['its text', flipped(12)],
    ['its tag', flipped(-1)],
  ])('at %s is not opened', async (_, change) => {
    await expect(tampered(change)).rejects.toThrow();
  });

  it.each([1, 4, 8, 12, 15])('until %i bytes are left is not opened', async (length) => {
    await expect(tampered((bytes) => bytes.subarray(0, length))).rejects.toThrow(/tag/i);
  });

  it('by giving it another key is not opened', async () => {
    const [, text = ''] = (await seal.seal(ann)).split('.');
    await seal.seal({ subject: 'bob' });
    await expect(seal.open(`key-of-bob.${text}`)).rejects.toThrow();
  });

  it('by renaming its key is not opened', async () => {
    const key = await keys.keyOf('ann');
    const [, text = ''] = (await seal.seal(ann)).split('.');
    jest.spyOn(keys, 'keyById').mockResolvedValue({ ...key, id: 'other' });
    await expect(seal.open(`other.${text}`)).rejects.toThrow();
  });
});
