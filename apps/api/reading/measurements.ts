import { Injectable } from '@nestjs/common';
import { Metrics } from '#runtime';
import { Health } from './health';

/** All metrics of this process as Prometheus reads them; how far the readers are is looked up when it is asked for. */
@Injectable()
export class Measurements {
  constructor(
    private readonly metrics: Metrics,
    private readonly health: Health,
  ) {}

  get contentType(): string {
    return this.metrics.registry.contentType;
  }

  async read(): Promise<string> {
    const { readers } = await this.health.readiness();
    // Another process may have taken over what was failing here.
    this.metrics.readerFailing.reset();
    for (const { name: reader, position, lag, state } of readers) {
      this.metrics.readerPosition.set({ reader }, Number(position));
      this.metrics.readerLag.set({ reader }, lag);
      if (state !== undefined) this.metrics.readerFailing.set({ reader }, state === 'failing' ? 1 : 0);
    }
    return this.metrics.registry.metrics();
  }
}
