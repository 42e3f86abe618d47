import { Server, ServerCredentials, status, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import * as streams from '@eventstore/db-client/generated/streams_pb';
import { TcpBalancer } from '../tcp-balancer';
import { classicAppend, StubBatchAppends } from './stub-appends';
import type { ReadCall, StubMode } from './stub-call';
import { noFaults, strikes, type StubFaults } from './stub-faults';
import { StubLog } from './stub-log';
import { exception, nameIn, streamDeleted } from './stub-messages';
import { read } from './stub-reads';

export interface StubOptions {
  readonly mode?: StubMode;
  /** On the loopback address; a free one by default. */
  readonly port?: number;
  /** Keeps the log, so that another process can go on with it. */
  readonly file?: string;
  /** The leader's clock, in milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Stands in for an EventStoreDB where none runs: a gRPC server that answers as its source says, and goes wrong as its
 * users say. It is a fixture: it keeps everything in memory and promises nothing.
 */
export class StubServer {
  readonly faults: StubFaults = noFaults();
  readonly log: StubLog;
  /** Reads and subscriptions that are under way. */
  readonly reading = new Set<ReadCall>();
  /** How many messages were sent to those who read. */
  written = 0;
  private readonly mode: StubMode;
  private server = new Server();
  private network: TcpBalancer | undefined;
  private lastPort: number;

  constructor({ mode = '24.2', port = 0, file, now = Date.now }: StubOptions = {}) {
    this.mode = mode;
    this.lastPort = port;
    this.log = new StubLog(now, file);
  }

  static async started(options: StubOptions = {}): Promise<StubServer> {
    const stub = new StubServer(options);
    await stub.start();
    return stub;
  }

  get port(): number {
    return this.lastPort;
  }

  get connections(): number {
    return this.network?.connections ?? 0;
  }

  get connectionString(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  async start(): Promise<void> {
    this.server = new Server({ 'grpc.max_receive_message_length': 17 * 1_048_576 });
    this.server.addService(StreamsService, this.handlers());
    this.server.addService(ServerFeaturesService, {
      getSupportedMethods: (_: unknown, answer: sendUnaryData<SupportedMethods>) => this.features(answer),
    });
    const behind = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
        error === null ? resolve(port) : reject(error),
      );
    });
    // Connections are cut and frozen in front of it, so that it needs to know nothing of networks.
    this.network = await TcpBalancer.at(this.lastPort, { host: '127.0.0.1', port: behind });
    this.lastPort = this.network.port;
  }

  /** As when the process is killed. The log stays. */
  async stop(): Promise<void> {
    await this.network?.close();
    this.server.forceShutdown();
    this.reading.clear();
    this.log.forgetRecentIds();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Every connection is reset. */
  cut(): void {
    this.network?.cut();
  }

  /** Nothing passes any more, and nobody is told; new connections are taken all the same. */
  freeze(): void {
    this.network?.freeze();
  }

  thaw(): void {
    this.network?.thaw();
  }

  /** Ends every subscription as if all were said. */
  endSubscriptions(): void {
    for (const call of this.reading) if (call.request.getOptions()?.hasSubscription() === true) call.end();
  }

  private handlers() {
    const { log, faults, mode } = this;
    return {
      read: (call: ReadCall) => {
        this.reading.add(call);
        const isOver = (): boolean => this.reading.delete(call);
        call.on('cancelled', isOver).on('close', isOver).on('finish', isOver);
        void read(log, mode, faults, this.counted(call));
      },
      append: (call: Parameters<typeof classicAppend>[2], answer: sendUnaryData<streams.AppendResp>): void =>
        void classicAppend(log, faults, call, answer),
      batchAppend: (call: ConstructorParameters<typeof StubBatchAppends>[2]) =>
        new StubBatchAppends(log, faults, call),
      delete: (
        { request }: ServerUnaryCall<streams.DeleteReq, streams.DeleteResp>,
        answer: sendUnaryData<streams.DeleteResp>,
      ): void => {
        const stream = nameIn(request.getOptions()?.getStreamIdentifier());
        if (log.readable(stream) === 'deleted') return answer(streamDeleted(stream));
        log.delete(stream, 'softly');
        answer(null, new streams.DeleteResp());
      },
      tombstone: (
        { request }: ServerUnaryCall<streams.TombstoneReq, streams.TombstoneResp>,
        answer: sendUnaryData<streams.TombstoneResp>,
      ): void => {
        log.delete(nameIn(request.getOptions()?.getStreamIdentifier()), 'for-ever');
        answer(null, new streams.TombstoneResp());
      },
    };
  }

  private counted(call: ReadCall): ReadCall {
    const write = call.write.bind(call) as (message: streams.ReadResp) => boolean;
    return Object.assign(call, {
      write: (message: streams.ReadResp): boolean => {
        this.written++;
        return write(message);
      },
    });
  }

  private features(answer: sendUnaryData<SupportedMethods>): void {
    if (strikes(this.faults, 'featureFailures'))
      return answer(exception(status.INTERNAL, 'something broke', {}));
    const names = ['read', 'append', 'batchappend', 'delete', 'tombstone'];
    const methods = names.map((name) =>
      new SupportedMethod().setMethodName(name).setServiceName('event_store.client.streams.streams'),
    );
    answer(
      null,
      new SupportedMethods()
        .setEventStoreServerVersion(this.mode === '23.10' ? '23.10.8' : '24.2.0')
        .setMethodsList(methods),
    );
  }
}
