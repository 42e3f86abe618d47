import type { EndpointDeclaration } from '../../../apps/api/http/endpoint';
import { requestOf, type Attempt } from './attempts';
import type { Fixture } from './fixture';
import type { RouteExample } from './route-example';
import { schemaOf, type Schema } from './sample';

const NOBODYS: Readonly<Record<string, string>> = {
  'image-id': 'ami-fffffffffffffffff',
  'instance-id': 'i-fffffffffffffffff',
  'snapshot-id': 'snap-fffffffffffffffff',
  'volume-id': 'vol-fffffffffffffffff',
};

const idsIn = (schema: EndpointDeclaration['body']): readonly (readonly [string, string])[] =>
  Object.entries<Schema>(schema === undefined ? {} : (schemaOf(schema).properties ?? {})).flatMap(
    ([name, { format }]) => (format !== undefined && format in NOBODYS ? [[name, format] as const] : []),
  );

/** Requests that name what is not there, in the path or in the body. */
export function namingNothing(endpoint: EndpointDeclaration, example: RouteExample): readonly Attempt[] {
  const { params, body } = endpoint;
  const inPath = Object.keys(params?.properties ?? {}).filter(
    (name) => example.mayBeAbsent?.[name] === undefined,
  );
  const formats = Object.fromEntries(idsIn(params));
  const unknown = (name: string): string =>
    schemaOf(params?.properties[name] ?? {}).type === 'integer'
      ? '999999'
      : (NOBODYS[formats[name] ?? ''] ?? 'nothing-has-this');
  return [
    ...inPath.map((name) => ({
      what: `${name} that nothing has`,
      request: requestOf(endpoint, example, {
        params: { [name]: unknown(name) },
      }),
      statuses: [404],
    })),
    ...idsIn(body)
      .filter(([name]) => example.mayBeAbsent?.[name] === undefined)
      .map(([name, format]) => named(endpoint, example, name, NOBODYS[format])),
  ];
}

/** Requests whose body names what another account owns, and keeps to itself. */
export const namingOthers = (
  endpoint: EndpointDeclaration,
  example: RouteExample,
  { ofOthers }: Fixture,
): readonly Attempt[] =>
  idsIn(endpoint.body).map(([name, format]) => named(endpoint, example, name, ofOthers[format]));

const named = (
  endpoint: EndpointDeclaration,
  example: RouteExample,
  name: string,
  id: string | undefined,
): Attempt => {
  const excluded = example.excludes?.[name] ?? [];
  const others = Object.entries(example.body as object).filter(([field]) => !excluded.includes(field));
  return {
    what: `${name} ${String(id)}`,
    request: requestOf(endpoint, example, { body: { ...Object.fromEntries(others), [name]: id } }),
    statuses: [404],
    at: ['body', `/${name}`],
  };
};
