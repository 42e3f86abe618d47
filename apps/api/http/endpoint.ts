import { Type, type Static, type TObject, type TSchema } from 'typebox';
import type { Role } from '#access';
import type { EndpointInput } from './request';

/** Who may call: some roles, or everybody, also without a token. There is no default. */
export type Rule = readonly [Role, ...Role[]] | 'everybody';

type Fields = TObject;

/**
 * All there is to say about a route, once: its rule, its validation, its types and its place in the OpenAPI document
 * are made from it.
 */
export interface EndpointDeclaration {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters as `:name`. */
  readonly path: string;
  readonly allow: Rule;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** A write takes `Idempotency-Key`, `If-Match`, `dryRun`, `planDigest` and `reason`. */
  readonly writes?: boolean;
  /** Bytes that its body may have, where that is more than other bodies may. */
  readonly bodyLimit?: number;
  /** Entries of its body are taken or refused one by one, also for text that cannot be kept. */
  readonly entryByEntry?: true;
  /** `none`: it changes many resources at once, and none of them has to be as it was. */
  readonly condition?: 'none';
  readonly status?: 200 | 201;
  readonly params?: Fields;
  readonly query?: Fields;
  readonly body?: TSchema;
  /** Where fields of the domain stand in the body, when not at its top. */
  readonly placed?: Readonly<Record<string, string>>;
  readonly answer: TSchema;
  /** Of a write: what its dry run shows besides what would be recorded. */
  readonly plan?: TSchema;
}

export const endpoint = <const E extends EndpointDeclaration>(declaration: E): E => declaration;

const messages = new WeakMap<EndpointDeclaration, string>();

/** Says which command or query an endpoint makes of a request. */
export const nameMessageOf = (declaration: EndpointDeclaration, message: string): void =>
  void messages.set(declaration, message);

export const messageOf = (declaration: EndpointDeclaration): string | undefined => messages.get(declaration);

type StaticOf<T> = T extends TSchema ? Static<T> : undefined;

/** What a handler gets: everything checked, nothing left to parse. */
export type InputOf<E extends EndpointDeclaration> = EndpointInput<
  StaticOf<E['params']>,
  StaticOf<E['query']>,
  StaticOf<E['body']>
>;

/** Why, in the actor's words. Recorded with every event that the request brings about. */
export const Reason = Type.String({
  minLength: 1,
  maxLength: 1_000,
  description: 'Why, in your words; kept for ever.',
});

const WriteQuery = {
  dryRun: Type.Optional(
    Type.Boolean({
      default: false,
      description: 'Answer what would be recorded, or the refusal; record nothing.',
    }),
  ),
  planDigest: Type.Optional(
    Type.String({
      pattern: '^[0-9a-f]{64}$',
      examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
      description: 'From a dry run: do exactly what it showed, or refuse.',
    }),
  ),
  reason: Type.Optional(Reason),
};

export const NO_FIELDS = Type.Object({}, { additionalProperties: false });
const querySchemas = new WeakMap<EndpointDeclaration, Fields>();

/** The endpoint's own query parameters and those that every write has. */
export function querySchemaOf(declaration: EndpointDeclaration): Fields {
  const known = querySchemas.get(declaration);
  if (known !== undefined) return known;
  const common = declaration.writes === true ? WriteQuery : {};
  const fields = { ...declaration.query?.properties, ...common };
  const schema =
    Object.keys(fields).length === 0 ? NO_FIELDS : Type.Object(fields, { additionalProperties: false });
  querySchemas.set(declaration, schema);
  return schema;
}
