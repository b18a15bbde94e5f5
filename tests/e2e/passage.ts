/**
 * The way between browser and server as a test holds it in its hands: a TCP proxy that can be cut,
 * that can swallow what passes without closing anything, and that can be whole again.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class Passage implements AsyncDisposable {
  #server: Server | undefined;
  #port = 0;
  #target = 0;
  #swallows = false;
  readonly #sockets = new Set<Socket>();

  static async open(): Promise<Passage> {
    const passage = new Passage();
    await passage.restore();
    return passage;
  }

  /** host and port by which the browser reaches the server */
  get host(): string {
    return `127.0.0.1:${this.#port}`;
  }

  get address(): string {
    return `http://${this.host}/`;
  }

  /** Leads to the server on this port from now on. */
  to(address: string): void {
    this.#target = Number(new URL(address).port);
  }

  /** Resets every connection and refuses new ones. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.resetAndDestroy();
    if (server) await new Promise(resolve => server.close(resolve));
  }

  /** Everything that is sent gets lost, and nothing is closed. */
  swallow(): void {
    this.#swallows = true;
  }

  /** Passes everything, on the same port as before. What was swallowed stays lost. */
  async restore(): Promise<void> {
    this.#swallows = false;
    if (this.#server) return;
    this.#server = createServer(socket => this.#pass(socket));
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cut();
  }

  #pass(page: Socket): void {
    const server = connect(this.#target, '127.0.0.1');
    for (const [from, to] of [
      [page, server],
      [server, page],
    ] as const) {
      this.#sockets.add(from);
      // A connection that has lost bytes must not go on as if nothing had been.
      let isBroken = false;
      from.on('data', bytes => {
        isBroken ||= this.#swallows;
        if (!isBroken) to.write(bytes);
      });
      from.on('end', () => isBroken || to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        if (!isBroken) to.destroy();
      });
    }
  }
}
