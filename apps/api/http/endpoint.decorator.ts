import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
  type ExecutionContext,
  type Type,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import {
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Type as Schema, type TSchema } from 'typebox';
import { querySchemaOf, type EndpointDeclaration } from './endpoint';
import { nameSchema, referenceTo } from './named-schemas';
import { readRequest } from './request';

const ENDPOINT = 'endpoint';

/** Makes a method of a controller the handler of an endpoint. */
export function Endpoint(declaration: EndpointDeclaration): MethodDecorator {
  const { method, path, status = 200 } = declaration;
  return applyDecorators(
    RequestMapping({ method: RequestMethod[method], path }),
    HttpCode(status),
    SetMetadata(ENDPOINT, declaration),
    RouteConfig({ endpoint: declaration }),
    ...documentation(declaration),
  );
}

/** What a controller declares. */
export const endpointsOf = (controller: Type): readonly EndpointDeclaration[] =>
  Object.values(Object.getOwnPropertyDescriptors(controller.prototype))
    .map(({ value }: PropertyDescriptor) => value as unknown)
    .filter((method) => typeof method === 'function')
    .map((method) => Reflect.getMetadata(ENDPOINT, method) as EndpointDeclaration | undefined)
    .filter((declaration) => declaration !== undefined);

/** The checked input of the endpoint: `InputOf<typeof declaration>`. */
export const Input = createParamDecorator((_: unknown, execution: ExecutionContext) =>
  readRequest(execution.switchToHttp().getRequest<FastifyRequest>()),
);

function documentation(declaration: EndpointDeclaration): MethodDecorator[] {
  const { tag, summary, description, params, body, status = 200, allow, writes } = declaration;
  return [
    ApiTags(tag),
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ...Object.entries(params?.properties ?? {}).map(([name, schema]) =>
      ApiParam({ name, schema: referenceTo(schema) }),
    ),
    ...Object.entries(querySchemaOf(declaration).properties).map(([name, schema]) =>
      queryParameter(name, schema),
    ),
    ...(body === undefined ? [] : [ApiBody({ schema: referenceTo(body) })]),
    ...(allow === 'everybody' ? [] : [ApiBearerAuth(), ...CALL_HEADERS]),
    ...(writes === true ? WRITE_HEADERS : []),
    ApiResponse({ status, description: 'Done.', schema: answerSchemaOf(declaration) }),
    ApiResponse({
      status: 'default',
      description: 'Refused: problem details (RFC 9457).',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }),
  ];
}

/** A dry run with a plan answers something else, and is said so; others answer what would be recorded alone. */
function answerSchemaOf({ answer, plan }: EndpointDeclaration): Record<string, unknown> {
  if (plan === undefined) return referenceTo(answer);
  const dryRun = {
    allOf: [referenceTo(DryRun), { type: 'object', properties: { plan: referenceTo(plan) } }],
  };
  return { anyOf: [referenceTo(answer), dryRun] };
}

const DryRun = nameSchema(
  'DryRun',
  Schema.Object(
    {
      dryRun: Schema.Literal(true),
      wouldRecord: Schema.Array(Schema.Object({ event: Schema.String(), data: Schema.Object({}) })),
      planDigest: Schema.String({
        description: 'Sent back with the call itself: exactly this, or a refusal.',
      }),
    },
    { description: 'What `dryRun=true` answers.' },
  ),
);

const queryParameter = (name: string, schema: TSchema): MethodDecorator =>
  ApiQuery({ name, required: false, schema: referenceTo(schema) });

const header = (name: string, description: string): MethodDecorator =>
  ApiHeader({ name, required: false, description, schema: { type: 'string' } });

const CALL_HEADERS = [
  header('Ledger-Account', 'The account to act for. Platform administrators only.'),
  header('Ledger-Region', 'The region to act in; the first configured one by default.'),
  header(
    'traceparent',
    'W3C trace context: comes with the answer again, and stands in the log and in events.',
  ),
  header('Ledger-Position', 'A position that an earlier answer carried: this answer is not from before it.'),
];

const WRITE_HEADERS = [
  header(
    'Idempotency-Key',
    'Names this request: sending it again has no further effect and gives the same answer.',
  ),
  header('If-Match', 'The ETag the resource must still have.'),
];
