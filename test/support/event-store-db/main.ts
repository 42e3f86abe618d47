import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { StubMode } from './stub-call';
import type { StubFaults } from './stub-faults';
import { StubServer } from './stub-server';

const USAGE = `node dist/test/support/event-store-db/main.js [--port N] [--mode 23.10|24.2] [--file PATH] [--control N]
  --port N      where it listens, on the loopback address (any)
  --mode MODE   the version that it answers like (24.2)
  --file PATH   keeps the log, for a process that goes on after this one was killed
  --control N   where it is told what goes wrong (any): POST /faults with any of them as JSON,
                /cut, /freeze, /thaw, /end-subscriptions, /restart`;

const MODES: Record<string, StubMode> = { '23.10': '23.10', '24.2': '24.2' };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      mode: { type: 'string', default: '24.2' },
      file: { type: 'string' },
      control: { type: 'string', default: '0' },
    },
  });
  const mode = MODES[values.mode];
  if (mode === undefined) throw new Error(USAGE);
  const { port, file } = values;
  const server = await StubServer.started({
    mode,
    port: Number(port),
    ...(file === undefined ? {} : { file }),
  });
  const control = controlOf(server);
  await once(control.listen(Number(values.control), '127.0.0.1'), 'listening');
  const { port: controlPort } = control.address() as AddressInfo;
  console.log(`EventStoreDB stub ready: ${server.connectionString} control http://127.0.0.1:${controlPort}`);
}

const controlOf = (server: StubServer) =>
  createServer((request, response) => {
    void act(server, request).then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(400).end(String(error)),
    );
  });

async function act(server: StubServer, request: IncomingMessage): Promise<void> {
  const commands: Record<string, () => unknown> = {
    '/faults': async () => Object.assign(server.faults, (await json(request)) as Partial<StubFaults>),
    '/cut': () => server.cut(),
    '/freeze': () => server.freeze(),
    '/thaw': () => server.thaw(),
    '/end-subscriptions': () => server.endSubscriptions(),
    '/restart': () => server.restart(),
  };
  const command = commands[request.url ?? ''];
  if (command === undefined) throw new Error(`no such command: ${request.url ?? ''}`);
  await command();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
