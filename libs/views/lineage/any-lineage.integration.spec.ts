import fc from 'fast-check';
import { FRIEND, OWNER, viewedLedger, type ViewedLedger } from '../../../test/support/viewed-ledger';
import type { Viewer } from '../viewer';
import { Lineage, type LineageEdge, type LineageNode, type LineageWish } from './lineage.query';
import { beginningOf, distances, drawn, type Drawn, type Made, type Maker } from './lineage.testing';

const AUDITOR: Viewer = { account: '999999999999', mayReadAll: true };
const viewer = fc.constantFrom(
  AUDITOR,
  ...[OWNER, FRIEND].map((account) => ({ account, mayReadAll: false })),
);
const OF_KIND = 6;

type Question = Pick<LineageWish, 'directions' | 'selection' | 'viewer'> & {
  readonly root: number;
  readonly at: number | undefined;
  readonly limit: number;
  readonly depth: number | undefined;
};

const question: fc.Arbitrary<Question> = fc.record({
  root: fc.nat({ max: OF_KIND - 1 }),
  directions: fc.constantFrom(['ancestors'], ['descendants'], ['ancestors', 'descendants']),
  selection: fc.constantFrom('everything' as const, 'images' as const, 'running' as const),
  viewer,
  at: fc.option(fc.nat({ max: 23 }), { nil: undefined }),
  limit: fc.integer({ min: 1, max: 6 }),
  depth: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
});

/** What is made may be made of what is made only later: then there are circles, which nothing may get lost in. */
const resource = (kind: string) => fc.nat({ max: OF_KIND - 1 }).map((number) => [kind, number] as const);
type Named = readonly [kind: string, number: number];

const makers: Record<Maker['kind'], fc.Arbitrary<Record<string, Named | readonly Named[] | undefined>>> = {
  image: fc
    .tuple(
      fc.array(resource('snap'), { maxLength: 2 }),
      fc.constantFrom('instance', 'copyOf', ''),
      resource('i'),
      resource('ami'),
    )
    .map(([snapshots, origin, instance, copyOf]) => ({
      snapshots,
      ...(origin === 'instance' ? { instance } : {}),
      ...(origin === 'copyOf' ? { copyOf } : {}),
    })),
  instance: fc.record({ image: resource('ami') }),
  volume: fc.record({ snapshot: resource('snap'), instance: resource('i') }, { requiredKeys: [] }),
  snapshot: fc.record({ volume: resource('vol'), copyOf: resource('snap') }, { requiredKeys: [] }),
};
const PREFIXES = { image: 'ami', instance: 'i', volume: 'vol', snapshot: 'snap' } as const;
const KINDS = Object.keys(PREFIXES) as Maker['kind'][];

const making = fc.constantFrom(...KINDS).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    number: fc.nat({ max: OF_KIND - 1 }),
    ownerId: fc.constantFrom(OWNER, FRIEND),
    of: makers[kind],
    isTerminated: fc.boolean(),
  }),
);
const history = fc.uniqueArray(making, {
  minLength: 12,
  maxLength: 24,
  selector: ({ kind, number }) => `${kind} ${number}`,
});

type Making = typeof making extends fc.Arbitrary<infer One> ? One : never;

const isNamed = (value: Named | readonly Named[]): value is Named => typeof value[0] === 'string';

function makerOf(kind: Maker['kind'], of: Making['of'], idOf: (named: Named) => string): Maker {
  const parts = Object.entries(of).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, isNamed(value) ? idOf(value) : value.map(idOf)] as const],
  );
  return { kind, ...(Object.fromEntries(parts) as object) } as Maker;
}

describe('The lineage of any image', () => {
  let ledger: ViewedLedger;
  let lineage: Lineage;
  beforeAll(async () => {
    ledger = await viewedLedger();
    lineage = new Lineage(ledger.database);
  });
  afterAll(() => ledger.close());

  let histories = 0;

  const nodeOf = ({ id, depth, direction }: LineageNode) => `${direction} ${depth} ${id}`;
  const edgeOf = ({ from, to, kind, since }: LineageEdge) => `${from} ${to} ${kind} ${since.toISOString()}`;

  /** Records a history under ids of its own, and draws it. */
  async function happened(made: readonly Making[]) {
    const base = ++histories * 100;
    const idOf = ([prefix, number]: Named): string => `${prefix}-${String(base + number).padStart(17, '0')}`;
    const log = {
      edges: [] as Drawn[],
      launched: new Map<string, Date>(),
      terminated: new Map<string, Date>(),
    };
    const times: Date[] = [];
    for (const { kind, number, ownerId, of, isTerminated } of made) {
      const id = idOf([PREFIXES[kind], number]);
      const thing: Made = { id, ownerId, of: makerOf(kind, of, idOf) };
      const ended = kind === 'instance' && isTerminated;
      const end = ended ? [{ type: 'InstanceTerminated', data: { instanceId: id } }] : [];
      const { recordedAt } = await ledger.record(`${kind}-${id}`, beginningOf(thing), ...end);
      if (kind === 'instance') log.launched.set(id, recordedAt);
      if (ended) log.terminated.set(id, recordedAt);
      times.push(recordedAt);
      log.edges.push(...drawn(thing, recordedAt));
    }
    await ledger.settled();
    return { log, times, idOf };
  }

  async function allPages(imageId: string, wish: LineageWish) {
    const nodes: LineageNode[] = [];
    const edges: LineageEdge[] = [];
    for (let cursor: string | undefined, isDone = false; !isDone;) {
      const page = await lineage.page(imageId, { ...wish, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.nodes.length).toBeLessThanOrEqual(wish.limit);
      nodes.push(...page.nodes);
      edges.push(...page.edges);
      cursor = page.nextCursor;
      isDone = cursor === undefined;
    }
    return { nodes: nodes.map(nodeOf), edges: edges.map(edgeOf).sort() };
  }

  interface Log {
    readonly edges: readonly Drawn[];
    readonly terminated: ReadonlyMap<string, Date>;
    readonly launched: ReadonlyMap<string, Date>;
  }

  /** The same, looked up in all edges that were ever drawn. */
  function expected(
    log: Log,
    root: string,
    { directions, selection, viewer: who, depth = Infinity }: LineageWish,
    asOf: Date,
  ) {
    const nodes: string[] = [];
    const edges: string[] = [];
    for (const direction of directions) {
      const seen = log.edges.filter(
        ({ since, ownerId }) =>
          since <= asOf && (direction === 'descendants' || who.mayReadAll || ownerId === who.account),
      );
      const length = (to: string) => (selection !== 'images' || to.startsWith('ami-') ? 1 : 0);
      const around = [...distances(seen, root, direction, length)].filter(([, steps]) => steps <= depth);
      const wanted = around
        .filter(([id]) => id !== root)
        .filter(([id]) => selection !== 'images' || id.startsWith('ami-'))
        .filter(([id]) => selection !== 'running' || isRunning(log, id, asOf))
        .sort(([one, near], [other, far]) => near - far || (one < other ? -1 : 1));
      nodes.push(...wanted.map(([id, steps]) => `${direction} ${steps} ${id}`));
      const reached = new Set(around.map(([id]) => id));
      const between = seen.filter(({ from, to }) => reached.has(from) && reached.has(to));
      if (selection === 'everything') edges.push(...between.map(edgeOf));
    }
    return { nodes, edges: edges.sort() };
  }

  const isRunning = ({ launched, terminated }: Log, id: string, asOf: Date): boolean =>
    (launched.get(id) ?? Infinity) <= asOf && (terminated.get(id) ?? Infinity) > asOf;

  it('is what a walk along everything that was ever made shows', async () => {
    const sizes = new Set<number>();
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.array(question, { minLength: 12, maxLength: 12 }),
        async (made, questions) => {
          const { log, times, idOf } = await happened(made);
          for (const { root, at, depth, ...asked } of questions) {
            const asOf = at === undefined ? undefined : times[at % times.length];
            const wish = {
              ...asked,
              ...(depth === undefined ? {} : { depth }),
              ...(asOf === undefined ? {} : { asOf }),
            };
            const imageId = idOf(['ami', root]);
            const answer = await allPages(imageId, wish);
            const wanted = expected(log, imageId, wish, asOf ?? new Date());
            expect(answer.nodes).toEqual(wanted.nodes);
            if (wish.selection !== 'running') expect(answer.edges).toEqual(wanted.edges);
            sizes.add(answer.nodes.length);
          }
        },
      ),
      { seed: 20_260_301, numRuns: 25 },
    );
    // The histories were not such that nothing ever comes of anything.
    expect(sizes.size).toBeGreaterThan(8);
  });
});
