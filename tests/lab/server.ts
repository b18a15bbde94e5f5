/** The server's end of the one WebSocket, as a test drives it: real sockets, scripted answers. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { packChannel, unpackChannel } from '#protocol/channels';
import type { PageMessage, ServerMessage } from '#protocol/messages';

type Type = PageMessage['type'];
type Of<T extends Type> = Extract<PageMessage, { type: T }>;

export class LabServer implements AsyncDisposable {
  readonly received: PageMessage[] = [];
  /** keys, as they came */
  readonly typed: { channel: number; bytes: Uint8Array }[] = [];
  /** connections ever opened */
  connections = 0;
  #server: WebSocketServer | undefined;
  #page: WebSocket | undefined;
  #port = 0;
  readonly #waiting = new Set<() => void>();

  static async start(): Promise<LabServer> {
    const server = new LabServer();
    await server.listen();
    return server;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}/lab`;
  }

  /** Listens, on the same port as before. */
  async listen(): Promise<void> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: this.#port });
    this.#server = server;
    server.on('connection', page => {
      this.#page = page;
      this.connections += 1;
      page.on('message', (data, isBinary) => {
        if (!isBinary) this.received.push(JSON.parse(String(data)) as PageMessage);
        else this.#keys(new Uint8Array(data as Buffer));
        this.#look();
      });
      this.#look();
    });
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Ends the page's connection, as a broken network does, or with a close code. */
  drop(code?: number): void {
    if (code === undefined) this.#page?.terminate();
    else this.#page?.close(code);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    for (const page of server.clients) page.terminate();
    await new Promise(resolve => server.close(resolve));
  }

  send(message: ServerMessage): void {
    this.#page?.send(JSON.stringify(message));
  }

  print(channel: number, text: string): void {
    this.#page?.send(packChannel(channel, new TextEncoder().encode(text)));
  }

  /** Takes the first message of this type that was not taken yet, waiting for it if need be. */
  async take<T extends Type>(type: T): Promise<Of<T>> {
    await this.until(() => this.received.some(message => message.type === type));
    const [message] = this.received.splice(
      this.received.findIndex(candidate => candidate.type === type),
      1,
    );
    return message as Of<T>;
  }

  /** Resolves when this holds, looked at after everything that comes. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.add(resolve);
      await promise;
      this.#waiting.delete(resolve);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #keys(message: Uint8Array): void {
    const unpacked = unpackChannel(message);
    if (unpacked) this.typed.push({ channel: unpacked.channel, bytes: unpacked.payload });
  }

  #look(): void {
    for (const look of this.#waiting) look();
  }
}
