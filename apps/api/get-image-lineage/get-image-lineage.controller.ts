import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type, type Static } from 'typebox';
import { views, type LineageDirection, type LineageSelection } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { InvalidRequest } from '../http/problems';
import { ReadGate } from '../reading/read-gate';
import { AsOf, Cursor, Limit } from '../resources/fields';
import { ImageIdParams } from '../resources/image-fields';
import { ImageLineage, lineageAnswer } from '../resources/lineage';
import { GetImageLineage } from './get-image-lineage';

const LineageQuery = Type.Object({
  direction: Type.Optional(
    Type.Enum(['ancestors', 'descendants'], { description: 'Both, ancestors first, when none is named.' }),
  ),
  depth: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1_000_000,
      description: 'Steps at the most; any number by default.',
    }),
  ),
  resources: Type.Enum(['all', 'images'], {
    default: 'all',
    description: 'Only images: a list without edges, with depths counted in images.',
  }),
  running: Type.Boolean({
    default: false,
    description:
      'Of the descendants, only instances that are not terminated, each with the edge from the image that it was launched from. A page looks at so many resources and no more: it may hold few, or none, and yet have a `nextCursor`.',
  }),
  asOf: Type.Optional(AsOf),
  limit: Limit,
  cursor: Type.Optional(Cursor),
});

const getImageLineage = endpoint({
  method: 'GET',
  path: '/v1/images/:imageId/lineage',
  allow: ['member', 'reader', 'auditor'],
  tag: 'images',
  summary: 'Ask what an image came of, and what came of it, at any depth',
  description: [
    'Breadth first: by depth, then by id. Edges join what is on a page with each other, with the image and with what stood on pages before.',
    'What is gone keeps its place.',
    'For the image’s owner, auditors and platform administrators.',
    'To an owner, descendants in other accounts are an id, a kind and an account, and whether an instance runs; never a name or tags.',
    'Ancestors end where another account’s resource is reached: what that came of is for its own owner to know.',
  ].join(' '),
  params: ImageIdParams,
  query: LineageQuery,
  answer: ImageLineage,
});

@Controller()
export class GetImageLineageController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(getImageLineage)
  async get(@Input() input: InputOf<typeof getImageLineage>): Promise<object> {
    const { params, caller, query } = input;
    const { depth, limit, cursor } = query;
    const selected = { selection: selectionOf(query), directions: directionsOf(query) };
    const { images, instances, launchPermissions, lineage, snapshots, volumes } = views;
    const asOf = await this.gate.pass(input, [
      images,
      instances,
      launchPermissions,
      lineage,
      snapshots,
      volumes,
    ]);
    const page = await this.queries.execute(
      new GetImageLineage(params.imageId, caller, {
        ...selected,
        limit,
        ...(depth === undefined ? {} : { depth }),
        ...(asOf === undefined ? {} : { asOf }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
    );
    return lineageAnswer(page);
  }
}

type Asked = Static<typeof LineageQuery>;

/** Throws InvalidRequest. */
function selectionOf({ running, resources, direction }: Asked): LineageSelection {
  if (!running) return resources === 'images' ? 'images' : 'everything';
  if (resources === 'images') throw contradiction('/resources');
  if (direction === 'ancestors') throw contradiction('/direction');
  return 'running';
}

const contradiction = (pointer: string): InvalidRequest =>
  new InvalidRequest([{ in: 'query', pointer, detail: 'says something else than running' }]);

function directionsOf({ direction, running }: Asked): readonly LineageDirection[] {
  if (direction !== undefined) return [direction];
  return running ? ['descendants'] : ['ancestors', 'descendants'];
}
