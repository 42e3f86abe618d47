import { databaseOf, makeLogger, runProcess } from '#runtime';
import { listen } from '../api/listen';
import { OperationModule } from '../api/operation.module';
import { makeServer } from '../api/server';
import { ProjectorModule } from './projector.module';

void runProcess(
  'Image Ledger: projectors and process managers. Needs DATABASE_URL; shows its health and metrics at PORT.',
  async (configuration) => {
    const logger = makeLogger(configuration.logLevel);
    const parts = { configuration, connection: databaseOf(configuration), logger };
    const app = await makeServer(parts, [OperationModule, ProjectorModule]);
    logger.info({ address: await listen(app, configuration) }, 'ready');
    return { logger, stop: () => app.close() };
  },
);
