import { PersonalDataSeal, WritePath } from '#event-sourcing';
import { makeLogger, runProcess, type Configuration } from '#runtime';
import { ApiModule } from '../api/api.module';
import { listen } from '../api/listen';
import { makeServer } from '../api/server';
import { ProjectorModule } from '../projector/projector.module';
import { firstAdministratorToken } from './administrator';
import { startEmbeddedPostgres } from './embedded-postgres/embedded-postgres';
import { welcome } from './welcome';

void runProcess(
  'Image Ledger: everything in one process, with a PostgreSQL of its own unless DATABASE_URL is set.',
  async (configuration) => {
    // What is said to people goes to the standard output; the log stays out of its way.
    const logger = makeLogger(configuration.logLevel, process.stderr);
    const postgres = await databaseOf(configuration);
    try {
      const parts = { configuration, connection: postgres.connection, logger };
      const app = await makeServer(parts, [ApiModule, ProjectorModule]);
      const token =
        configuration.adminToken === undefined
          ? await firstAdministratorToken(
              app.get(WritePath),
              app.get(PersonalDataSeal),
              configuration.adminAccount,
            )
          : undefined;
      const address = await listen(app, configuration);
      process.stdout.write(welcome({ address, database: postgres.name, token }));
      const stop = async (): Promise<void> => {
        await app.close();
        await postgres.stop();
      };
      return { logger, stop };
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  },
);

interface Database {
  readonly connection: Parameters<typeof makeServer>[0]['connection'];
  /** For people. */
  readonly name: string;
  stop(): Promise<void>;
}

async function databaseOf({ databaseUrl, dataDirectory }: Configuration): Promise<Database> {
  if (databaseUrl !== undefined) {
    const { host, pathname } = new URL(databaseUrl);
    return {
      connection: { connectionString: databaseUrl },
      name: `PostgreSQL at ${host}${pathname}`,
      stop: async () => {},
    };
  }
  const { connection, home, stop } = await startEmbeddedPostgres({ dataDirectory });
  return { connection, name: `embedded PostgreSQL in ${home}`, stop };
}
