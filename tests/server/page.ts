/** A page's end of the lab socket, as a test drives it: a real WebSocket that keeps all it was sent. */
import { WebSocket } from 'ws';
import { packChannel, unpackChannel } from '#protocol/channels';
import { type PageMessage, ServerMessage } from '#protocol/messages';

type Type = ServerMessage['type'];
type Of<T extends Type> = Extract<ServerMessage, { type: T }>;

export class Page implements AsyncDisposable {
  readonly messages: ServerMessage[] = [];
  /** bytes of output got, by channel */
  readonly output = new Map<number, Buffer>();
  closeCode: number | null = null;
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data, isBinary) => {
      if (isBinary) this.#bytes(data as Buffer);
      else this.messages.push(ServerMessage.parse(JSON.parse(String(data))));
      for (const look of this.#waiting) look();
    });
    socket.on('close', code => {
      this.closeCode = code;
      for (const look of this.#waiting) look();
    });
    socket.on('error', () => undefined);
  }

  /** Connects; rejects with the status of a refused upgrade. */
  static async connect(port: number, headers: Record<string, string> = {}, path = '/lab'): Promise<Page> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    const page = new Page(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('unexpected-response', (request, { statusCode }) => {
        request.destroy();
        reject(new Error(`status ${statusCode}`));
      });
      socket.once('error', reject);
    });
    return page;
  }

  send(message: PageMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  sendRaw(data: string | Uint8Array): void {
    this.#socket.send(data);
  }

  type(channel: number, text: string): void {
    this.#socket.send(packChannel(channel, Buffer.from(text)));
  }

  /** Stops reading from the network, as a page does whose main thread is busy. */
  freeze(): void {
    this.#socket.pause();
  }

  thaw(): void {
    this.#socket.resume();
  }

  all<T extends Type>(type: T): Of<T>[] {
    return this.messages.filter((message): message is Of<T> => message.type === type);
  }

  /** seqs of all events got, in the order they came */
  get seqs(): number[] {
    return this.all('trace').flatMap(({ events }) => events.map(({ seq }) => seq));
  }

  text(channel: number): string {
    return this.output.get(channel)?.toString('utf8') ?? '';
  }

  /** Resolves with the nth message of this type, counted from 1. */
  async got<T extends Type>(type: T, nth = 1): Promise<Of<T>> {
    await this.until(() => this.all(type).length >= nth);
    const message = this.all(type)[nth - 1];
    if (message === undefined) throw new Error('unreachable');
    return message;
  }

  async ask<T extends Type>(message: PageMessage, type: T): Promise<Of<T>> {
    const before = this.all(type).length;
    this.send(message);
    return await this.got(type, before + 1);
  }

  /** Resolves when the condition holds, looked at after every message. */
  async until(holds: () => boolean): Promise<void> {
    if (holds()) return;
    await new Promise<void>(resolve => {
      const look = (): void => {
        if (!holds()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
  }

  /** Cuts the connection without a goodbye. */
  cut(): void {
    this.#socket.terminate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.terminate();
    await this.until(() => this.closeCode !== null);
  }

  #bytes(data: Buffer): void {
    const unpacked = unpackChannel(data);
    if (unpacked === undefined) throw new Error('an empty message');
    const { channel, payload } = unpacked;
    this.output.set(channel, Buffer.concat([this.output.get(channel) ?? Buffer.alloc(0), payload]));
  }
}
