import { Type } from 'typebox';
import { LINEAGE_KINDS, type LineagePage } from '#views';
import { nameSchema } from '../http/named-schemas';
import { AccountId, Time } from './fields';
import { present } from './present';

const LineageNode = nameSchema(
  'LineageNode',
  Type.Object({
    id: Type.String({ examples: ['i-0abcdef1234567890'] }),
    kind: Type.Enum(['image', 'instance', 'volume', 'snapshot']),
    direction: Type.Enum(['ancestors', 'descendants']),
    depth: Type.Integer({ minimum: 1, description: 'The fewest steps from the image.' }),
    ownerId: Type.Optional(AccountId),
    running: Type.Optional(
      Type.Integer({
        description:
          'Of an image: how many instances run it, terminated ones left out. Absent where it is for another account to know.',
      }),
    ),
    state: Type.Optional(
      Type.String({
        description: 'Absent where it is for another account to know; of its time with `asOf`.',
      }),
    ),
  }),
);

const LineageEdge = nameSchema(
  'LineageEdge',
  Type.Object(
    {
      from: Type.String(),
      to: Type.String(),
      kind: Type.Enum([...LINEAGE_KINDS], {
        description: 'An instance is `launched-from` an image, a snapshot is a `snapshot-of` a volume …',
      }),
      since: Time,
    },
    { description: 'What `to` names came of what `from` names.' },
  ),
);

export const ImageLineage = nameSchema(
  'ImageLineage',
  Type.Object({
    running: Type.Integer({ description: 'How many instances run the image itself.' }),
    nodes: Type.Array(LineageNode, { description: 'Without the image itself.' }),
    edges: Type.Array(LineageEdge),
    nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page.' })),
  }),
);

export const lineageAnswer = ({ nodes, edges, ...page }: LineagePage): object => ({
  nodes: nodes.map((node) => present({ ...node })),
  edges: edges.map((edge) => present({ ...edge })),
  ...page,
});
