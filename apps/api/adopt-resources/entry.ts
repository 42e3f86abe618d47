import { Type, type Static, type TObject } from 'typebox';
import { DomainError, UnstorableText } from '#event-sourcing';
import { InvalidRequest } from '../http/problems';
import { validate } from '../http/validation';

/** What was printed of one resource is not what EC2 prints. */
export class MalformedEntry extends DomainError<'malformed-entry'> {
  readonly code = 'malformed-entry';
}

/** Of whom and where it is, where an entry does not say; and until when it can have happened. */
export interface Circumstances {
  readonly account: string;
  readonly region: string;
  readonly observedAt: Date;
}

export const Id = {
  image: Type.String({ format: 'image-id' }),
  instance: Type.String({ format: 'instance-id' }),
  snapshot: Type.String({ format: 'snapshot-id' }),
  volume: Type.String({ format: 'volume-id' }),
};

export const Account = Type.String({ pattern: '^\\d{12}$' });
export const Time = Type.String({ format: 'date-time' });
export const Tags = Type.Array(Type.Object({ Key: Type.String({ minLength: 1 }), Value: Type.String() }));

/** Throws MalformedEntry, which says every field that is wrong. What the schema does not name is left out of account. */
export function read<S extends TObject>(schema: S, entry: unknown): Static<S> {
  const said = named(schema, withoutEmpty(entry));
  try {
    validate('body', schema, said);
  } catch (error) {
    if (isRefusal(error)) throw new MalformedEntry(reasonOf(error));
    throw error;
  }
  return said as Static<S>;
}

const isRefusal = (error: unknown): error is DomainError => error instanceof DomainError;

const reasonOf = (error: DomainError): string =>
  error instanceof InvalidRequest
    ? error.errors.map(({ pointer, detail }) => `${pointer} ${detail}`.trim()).join('; ')
    : `${error instanceof UnstorableText ? (error.pointer ?? '') : ''} ${error.message}`.trim();

/** Text that cannot be kept is no fault where nothing is kept of it. */
function named({ properties }: TObject, entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry;
  return Object.fromEntries(Object.entries(entry).filter(([name]) => Object.hasOwn(properties, name)));
}

/** An empty text is what EC2 prints where it has nothing to say. Not of tags, which may have no value. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== '' && member !== null)
      .map(([name, member]) => [name, name === 'Tags' ? member : withoutEmpty(member)]),
  );
}

export const tagsOf = (tags: Static<typeof Tags> = []): Readonly<Record<string, string>> =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));

/** RFC 3339 in UTC, as the ledger keeps times. */
export const timeOf = (text: string): string => new Date(text).toISOString();

/** Nothing is seen before it is there. Throws MalformedEntry. */
export function timeBefore(name: string, text: string, { observedAt }: Circumstances): string {
  if (new Date(text) > observedAt) throw new MalformedEntry(`/${name} is later than the observation`);
  return timeOf(text);
}

/** The zone says where it is, where there is one. */
export const regionOf = (zone: string | undefined, { region }: Circumstances): string =>
  /^[a-z]{2}(?:-[a-z]+)+-\d+/.exec(zone ?? '')?.[0] ?? region;

/** A member with a value, or none. */
export const member = <Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [K in Name]?: Value } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [K in Name]?: Value };
