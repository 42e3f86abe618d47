import { Type, type TSchema } from 'typebox';
import type { Counted, ReinstatementPlan, RevocationPlan } from '#machine-images';
import { nameSchema } from '../http/named-schemas';
import { AccountId } from './fields';

/** Of each list, a dry run shows the first; it counts all. */
const SHOWN = 100;

const image = { imageId: Type.String(), ownerId: AccountId };
const version = (description: string) => Type.Optional(Type.Integer({ description }));

const someOf = (item: TSchema, description: string): TSchema =>
  Type.Object(
    {
      count: Type.Integer(),
      items: Type.Array(item, { description: `The first ${SHOWN}.` }),
    },
    { description },
  );

const Movements = Type.Array(
  Type.Object({
    family: Type.Object({ ownerId: AccountId, name: Type.String() }),
    channel: Type.String(),
    from: version('By default it points at none.'),
    to: version('By default it will point at none.'),
  }),
  { description: 'Where channels will end.' },
);

export const RevocationPlanned = nameSchema(
  'RevocationPlan',
  Type.Object({
    images: someOf(Type.Object(image), 'What is revoked with it.'),
    imagesOfOthers: someOf(Type.Object(image), 'What came of it as well and is left alone.'),
    channels: Movements,
    instances: someOf(Type.Object({ instanceId: Type.String(), ...image }), 'What runs all that.'),
  }),
);

export const ReinstatementPlanned = nameSchema(
  'ReinstatementPlan',
  Type.Object({
    images: someOf(
      Type.Object({
        ...image,
        revoked: Type.Boolean({ description: 'Whether it stays revoked, for another cause.' }),
      }),
      'What the cascade had revoked with it.',
    ),
    channels: Movements,
  }),
);

export const shownRevocation = (plan: RevocationPlan): object => ({
  images: counted(plan.images),
  imagesOfOthers: counted(plan.imagesOfOthers),
  channels: plan.channels,
  instances: plan.instances,
});

export const shownReinstatement = (plan: ReinstatementPlan): object => ({
  images: counted(plan.images),
  channels: plan.channels,
});

const counted = <Item>(items: readonly Item[]): Counted<Item> => ({
  count: items.length,
  items: items.slice(0, SHOWN),
});
