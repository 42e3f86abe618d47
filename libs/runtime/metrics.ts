import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds. */
const LATENCIES = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** One registry per process: what Prometheus reads from `/metrics`. */
export class Metrics {
  readonly registry = new Registry();

  readonly requests = new Histogram({
    name: 'ledger_http_request_duration_seconds',
    help: 'Time to answer a request, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: LATENCIES,
    registers: [this.registry],
  });
  readonly commands = new Histogram({
    name: 'ledger_command_duration_seconds',
    help: 'Time to decide and record a command, by its name and outcome (done, refused, failed).',
    labelNames: ['command', 'outcome'],
    buckets: LATENCIES,
    registers: [this.registry],
  });
  readonly appends = new Histogram({
    name: 'ledger_append_duration_seconds',
    help: 'Time for the event store to acknowledge an append.',
    buckets: LATENCIES,
    registers: [this.registry],
  });
  readonly refusals = new Counter({
    name: 'ledger_refusals_total',
    help: 'Refused requests, by the code of the refusal.',
    labelNames: ['code'],
    registers: [this.registry],
  });

  readonly refusalsLeftOut = new Counter({
    name: 'ledger_refusals_left_out_total',
    help: 'Refusals that the log should hold and does not: there were too many, or it could not be reached.',
    registers: [this.registry],
  });

  /** Set when they are asked for. */
  readonly readerPosition = new Gauge({
    name: 'ledger_reader_position',
    help: 'Position in the log that a projector or process manager has reached.',
    labelNames: ['reader'],
    registers: [this.registry],
  });
  readonly readerLag = new Gauge({
    name: 'ledger_reader_lag_events',
    help: 'Events recorded that a projector or process manager has not read yet.',
    labelNames: ['reader'],
    registers: [this.registry],
  });
  readonly readerFailing = new Gauge({
    name: 'ledger_reader_failing',
    help: '1 while a projector or process manager of this process is stopped by an error.',
    labelNames: ['reader'],
    registers: [this.registry],
  });

  /** Set by what follows the log, only in processes that could. */
  readonly standing = new Gauge({
    name: 'ledger_readers_state',
    help: '1 for what this process is: active (its projectors and process managers follow the log), or standby.',
    labelNames: ['state'],
    registers: [this.registry],
  });
  readonly takeovers = new Counter({
    name: 'ledger_takeovers_total',
    help: 'How often this process became active after it had stood by.',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
