import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { Type } from 'typebox';
import { nameSchema, namedSchemas } from './named-schemas';

nameSchema(
  'Problem',
  Type.Object({
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String({ description: 'Stable, for programs.' }),
    ec2Code: Type.Optional(Type.String({ description: 'The code that EC2 answers in this case.' })),
    instance: Type.Optional(Type.String()),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          in: Type.Union([
            Type.Literal('path'),
            Type.Literal('query'),
            Type.Literal('header'),
            Type.Literal('body'),
          ]),
          pointer: Type.String({ description: 'JSON pointer to the field (RFC 6901).' }),
          detail: Type.String(),
        }),
      ),
    ),
  }),
);

export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setTitle('Image Ledger')
    .setDescription('The system of record for machine images.')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, base);
  const components = document.components ?? {};
  return {
    ...document,
    components: { ...components, schemas: { ...components.schemas, ...namedSchemas() } },
  };
}

/** `/openapi.json` and the pages at `/docs`. */
export function publishApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Image Ledger',
  });
}
