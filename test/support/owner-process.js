/**
 * `node owner-process.js <data directory>`: a process that owns an embedded PostgreSQL, until it is told to stop or
 * loses whoever started it.
 */
const { transformFileSync } = require('@swc/core');

require.extensions['.ts'] = (module, path) => module._compile(transformFileSync(path).code, path);

const { startEmbeddedPostgres } = require('../../apps/standalone/embedded-postgres/embedded-postgres');

startEmbeddedPostgres({ dataDirectory: process.argv[2], settings: { fsync: 'off' } }).then((server) => {
  const stop = () => server.stop().then(() => process.exit());
  process.on('message', stop);
  process.on('disconnect', stop);
  process.send({ pid: server.pid });
});
