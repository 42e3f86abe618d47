import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Configuration } from '#runtime';

/** Answers the address to call it at, with the port that was really taken. */
export async function listen(
  app: NestFastifyApplication,
  { host, port }: Pick<Configuration, 'host' | 'port'>,
): Promise<string> {
  await app.listen(port, host);
  const address = app.getHttpServer().address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
}
