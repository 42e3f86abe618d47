import { rmSync } from 'node:fs';

interface TestServer {
  readonly dataDirectory: string;
  stop(): Promise<void>;
}

export default async function stopTestServer(): Promise<void> {
  const { testServer } = globalThis as { testServer?: TestServer };
  await testServer?.stop();
  if (testServer !== undefined) rmSync(testServer.dataDirectory, { recursive: true, force: true });
}
