import { makeLogger, runProcess } from '#runtime';
import { ApiModule } from '../api/api.module';
import { listen } from '../api/listen';
import { makeServer } from '../api/server';
import { ProjectorModule } from '../projector/projector.module';
import { firstAdministratorToken } from './administrator';
import { ownDatabase } from './database';
import { welcome } from './welcome';

void runProcess(
  'Image Ledger: everything in one process, with a PostgreSQL of its own unless DATABASE_URL is set.',
  async (configuration) => {
    // What is said to people goes to the standard output; the log stays out of its way.
    const logger = makeLogger(configuration.logLevel, process.stderr);
    const postgres = await ownDatabase(configuration);
    try {
      const parts = { configuration, connection: postgres.connection, logger };
      const app = await makeServer(parts, [ApiModule, ProjectorModule]);
      // Before the token, which is shown once: nothing may come between making it and showing it.
      const address = await listen(app, configuration);
      const token =
        configuration.adminToken === undefined
          ? await firstAdministratorToken(app, configuration)
          : undefined;
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
