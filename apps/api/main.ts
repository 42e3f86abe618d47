import { databaseOf, makeLogger, runProcess } from '#runtime';
import { ApiModule } from './api.module';
import { listen } from './listen';
import { makeServer } from './server';

void runProcess('Image Ledger: the HTTP service. Needs DATABASE_URL.', async (configuration) => {
  const logger = makeLogger(configuration.logLevel);
  const parts = { configuration, connection: databaseOf(configuration), logger };
  const app = await makeServer(parts, [ApiModule]);
  logger.info({ address: await listen(app, configuration) }, 'ready');
  return { logger, stop: () => app.close() };
});
