import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Settings } from '#runtime';
import { Measurements } from '../reading/measurements';

/** Metrics on a port of their own, for a Prometheus on another machine. Whoever reaches the port may read them. */
@Injectable()
export class MetricsPort implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('metrics');
  private server: Server | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly measurements: Measurements,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { metricsPort, host } = this.settings;
    if (metricsPort === undefined) return;
    this.server = createServer((request, response) => void this.answer(request.url, response));
    this.server.listen(metricsPort, host);
    await once(this.server, 'listening');
  }

  beforeApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private async answer(url: string | undefined, response: ServerResponse): Promise<void> {
    if (url !== '/metrics') return void response.writeHead(404).end();
    try {
      const metrics = await this.measurements.read();
      response.writeHead(200, { 'content-type': this.measurements.contentType }).end(metrics);
    } catch (error) {
      this.logger.error(error instanceof Error ? error : String(error));
      response.writeHead(500).end();
    }
  }
}
