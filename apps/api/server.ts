import helmet from '@fastify/helmet';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LedgerModule, NestLog, Settings, type LedgerParts } from '#runtime';
import { FrontDoor } from './access/front-door';
import { correlate } from './http/correlation';
import { letTypesOfNothingBe } from './http/empty-body';
import { GracefulStop } from './http/graceful-stop';
import { publishApi } from './http/openapi';
import { RequestLog } from './http/request-log';

/** A process of the service, made of modules of which one is `OperationModule`; ready to listen. */
export async function makeServer(
  parts: LedgerParts,
  modules: readonly Type[],
): Promise<NestFastifyApplication> {
  const { bodyLimit, trustedProxies } = parts.configuration;
  const adapter = new FastifyAdapter({
    bodyLimit,
    // Where nobody is trusted, who calls is whoever connects.
    trustProxy: trustedProxies === undefined ? false : [...trustedProxies],
    forceCloseConnections: 'idle',
    // Whoever still gets through while it closes is answered like everybody else, and told to go.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 255 },
  });
  const root = { module: Root, imports: [LedgerModule.of(parts), ...modules] };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: new NestLog(parts.logger),
    abortOnError: false,
  });
  try {
    await open(app);
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function open(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  // First of all, so that refusals have its headers too.
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: PAGES } });
  const { corsOrigins } = app.get(Settings);
  if (corsOrigins !== undefined) await letPagesCall(app, corsOrigins);
  // Before any route: each is then checked for its rule, and every request passes the front door.
  correlate(server);
  letTypesOfNothingBe(server);
  app.get(RequestLog).attach(server);
  app.get(GracefulStop).attach(server);
  await app.get(FrontDoor).guard(server);
  publishApi(app);
  await app.init();
}

/** Pages of these origins may show their own tokens; no cookie is ever asked for. */
async function letPagesCall(app: NestFastifyApplication, origins: readonly string[]): Promise<void> {
  app.enableCors({
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'traceparent', ...REQUEST_HEADERS],
    exposedHeaders: [
      'etag',
      'ledger-correlation',
      'ledger-position',
      'location',
      'retry-after',
      'traceparent',
    ],
    maxAge: 600,
    strictPreflight: false,
  });
  await app.getHttpAdapter().getInstance().after();
}

const REQUEST_HEADERS = ['idempotency-key', 'if-match', 'ledger-account', 'ledger-position', 'ledger-region'];

class Root {}

/** What the documentation pages need, and no more. */
const PAGES = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  styleSrc: ["'self'", "'unsafe-inline'"],
  objectSrc: ["'none'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
};
