import type { ImportRule } from './import-rule';

/** Folders of apps/api that are no use case, but what use cases are made with. */
const SHARED_BY_USE_CASES = ['access', 'http', 'reading', 'resources'].join('|');

/** All that is ours, except for some libs. */
const oursBut = (...libs: readonly string[]): string => `^(?:apps/|test/|libs/(?!(?:${libs.join('|')})/))`;

/** Who may import what, in production code. What only specs use is free to reach wherever it has to. */
export const importRules: readonly ImportRule[] = [
  {
    sentence: 'event-sourcing imports nothing of ours',
    from: '^libs/event-sourcing/',
    mayNot: oursBut('event-sourcing'),
    planted: {
      path: 'libs/event-sourcing/planted.ts',
      text: `import { images } from '#machine-images';`,
      imports: 'libs/machine-images/index.ts',
    },
  },
  {
    sentence: 'event-sourcing knows no database and no framework',
    from: '^libs/event-sourcing/',
    mayNot: '^npm:(?!(?:canonicalize|uuid)$)',
    planted: {
      path: 'libs/event-sourcing/planted.ts',
      text: `export type { DataSource } from 'typeorm';`,
      imports: 'npm:typeorm (type)',
    },
  },
  {
    sentence: 'machine-images imports event-sourcing and nothing else, not even from Node',
    from: '^libs/machine-images/',
    mayNot: '^(?!libs/machine-images/|libs/event-sourcing/index)',
    planted: {
      path: 'libs/machine-images/image/planted.ts',
      text: `import { randomUUID } from 'node:crypto';`,
      imports: 'node:crypto',
    },
  },
  {
    sentence: 'compute imports event-sourcing and the port that machine-images declares, and no other lib',
    from: '^libs/compute/',
    mayNot: oursBut('compute', 'event-sourcing', 'machine-images'),
    planted: {
      path: 'libs/compute/planted.ts',
      text: `import { PostgresEventStore } from '#event-store-postgres';`,
      imports: 'libs/event-store-postgres/index.ts',
    },
  },
  {
    sentence: 'access imports event-sourcing, Node’s crypto and the types of TypeORM',
    from: '^libs/access/',
    mayNot: '^(?!libs/access/|libs/event-sourcing/index|node:crypto$|npm:typeorm \\(type\\)$)',
    planted: {
      path: 'libs/access/planted.ts',
      text: `import { DataSource } from 'typeorm';`,
      imports: 'npm:typeorm',
    },
  },
  {
    sentence: 'event-store-postgres imports event-sourcing and no other lib',
    from: '^libs/event-store-postgres/',
    mayNot: oursBut('event-store-postgres', 'event-sourcing'),
    planted: {
      path: 'libs/event-store-postgres/planted.ts',
      text: `import type { Projector } from '#projections';`,
      imports: 'libs/projections/index.ts (type)',
    },
  },
  {
    sentence: 'event-store-db imports event-sourcing and no other lib',
    from: '^libs/event-store-db/',
    mayNot: oursBut('event-store-db', 'event-sourcing'),
    planted: {
      path: 'libs/event-store-db/planted.ts',
      text: `import { PostgresEventStore } from '#event-store-postgres';`,
      imports: 'libs/event-store-postgres/index.ts',
    },
  },
  {
    sentence: 'projections imports event-sourcing and no other lib',
    from: '^libs/projections/',
    mayNot: oursBut('projections', 'event-sourcing'),
    planted: {
      path: 'libs/projections/planted.ts',
      text: `import { views } from '#views';`,
      imports: 'libs/views/index.ts',
    },
  },
  {
    sentence: 'views imports projections and the libs that have the events',
    from: '^libs/views/',
    mayNot: oursBut('views', 'projections', 'event-sourcing', 'machine-images', 'access'),
    planted: {
      path: 'libs/views/planted.ts',
      text: `import { PostgresEventStore } from '#event-store-postgres';`,
      imports: 'libs/event-store-postgres/index.ts',
    },
  },
  {
    sentence:
      'only event-store-postgres, the embedded server and the lock of its own session use the classes of pg',
    from: '^(?!libs/event-store-postgres/|libs/runtime/active-lock|apps/standalone/)',
    mayNot: '^npm:pg$',
    planted: {
      path: 'libs/runtime/planted.ts',
      text: `import { Pool, type ClientConfig } from 'pg';`,
      imports: 'npm:pg',
    },
  },
  {
    sentence: 'the domain and the kernel do not even know the types of pg',
    from: '^libs/(?!event-store-postgres/|runtime/)',
    mayNot: '^npm:pg \\(type\\)$',
    planted: {
      path: 'libs/projections/planted.ts',
      text: `import type { ClientConfig } from 'pg';`,
      imports: 'npm:pg (type)',
    },
  },
  {
    sentence: 'only event-store-db knows the client of EventStoreDB, and what it is made of',
    from: '^(?!libs/event-store-db/)',
    mayNot: '^npm:(?:@eventstore/|@grpc/|google-protobuf)',
    planted: {
      path: 'libs/runtime/planted.ts',
      text: `const { EventStoreDBClient } = await import('@eventstore/db-client');`,
      imports: 'npm:@eventstore/db-client',
    },
  },
  {
    sentence: 'only the front door reads JSON Web Tokens',
    from: '^(?:libs/|apps/(?!api/access/))',
    mayNot: '^npm:jose',
    planted: {
      path: 'apps/api/get-image/planted.ts',
      text: `import { decodeJwt } from 'jose';`,
      imports: 'npm:jose',
    },
  },
  {
    sentence: 'the framework stays in apps and runtime',
    from: '^libs/(?!runtime/)',
    mayNot: '^npm:@nestjs/',
    planted: {
      path: 'libs/views/planted.ts',
      text: `import { Injectable } from '@nestjs/common';`,
      imports: 'npm:@nestjs/common',
    },
  },
  {
    sentence: 'only runtime puts the libs together: no lib imports it',
    from: '^libs/(?!runtime/)',
    mayNot: '^libs/runtime/',
    planted: {
      path: 'libs/access/planted.ts',
      text: `import type { Settings } from '#runtime';`,
      imports: 'libs/runtime/index.ts (type)',
    },
  },
  {
    sentence: 'no lib imports an app',
    from: '^libs/',
    mayNot: '^apps/',
    planted: {
      path: 'libs/runtime/planted.ts',
      text: `import { main } from '../../apps/api/main';`,
      imports: 'apps/api/main.ts',
    },
  },
  {
    sentence: 'a lib is entered by its index alone',
    from: '^(?:libs/([^/]+)/|apps/)',
    mayNot: '^libs/(?!$1/)[^/]+/(?!index\\.ts)',
    planted: {
      path: 'apps/api/planted.ts',
      text: `import { decide } from '../../libs/machine-images/image/decide';`,
      imports: 'libs/machine-images/image/decide.ts',
    },
  },
  {
    sentence: 'the API knows no other app',
    from: '^apps/api/',
    mayNot: '^apps/(?!api/)',
    planted: {
      path: 'apps/api/planted.ts',
      text: `export { project } from '../projector/project';`,
      imports: 'apps/projector/project.ts',
    },
  },
  {
    sentence: 'the projector takes its server and the pages about operation from the API, and nothing else',
    from: '^apps/projector/',
    mayNot: '^apps/(?!projector/|api/(?:listen|server|operation\\.module)\\.ts)',
    planted: {
      path: 'apps/projector/planted.ts',
      text: `import { ApiModule } from '../api/api.module';`,
      imports: 'apps/api/api.module.ts',
    },
  },
  {
    sentence: 'use cases of the API do not import one another',
    from: '^apps/api/(?!use-cases/)([^/]+)/',
    mayNot: `^apps/api/(?!$1/|(?:${SHARED_BY_USE_CASES})/)[^/]+/`,
    planted: {
      path: 'apps/api/get-image/planted.ts',
      text: `import { RegisterImage } from '../register-image/register-image';`,
      imports: 'apps/api/register-image/register-image.ts',
    },
  },
  {
    sentence: 'nothing imports a spec, a test, or what only they use',
    from: '^(?:apps|libs)/',
    mayNot: '^test/|\\.(?:spec|testing)(?:\\.ts)?(?: \\(type\\))?$',
    planted: {
      path: 'libs/views/planted.ts',
      text: `import { testDatabase } from '../../test/support/database';`,
      imports: 'test/support/database.ts',
    },
  },
  {
    sentence: 'every import leads somewhere',
    from: '^',
    mayNot: '^unknown:',
    planted: {
      path: 'libs/views/planted.ts',
      text: `import { gone } from './gone';`,
      imports: 'unknown:./gone',
    },
  },
];
