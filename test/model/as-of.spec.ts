import type { DataSource } from 'typeorm';
import { makeDataSource } from '../../libs/runtime/database';
import { testDatabase, type TestDatabase } from '../support/database';
import { checkHistories } from './check-histories';

let home: TestDatabase;
let database: DataSource;

beforeAll(async () => {
  home = await testDatabase();
  database = await makeDataSource({ connectionString: home.url }, 10).initialize();
});
afterAll(async () => {
  await database.destroy();
  await home.drop();
});

describe('What the ledger answers', () => {
  it('is what a model answers that remembers the whole world at every moment', async () => {
    const { moments, answers } = await checkHistories(database, { seed: 20_260_302, steps: 150 });
    expect(moments).toBeGreaterThan(60);
    expect(answers).toBeGreaterThan(1_000);
  });
});
