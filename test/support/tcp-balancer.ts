import { once } from 'node:events';
import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net';

/** A plain balancer of TCP connections: to whoever takes the connection, one after the other. */
export class TcpBalancer {
  private readonly server: Server;
  /** Each with the one that it is joined to. */
  private readonly sockets = new Map<Socket, Socket>();
  /** Those who connected, joined to somebody or not yet. */
  private readonly clients = new Set<Socket>();
  private turn = 0;
  private isFrozen = false;

  private constructor(private readonly targets: readonly NetConnectOpts[]) {
    // Half-closed connections are passed on as they are.
    this.server = createServer({ allowHalfOpen: true }, (socket) => this.take(socket));
  }

  static to(...targets: readonly NetConnectOpts[]): Promise<TcpBalancer> {
    return TcpBalancer.at(0, ...targets);
  }

  static async at(port: number, ...targets: readonly NetConnectOpts[]): Promise<TcpBalancer> {
    const balancer = new TcpBalancer(targets);
    await once(balancer.server.listen(port, '127.0.0.1'), 'listening');
    return balancer;
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  get connections(): number {
    return this.sockets.size / 2;
  }

  /** As a network that fails: nothing passes any more, not even over new connections, and nobody is told. */
  freeze(): void {
    this.isFrozen = true;
    for (const socket of this.sockets.keys()) socket.unpipe().pause();
  }

  thaw(): void {
    this.isFrozen = false;
    for (const [socket, other] of this.sockets) socket.pipe(other);
  }

  /** Resets every connection. */
  cut(): void {
    for (const socket of this.sockets.keys()) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    for (const socket of [...this.sockets.keys(), ...this.clients]) socket.destroy();
    if (this.server.listening) await once(this.server.close(), 'close');
  }

  /** Every target once, each time from the next one on. */
  private inTurn(): readonly NetConnectOpts[] {
    const first = this.turn++ % this.targets.length;
    return [...this.targets.slice(first), ...this.targets.slice(0, first)];
  }

  private take(client: Socket): void {
    this.clients.add(client);
    client.on('close', () => this.clients.delete(client)).on('error', () => {});
    this.pass(client, this.inTurn());
  }

  private pass(client: Socket, [target, ...others]: readonly NetConnectOpts[]): void {
    if (target === undefined) return void client.destroy();
    const behind = connect({ ...target, allowHalfOpen: true });
    const refused = (): void => this.pass(client, others);
    behind.once('error', refused);
    behind.once('connect', () => {
      behind.off('error', refused);
      this.join(client, behind);
    });
  }

  private join(client: Socket, behind: Socket): void {
    if (client.destroyed) return void behind.destroy();
    for (const [socket, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      this.sockets.set(socket, other);
      if (!this.isFrozen) socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroySoon();
      });
    }
  }
}
