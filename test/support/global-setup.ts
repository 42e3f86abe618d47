import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../apps/standalone/embedded-postgres/embedded-postgres';

/** One server for all tests of a run. What it holds need not survive anything, so it may be fast. */
export default async function startTestServer(): Promise<void> {
  if (process.env['TEST_DATABASE_URL'] !== undefined) return;
  const dataDirectory = mkdtempSync(join(tmpdir(), 'ledger-test-'));
  // So that the server's user may enter it when tests run as root, and everything is gone with the directory.
  chmodSync(dataDirectory, 0o755);
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '300',
  };
  const server = await startEmbeddedPostgres({ dataDirectory, settings });
  const { user, password, host, port } = server.connection;
  process.env['TEST_DATABASE_URL'] =
    `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/postgres`;
  Object.assign(globalThis, { testServer: { stop: () => server.stop(), dataDirectory } });
}
