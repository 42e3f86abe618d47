import type { DataSource } from 'typeorm';
import { decodeCursor, encodeCursor } from '../paging';
import type { Viewer } from '../viewer';
import { factsOf, runningOf, shownTo, type NodeFacts } from './lineage-nodes';
import { LineageSteps, type LineageDirection, type LineageEdge, type Reached } from './lineage-steps';
import { LineageWalk, type Walked } from './lineage-walk';

export { LINEAGE_KINDS } from './lineage.row';
export type { LineageResource } from './lineage-nodes';
export type { LineageDirection, LineageEdge } from './lineage-steps';

/** Only images, with depths counted in images; or only instances that are not terminated. */
export type LineageSelection = 'everything' | 'images' | 'running';

export interface LineageWish {
  readonly viewer: Viewer;
  readonly directions: readonly LineageDirection[];
  readonly selection: LineageSelection;
  /** In steps. */
  readonly depth?: number;
  readonly asOf?: Date;
  readonly limit: number;
  readonly cursor?: string;
}

export interface LineageNode extends Reached, NodeFacts {
  readonly direction: LineageDirection;
}

export interface LineagePage {
  /** How many instances run the image itself. */
  readonly running: number;
  readonly nodes: readonly LineageNode[];
  /** Between these nodes, and from them to the image and to nodes of pages before. */
  readonly edges: readonly LineageEdge[];
  readonly nextCursor?: string;
}

/** What a page looks at to find what runs. */
const LOOKED_AT = 1_000;

interface Place extends Reached {
  readonly direction: LineageDirection;
}

interface Stretch extends Walked {
  readonly direction: LineageDirection;
  readonly walk: LineageWalk;
}

/**
 * What an image came of, and what came of it, at any depth; by direction, depth and id.
 *
 * Ancestors are those that the viewer's own resources came of: what a resource of another account came of is that
 * account's business. All descendants are there, whoever owns them.
 */
export class Lineage {
  constructor(private readonly database: DataSource) {}

  async page(imageId: string, wish: LineageWish): Promise<LineagePage> {
    const stretches = await this.walk(imageId, wish);
    const places = stretches.flatMap(({ direction, found }) => found.map((one) => ({ ...one, direction })));
    const nodes = await this.nodes(places, wish);
    const shown = nodes.slice(0, wish.limit);
    const end = nodes.length > shown.length ? shown.at(-1) : places.at(-1);
    const goesOn = nodes.length > shown.length || stretches.some((stretch) => stretch.goesOn);
    const running = await runningOf(this.database, [imageId], wish.asOf);
    return {
      running: running.get(imageId) ?? 0,
      nodes: shown,
      edges: await edgesOf(stretches, shown, wish),
      ...(goesOn && end !== undefined ? { nextCursor: encodeCursor(...cursorOf(imageId, wish, end)) } : {}),
    };
  }

  private async walk(imageId: string, wish: LineageWish): Promise<readonly Stretch[]> {
    const after = placeOf(imageId, wish);
    const directions =
      after === undefined ? wish.directions : wish.directions.slice(wish.directions.indexOf(after.direction));
    let room = wish.selection === 'running' ? LOOKED_AT : wish.limit;
    const stretches: Stretch[] = [];
    for (const direction of directions) {
      const walk = new LineageWalk(this.steps(direction, wish), imageId, wish.depth ?? Infinity);
      const walked = await walk.page(room, direction === after?.direction ? after : undefined);
      stretches.push({ ...walked, direction, walk });
      room -= walked.found.length;
      if (walked.goesOn) break;
    }
    return stretches;
  }

  private steps(direction: LineageDirection, { viewer, selection, asOf }: LineageWish): LineageSteps {
    const isOwnOnly = direction === 'ancestors' && !viewer.mayReadAll;
    return new LineageSteps(this.database, {
      direction,
      imagesOnly: selection === 'images',
      asOf,
      account: isOwnOnly ? viewer.account : undefined,
    });
  }

  private async nodes(
    places: readonly Place[],
    { viewer, selection, asOf }: LineageWish,
  ): Promise<readonly LineageNode[]> {
    const facts = await factsOf(
      this.database,
      places.map(({ id }) => id),
      asOf,
    );
    const nodes = places.flatMap((place) => {
      const found = facts.get(place.id);
      return found === undefined ? [] : [{ ...place, ...shownTo(viewer, found) }];
    });
    return selection === 'running' ? nodes.filter(isRunning) : nodes;
  }
}

const isRunning = ({ kind, state }: LineageNode): boolean => kind === 'instance' && state !== 'terminated';

async function edgesOf(
  stretches: readonly Stretch[],
  shown: readonly LineageNode[],
  { selection }: LineageWish,
): Promise<readonly LineageEdge[]> {
  // A list of images says nothing of what lies between them.
  if (selection === 'images') return [];
  const found = await Promise.all(
    stretches.map(({ walk, direction }) => walk.edges(shown.filter((node) => node.direction === direction))),
  );
  return found.flat();
}

const listOf = (imageId: string, { viewer, directions, selection, depth, asOf }: LineageWish): unknown => [
  'lineage',
  imageId,
  viewer.account,
  viewer.mayReadAll,
  directions,
  selection,
  depth,
  asOf?.toISOString(),
];

const cursorOf = (imageId: string, wish: LineageWish, { direction, depth, id }: Place) =>
  [listOf(imageId, wish), [direction, String(depth), id]] as const;

function placeOf(imageId: string, wish: LineageWish): Place | undefined {
  if (wish.cursor === undefined) return undefined;
  const [direction, depth, id = ''] = decodeCursor(listOf(imageId, wish), wish.cursor, 3);
  return { direction: direction === 'ancestors' ? 'ancestors' : 'descendants', depth: Number(depth), id };
}
