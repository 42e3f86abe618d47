import { DomainError, escapePointer } from '#event-sourcing';

/** EC2: 50 tags on a resource, keys of 127 and values of 256 characters at most, none that begins with `aws:`. */
export type Tags = Readonly<Record<string, string>>;

export const MAX_TAGS = 50;
const MAX_KEY = 127;
const MAX_VALUE = 256;

/** EC2: InvalidTagKey.Malformed, TagLimitExceeded and the like. */
export class InvalidTags extends DomainError<'invalid-tags'> {
  readonly code = 'invalid-tags';
}

/** Throws InvalidTags. */
export function checkTags(tags: Tags, pointer: string): void {
  const entries = Object.entries(tags);
  if (entries.length > MAX_TAGS) throw new InvalidTags(`a resource has at most ${MAX_TAGS} tags`, pointer);
  for (const [key, value] of entries) checkTagText(key, value, `${pointer}/${escapePointer(key)}`);
}

/** Throws InvalidTags. */
export function checkTagText(key: string, value: string, pointer: string): void {
  if (key.length < 1 || key.length > MAX_KEY)
    throw new InvalidTags(`a tag key has 1 to ${MAX_KEY} characters`, pointer);
  if (isReservedTag(key)) throw new InvalidTags('tag keys that begin with aws: are reserved', pointer);
  if (value.length > MAX_VALUE)
    throw new InvalidTags(`a tag value has at most ${MAX_VALUE} characters`, pointer);
}

export interface TagChanges {
  readonly set: Tags;
  readonly removed: readonly string[];
}

/** What differs between tags. */
export function tagChanges(now: Tags, wanted: Tags): TagChanges {
  const set = Object.entries(wanted).filter(([key, value]) => !Object.hasOwn(now, key) || now[key] !== value);
  const removed = Object.keys(now).filter((key) => !Object.hasOwn(wanted, key));
  return { set: Object.fromEntries(set), removed: removed.sort() };
}

/** AWS sets them and takes them away: they came with what was adopted. */
export const isReservedTag = (key: string): boolean => key.toLowerCase().startsWith('aws:');

/** What has to change for exactly `wanted` to be there, as far as anybody may ask for it. Throws InvalidTags. */
export function wishedTagChanges(now: Tags, wanted: Tags, pointer: string): TagChanges {
  const { set, removed } = tagChanges(now, wanted);
  const own = Object.entries(wanted).filter(([key, value]) => !isReservedTag(key) || now[key] !== value);
  checkTags(Object.fromEntries(own), pointer);
  return { set, removed: removed.filter((key) => !isReservedTag(key)) };
}

export const withoutTags = (tags: Tags, keys: readonly string[]): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
