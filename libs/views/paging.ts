import { DomainError, sha256 } from '#event-sourcing';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

/** The cursor is none that was given out for this list with these filters. */
export class InvalidCursor extends DomainError<'invalid-cursor'> {
  readonly code = 'invalid-cursor';
  constructor() {
    super('the cursor does not belong to this list');
  }
}

/** Says where the next page goes on: the sort key of the last item, tied to the list it was made for. */
export function encodeCursor(list: unknown, key: readonly string[]): string {
  return Buffer.from(JSON.stringify([digestOf(list), ...key])).toString('base64url');
}

/** Throws InvalidCursor. */
export function decodeCursor(list: unknown, cursor: string, length: number): readonly string[] {
  const [digest, ...key] = parse(cursor);
  if (digest !== digestOf(list) || key.length !== length) throw new InvalidCursor();
  return key;
}

function parse(cursor: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && parsed.every((part) => typeof part === 'string')) return parsed;
  } catch {
    // Not ours, as below.
  }
  throw new InvalidCursor();
}

const digestOf = (list: unknown): string => sha256(JSON.stringify(list)).slice(0, 16);

/** One more was read than fits: there is a next page exactly when it is there. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  itemOf: (row: Row) => Item,
  cursorAfter: (row: Row) => string,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(itemOf);
  return rows.length > limit && last !== undefined ? { items, nextCursor: cursorAfter(last) } : { items };
}
