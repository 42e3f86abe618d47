import { createHash, randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { PersonalKey, PersonalKeys } from '#event-sourcing';

/** A forgotten person is forgotten by every process within this time, in milliseconds. */
const REMEMBERED_FOR = 60_000;
const REMEMBERED_KEYS = 10_000;

interface KeyRow {
  readonly id: string;
  readonly key: Buffer;
}

/** The keys in Postgres, and those used last in memory. A subject itself is never stored, only its digest. */
export class PostgresPersonalKeys implements PersonalKeys {
  private readonly bySubject = new Map<string, Promise<PersonalKey>>();
  private readonly byId = new Map<string, Promise<PersonalKey | undefined>>();

  constructor(private readonly database: DataSource) {}

  keyOf(subject: string): Promise<PersonalKey> {
    return remember(
      this.bySubject,
      subject,
      async () => (await this.findKeyOf(subject)) ?? this.makeKeyOf(subject),
    );
  }

  async findKeyOf(subject: string): Promise<PersonalKey | undefined> {
    const rows = await this.database.query<KeyRow[]>(
      'SELECT id, key FROM access.personal_keys WHERE subject_digest = $1',
      [digestOf(subject)],
    );
    return rows[0];
  }

  keyById(id: string): Promise<PersonalKey | undefined> {
    return remember(this.byId, id, async () => {
      const rows = await this.database.query<KeyRow[]>(
        'SELECT id, key FROM access.personal_keys WHERE id = $1',
        [id],
      );
      return rows[0];
    });
  }

  private async makeKeyOf(subject: string): Promise<PersonalKey> {
    const rows = await this.database.query<KeyRow[]>(
      `INSERT INTO access.personal_keys (subject_digest, key) VALUES ($1, $2)
       ON CONFLICT (subject_digest) DO UPDATE SET subject_digest = excluded.subject_digest
       RETURNING id, key`,
      [digestOf(subject), randomBytes(32)],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('the personal key was neither found nor made');
    return row;
  }
}

const digestOf = (subject: string): Buffer => createHash('sha256').update(subject).digest();

function remember<T>(memory: Map<string, Promise<T>>, name: string, find: () => Promise<T>): Promise<T> {
  const known = memory.get(name);
  if (known !== undefined) return known;
  const found = find();
  memory.set(name, found);
  const forget = (): boolean => memory.get(name) === found && memory.delete(name);
  found.then(() => setTimeout(forget, REMEMBERED_FOR).unref(), forget);
  if (memory.size > REMEMBERED_KEYS) memory.delete(memory.keys().next().value ?? name);
  return found;
}
