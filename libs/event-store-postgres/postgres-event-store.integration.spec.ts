import { eventStoreContract } from '../../test/support/event-store-contract';
import { testDatabase } from '../../test/support/database';
import { PostgresEventStore } from '#event-store-postgres';

eventStoreContract('the event store on PostgreSQL', async () => {
  const database = await testDatabase();
  return {
    store: new PostgresEventStore({ connectionString: database.url }),
    release: () => database.drop(),
  };
});
