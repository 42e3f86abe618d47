import type { ClientDuplexStream, ClientReadableStream } from '@grpc/grpc-js';
import { EventStoreDBClient } from '@eventstore/db-client';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import type {
  BatchAppendReq,
  BatchAppendResp,
  ReadReq,
  ReadResp,
} from '@eventstore/db-client/generated/streams_pb';

export type ReadCall = ClientReadableStream<ReadResp>;
export type BatchCall = ClientDuplexStream<BatchAppendReq, BatchAppendResp>;

/** What is read must have been acknowledged before, and what is written is decided there. */
const AT_THE_LEADER = { requiresLeader: true };
/** A call has no end of its own: whoever makes it limits it. */
const FOR_EVER = { deadline: Infinity };

/**
 * The client's connection (its string, certificates, credentials, discovery of the leader) and its generated messages,
 * without what it wraps round them: its own appends and reads print and parse JSON anew, so that no byte is safe, and
 * fail in ways that nobody outside can mend. See docs/adr/0040.
 */
export class StreamsConnection extends EventStoreDBClient {
  declare private opened: boolean | undefined;

  static to(connectionString: string): StreamsConnection {
    // Its factory, which alone reads connection strings, makes no subclasses.
    const client = EventStoreDBClient.connectionString(connectionString);
    return Object.setPrototypeOf(client, StreamsConnection.prototype) as StreamsConnection;
  }

  openRead(request: ReadReq): Promise<ReadCall> {
    this.opened = true;
    return this.GRPCStreamCreator(StreamsClient, 'read', (client) =>
      quiet(client.read(request, ...this.callArguments(AT_THE_LEADER, FOR_EVER))),
    )();
  }

  openBatchAppend(): Promise<BatchCall> {
    this.opened = true;
    return this.GRPCStreamCreator(StreamsClient, 'batchAppend', (client) =>
      quiet(client.batchAppend(...this.callArguments(AT_THE_LEADER, FOR_EVER))),
    )();
  }

  /** Cancels every call. Without closing the channel too, its timers would keep the process for a while. */
  async close(): Promise<void> {
    await this.dispose();
    if (this.opened !== true) return;
    const channel = await this.getChannel().catch(() => undefined);
    channel?.close();
  }
}

/** From its first moment somebody listens for its error, which would end the process otherwise. */
const quiet = <Call extends { on(event: 'error', listener: () => void): unknown }>(call: Call): Call => {
  call.on('error', () => {});
  return call;
};
