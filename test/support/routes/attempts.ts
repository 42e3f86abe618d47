import { querySchemaOf, type EndpointDeclaration } from '../../../apps/api/http/endpoint';
import type { RouteExample } from './route-example';
import { sampleOf, schemaOf, type Schema } from './sample';
import { mistakesIn } from './schema-mistakes';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is wrong in one thing, and what has to be said about it. */
export interface Attempt {
  readonly what: string;
  readonly request: Request;
  readonly statuses: readonly number[];
  /** Where the mistake is, and the pointer to it. */
  readonly at?: readonly [place: 'path' | 'query' | 'header' | 'body', pointer: string];
}

const NOT_VALID = [400, 422];

/** Other values for what the example says. */
interface Changes {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function requestOf(
  { method, path }: EndpointDeclaration,
  example: RouteExample,
  { params = {}, query, body = example.body, headers }: Changes = {},
): Request {
  const named: Readonly<Record<string, string>> = { ...example.params, ...params };
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    if (named[name] === undefined) throw new Error(`the example of ${method} ${path} has no params.${name}`);
    return encodeURIComponent(named[name]);
  });
  const queries = [example.query, query].filter((one) => one !== undefined).join('&');
  return {
    method,
    path: queries === '' ? filled : `${filled}?${queries}`,
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers }),
  };
}

/** Everything that can be wrong with the shape of a request. */
export const misshapen = (endpoint: EndpointDeclaration, example: RouteExample): readonly Attempt[] => [
  ...misshapenBodies(endpoint, example),
  ...misshapenPaths(endpoint, example),
  ...misshapenQueries(endpoint, example),
  ...misshapenHeaders(endpoint, example),
];

/** More than the route takes. */
const endlessFor = ({ bodyLimit = 2 ** 20 }: EndpointDeclaration): string => 'x'.repeat(bodyLimit);

function misshapenBodies(endpoint: EndpointDeclaration, example: RouteExample): readonly Attempt[] {
  if (endpoint.method === 'GET') return [];
  const json = { 'content-type': 'application/json' };
  const request = (body: unknown, headers = json): Request => requestOf(endpoint, example, { body, headers });
  return [
    ...mistakesInBody(endpoint, example).map(({ what, value, pointer }) => ({
      what: `a body with ${what}`,
      request: request(JSON.stringify(value)),
      statuses: NOT_VALID,
      at: ['body', pointer] as const,
    })),
    { what: 'a body that is no JSON', request: request('{"a":'), statuses: [400] },
    { what: 'an endless body', request: request({ reason: endlessFor(endpoint) }), statuses: [413] },
    {
      what: 'a body that does not say that it is JSON',
      request: request('a=b', { 'content-type': 'text/csv' }),
      statuses: [415],
    },
  ];
}

/** What has no body takes no field. */
function mistakesInBody({ body }: EndpointDeclaration, example: RouteExample) {
  if (body === undefined) return [{ what: 'an unknown field', value: { nonsense: 1 }, pointer: '/nonsense' }];
  const mistakes = mistakesIn(schemaOf(body), example.body ?? {}, 'json');
  return mistakes;
}

function misshapenPaths(endpoint: EndpointDeclaration, example: RouteExample): readonly Attempt[] {
  return Object.entries(propertiesOf(endpoint.params)).flatMap(([name, schema]) =>
    mistakesIn(schema, example.params?.[name], 'text').map(({ what, value }) => ({
      what: `${name} ${what}`,
      request: requestOf(endpoint, example, { params: { [name]: String(value) } }),
      statuses: NOT_VALID,
      at: ['path', `/${name}`] as const,
    })),
  );
}

function misshapenQueries(endpoint: EndpointDeclaration, example: RouteExample): readonly Attempt[] {
  if (endpoint.allow === 'everybody') return [];
  const attempt = (what: string, query: string, pointer: string): Attempt => ({
    what: `a query with ${what}`,
    request: requestOf(endpoint, { ...example, query: '' }, { query }),
    statuses: NOT_VALID,
    at: ['query', pointer],
  });
  const parameters = Object.entries(propertiesOf(querySchemaOf(endpoint)));
  return [
    attempt('an unknown parameter', 'nonsense=1', '/nonsense'),
    ...parameters.flatMap(([name, schema]) =>
      mistakesIn(schema, sampleOf(schema), 'text').map(({ what, value, pointer }) =>
        attempt(`${name} ${what}`, queryOf(name, value), `/${name}${pointer}`),
      ),
    ),
    ...parameters
      .filter(([, { type }]) => type !== 'array')
      .map(([name, schema]) => attempt(`${name} twice`, twice(name, sampleOf(schema)), `/${name}`)),
  ];
}

const queryOf = (name: string, value: unknown): string =>
  (Array.isArray(value) ? value : [value])
    .map((one) => `${name}=${encodeURIComponent(String(one))}`)
    .join('&');

const twice = (name: string, value: unknown): string => queryOf(name, [value, value]);

const OF_ANOTHER_LOG = '00000000-0000-4000-8000-000000000000:1';

function misshapenHeaders(endpoint: EndpointDeclaration, example: RouteExample): readonly Attempt[] {
  if (endpoint.allow === 'everybody') return [];
  const attempt = (name: string, value: string, statuses = [400]): Attempt => ({
    what: `${name}: ${value.slice(0, 40)}`,
    request: requestOf(endpoint, example, { headers: { [name]: value } }),
    statuses,
    ...(statuses[0] === 400 ? { at: ['header', `/${name}`] as const } : {}),
  });
  return [
    attempt('ledger-region', 'mars-north-1'),
    attempt('ledger-account', '12'),
    attempt('ledger-position', 'here'),
    ...(endpoint.writes === true
      ? badWriteHeaders(attempt, endpoint)
      : [attempt('ledger-position', OF_ANOTHER_LOG, [410])]),
  ];
}

const badWriteHeaders = (
  attempt: (name: string, value: string, statuses?: number[]) => Attempt,
  { status, condition }: EndpointDeclaration,
): readonly Attempt[] => [
  attempt('idempotency-key', 'with spaces in it'),
  attempt('idempotency-key', ''),
  attempt('idempotency-key', 'x'.repeat(256)),
  attempt('if-match', 'seven'),
  attempt('if-match', 'W/"1"'),
  attempt('if-match', '"1", "2"'),
  // What is made now, or is many, has no revision that could be asked for.
  attempt('if-match', '"999999"', [status === 201 || condition === 'none' ? 400 : 412]),
];

const propertiesOf = (schema: EndpointDeclaration['params']): Readonly<Record<string, Schema>> =>
  schema === undefined ? {} : (schemaOf(schema).properties ?? {});
