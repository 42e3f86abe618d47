import { setTimeout } from 'node:timers/promises';
import type { EventStore } from '#event-sourcing';
import type { Standing } from '#runtime';
import { Caller } from '../support/caller';
import {
  eventStoreEnvironment,
  eventStoreOf,
  startEventStoreOf,
  stopEventStoreOf,
  stubOf,
} from '../support/event-store-of';
import type { StubServer } from '../support/event-store-db';
import { OwnPostgres } from '../support/own-postgres';
import { ADMIN_TOKEN } from '../support/service';
import { runScript, ServiceProcess } from '../support/service-process';

/** What may befall the active one. */
export type Blow = 'killed' | 'stopped' | 'frozen';

/** Nobody is without views for longer, in milliseconds. */
const TAKEOVER_WITHIN = 30_000;
const LOOK_EVERY = 10;

class Projector {
  readonly process: ServiceProcess;
  private address = '';

  constructor(environment: NodeJS.ProcessEnv) {
    this.process = new ServiceProcess({ script: 'apps/projector/main.js', environment });
  }

  async start(): Promise<void> {
    this.address = await this.process.start();
  }

  end(signal: NodeJS.Signals): Promise<number | null> {
    return this.process.end(signal);
  }

  send(signal: NodeJS.Signals): void {
    this.process.send(signal);
  }

  caller(): Caller {
    return new Caller(this.address, undefined);
  }

  async standing(): Promise<Standing | undefined> {
    const answer = await this.caller().get('/health/ready');
    return (answer.body as { state?: Standing }).state;
  }

  /** Throws when it is not so in time. */
  async becomes(wanted: Standing): Promise<void> {
    for (const end = Date.now() + TAKEOVER_WITHIN; (await this.standing()) !== wanted;) {
      if (Date.now() > end) throw new Error(`a projector did not become ${wanted} in ${TAKEOVER_WITHIN} ms`);
      await setTimeout(LOOK_EVERY);
    }
  }
}

/** One API process and two projectors over a PostgreSQL of their own. */
export class Deployment {
  private readonly postgres = new OwnPostgres();
  private api: ServiceProcess | undefined;
  private apiAddress = '';
  private projectors: readonly [active: Projector, standby: Projector] | undefined;

  /** Answers a caller with the administrator's token. */
  async start(): Promise<Caller> {
    await this.postgres.start();
    await startEventStoreOf(this.postgres.url);
    const { environment } = this;
    const active = new Projector(environment);
    await active.start();
    const standby = new Projector(environment);
    this.projectors = [active, standby];
    await standby.start();
    this.api = new ServiceProcess({ script: 'apps/api/main.js', environment });
    this.apiAddress = await this.api.start();
    return new Caller(this.apiAddress, ADMIN_TOKEN);
  }

  /** Throws when events are kept in PostgreSQL. */
  stub(): StubServer {
    return stubOf(this.postgres.url);
  }

  /** Every process, to be asked by itself. */
  callers(): readonly (readonly [name: string, caller: Caller])[] {
    const [active, standby] = this.projectors ?? [];
    if (this.api === undefined || active === undefined || standby === undefined)
      throw new Error('it was not started');
    return [
      ['api', new Caller(this.apiAddress, undefined)],
      ['projector', active.caller()],
      ['other projector', standby.caller()],
    ];
  }

  /** Processes that are no longer there, with their last words. */
  ended(): readonly string[] {
    const processes = [this.api, ...(this.projectors ?? []).map((projector) => projector.process)];
    return processes
      .filter((one) => one?.hasEnded === true)
      .map((one) => `a process ended by itself: ${one?.output.slice(-2_000)}`);
  }

  openLog(): EventStore {
    return eventStoreOf(this.postgres.url);
  }

  /** Answers after how many milliseconds the other one is active. The one that was hit then stands by. */
  async strike(blow: Blow): Promise<number> {
    if (this.projectors === undefined) throw new Error('it was not started');
    const [active, standby] = this.projectors;
    await Promise.all([active.becomes('active'), standby.becomes('standby')]);
    const began = performance.now();
    const recovered = hit(active, blow);
    await standby.becomes('active');
    const took = performance.now() - began;
    await (
      await recovered
    )();
    await active.becomes('standby');
    this.projectors = [standby, active];
    return took;
  }

  compare(): ReturnType<typeof runScript> {
    return runScript('apps/standalone/rebuild.js', ['--compare'], this.environment);
  }

  async remove(): Promise<void> {
    await this.api?.end('SIGTERM');
    for (const projector of this.projectors ?? []) {
      // Who is frozen hears nothing else.
      projector.send('SIGCONT');
      await projector.end('SIGTERM');
    }
    await stopEventStoreOf(this.postgres.url);
    await this.postgres.remove();
  }

  private get environment(): NodeJS.ProcessEnv {
    return {
      DATABASE_URL: this.postgres.url,
      LEDGER_ADMIN_TOKEN: ADMIN_TOKEN,
      LEDGER_REGIONS: 'us-east-1,eu-central-1',
      PORT: '0',
      ...eventStoreEnvironment(this.postgres.url),
    };
  }
}

/** Answers how it gets up again. */
async function hit(projector: Projector, blow: Blow): Promise<() => Promise<void>> {
  switch (blow) {
    case 'killed':
      await projector.end('SIGKILL');
      return () => projector.start();
    case 'stopped':
      await projector.end('SIGTERM');
      return () => projector.start();
    case 'frozen':
      projector.send('SIGSTOP');
      return () => Promise.resolve(projector.send('SIGCONT'));
  }
}
