interface Successor<Key, Value> {
  readonly map: PersistentMap<Key, Value>;
  readonly key: Key;
  /** What stood under the key before: nothing, when it is empty. */
  readonly before: readonly Value[];
}

/**
 * A map that never changes: `with` and `without` make another one, and cost the same however large it is (a plain Map
 * copied for each of 10,000 grants costs 50 million steps). The newest version has the entries; an older one knows what
 * its successor changed, and makes entries of its own when it is asked for them after all.
 */
export class PersistentMap<Key, Value> {
  #entries: Map<Key, Value> | undefined;
  #successor: Successor<Key, Value> | undefined;

  private constructor(entries: Map<Key, Value>) {
    this.#entries = entries;
  }

  static empty<Key, Value>(): PersistentMap<Key, Value> {
    return new PersistentMap<Key, Value>(new Map());
  }

  get size(): number {
    return this.#own().size;
  }

  has(key: Key): boolean {
    return this.#own().has(key);
  }

  get(key: Key): Value | undefined {
    return this.#own().get(key);
  }

  values(): readonly Value[] {
    return [...this.#own().values()];
  }

  with(key: Key, value: Value): PersistentMap<Key, Value> {
    return this.#succeededBy(key, (entries) => entries.set(key, value));
  }

  /** Itself, when that is all. */
  where(holds: (value: Value) => boolean): PersistentMap<Key, Value> {
    const entries = this.#own();
    for (const value of entries.values())
      if (!holds(value)) return new PersistentMap(new Map([...entries].filter(([, one]) => holds(one))));
    return this;
  }

  without(key: Key): PersistentMap<Key, Value> {
    return this.#succeededBy(key, (entries) => entries.delete(key));
  }

  #succeededBy(key: Key, change: (entries: Map<Key, Value>) => void): PersistentMap<Key, Value> {
    const entries = this.#own();
    const before = entries.has(key) ? [entries.get(key) as Value] : [];
    change(entries);
    const map = new PersistentMap(entries);
    this.#entries = undefined;
    this.#successor = { map, key, before };
    return map;
  }

  #own(): Map<Key, Value> {
    if (this.#entries === undefined) {
      this.#entries = PersistentMap.#entriesOf(this);
      this.#successor = undefined;
    }
    return this.#entries;
  }

  /** Walks to the version that has entries, and back with a copy of them. */
  static #entriesOf<Key, Value>(map: PersistentMap<Key, Value>): Map<Key, Value> {
    const changes: Successor<Key, Value>[] = [];
    let newest = map;
    while (newest.#successor !== undefined) {
      changes.push(newest.#successor);
      newest = newest.#successor.map;
    }
    const entries = new Map(newest.#entries);
    for (const { key, before } of changes.reverse()) {
      entries.delete(key);
      for (const value of before) entries.set(key, value);
    }
    return entries;
  }
}
