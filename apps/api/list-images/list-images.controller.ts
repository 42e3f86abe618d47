import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type, type Static } from 'typebox';
import { imageAccessViews, views, type ImageFilters } from '#views';
import type { Caller } from '../http/caller';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { LastLaunches } from '../reading/last-launches';
import { ReadGate } from '../reading/read-gate';
import {
  AsOf,
  Cursor,
  Limit,
  OwnerFilter,
  pageSchema,
  presentPage,
  TagFilter,
  tagsOfFilter,
} from '../resources/fields';
import { imageOfRow } from '../resources/image';
import { Image, IMAGE_STATES } from '../resources/image-fields';
import { ListImages } from './list-images';

const Filters = Type.Object({
  owner: Type.Optional(OwnerFilter),
  visibility: Type.Optional(Type.Enum(['private', 'public', 'shared'])),
  executableBy: Type.Optional(
    Type.String({
      pattern: '^(self|all|\\d{12})$',
      description:
        'As EC2’s ExecutableUsers: shared by name with an account; with the caller, its organization or a unit that it is in (`self`); or public (`all`). To auditors and platform administrators, an account means all that it may launch, or could `asOf` a time: its own, public and shared, by the organization and units that it was in, and by what it allowed itself.',
    }),
  ),
  name: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 128,
      description: '`*` and `?` stand for any text and any letter.',
    }),
  ),
  state: Type.Optional(
    Type.Enum(IMAGE_STATES, {
      description: 'Deregistered images are listed only when they are asked for.',
    }),
  ),
  deprecated: Type.Optional(
    Type.Boolean({ description: 'Deprecated images of others are not listed in any case.' }),
  ),
  revoked: Type.Optional(Type.Boolean()),
  retained: Type.Optional(
    Type.Boolean({
      description: 'In the Recycle Bin, as EC2’s ListImagesInRecycleBin; such are deregistered.',
    }),
  ),
  tag: Type.Optional(TagFilter),
});

const listImages = endpoint({
  method: 'GET',
  path: '/v1/images',
  allow: ['member', 'reader', 'auditor'],
  tag: 'images',
  summary: 'List images, as they are or as they were',
  description: 'Newest first. Lists what the caller may see: its own, those shared with it, and public ones.',
  query: Type.Object({
    asOf: Type.Optional(AsOf),
    ...Filters.properties,
    limit: Limit,
    cursor: Type.Optional(Cursor),
  }),
  answer: pageSchema(Image),
});

@Controller()
export class ListImagesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly launches: LastLaunches,
  ) {}

  @Endpoint(listImages)
  async list(@Input() input: InputOf<typeof listImages>): Promise<object> {
    const asOf = await this.gate.pass(input, [...imageAccessViews, views.instances, views.resourceHistory]);
    const { caller, region, query } = input;
    const { page, allowance } = await this.queries.execute(
      new ListImages({
        viewer: caller,
        filters: filtersOf(query, region, caller),
        limit: query.limit,
        ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
        ...(asOf === undefined ? {} : { asOf }),
      }),
    );
    const at = asOf ?? new Date();
    const lastLaunchOf = await this.launches.of(page.items, caller, asOf);
    return presentPage(page, (row) => ({
      ...imageOfRow(row, caller, at),
      ...lastLaunchOf(row.imageId),
      ...allowance.shownOf(row),
    }));
  }
}

function filtersOf(
  {
    owner,
    tag,
    visibility,
    executableBy,
    name,
    state,
    deprecated,
    revoked,
    retained,
  }: Static<typeof Filters>,
  region: string,
  { account }: Caller,
): ImageFilters {
  return {
    region,
    ...(owner === undefined ? {} : { ownerId: owner === 'self' ? account : owner }),
    ...asked({ visibility, executableBy, name, state, deprecated, revoked, retained }),
    ...(tag === undefined ? {} : { tags: tagsOfFilter(tag) }),
  };
}

type Asked<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

const asked = <Fields extends object>(fields: Fields): Asked<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Asked<Fields>;
