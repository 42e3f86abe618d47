import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { canonicalJson } from './canonical-json';

/** What names a person. Never stands in an event in the clear. */
export interface Person {
  readonly subject: string;
  readonly sourceAddress?: string;
}

export interface PersonalKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** One key per subject, kept outside the event store. Forgetting a person is deleting their key. */
export interface PersonalKeys {
  /** Makes the subject's key when there is none. */
  keyOf(subject: string): Promise<PersonalKey>;
  /** The key of a subject that was ever sealed for, to find what they did. */
  findKeyOf(subject: string): Promise<PersonalKey | undefined>;
  /** `undefined` when it was forgotten. */
  keyById(id: string): Promise<PersonalKey | undefined>;
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Without it a cut-off tag would be taken, which is easier to forge. */
const TAG = { authTagLength: TAG_BYTES };

/** `<key id>.<nonce, ciphertext and tag in base64url>`, AES-256-GCM with the key id as additional data. */
export class PersonalDataSeal {
  constructor(private readonly keys: PersonalKeys) {}

  async seal(person: Person): Promise<string> {
    const { id, key } = await this.keys.keyOf(person.subject);
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, nonce, TAG).setAAD(Buffer.from(id));
    const text = Buffer.concat([cipher.update(canonicalJson(person), 'utf8'), cipher.final()]);
    return `${id}.${Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url')}`;
  }

  /** `undefined` for a person who was forgotten. Throws when the seal was tampered with. */
  async open(sealed: string): Promise<Person | undefined> {
    const id = sealingKeyId(sealed);
    const key = await this.keys.keyById(id);
    if (key === undefined) return undefined;
    const bytes = Buffer.from(sealed.slice(id.length + 1), 'base64url');
    const decipher = createDecipheriv(ALGORITHM, key.key, bytes.subarray(0, NONCE_BYTES), TAG)
      .setAAD(Buffer.from(id))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    return JSON.parse(text.toString('utf8')) as Person;
  }

  /** Under which pseudonym a person acted; `undefined` for who never did, and for who was forgotten. */
  async pseudonymOf(subject: string): Promise<string | undefined> {
    return (await this.keys.findKeyOf(subject))?.id;
  }
}

/** The same for everything sealed for one person: a pseudonym to group and search by. */
export const sealingKeyId = (sealed: string): string => sealed.slice(0, sealed.indexOf('.'));
