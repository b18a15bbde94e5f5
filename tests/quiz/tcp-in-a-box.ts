/** Many connections side by side in one real box, each on a port of its own, which do as they are told. */
import type { Box } from '#driver/box';
import { openBox } from '#driver/open';
import type { Rule } from '#protocol/wire';
import { sceneOfSources } from '../sandbox/scene.ts';
import { printed } from '../sandbox/seen.ts';

/** Orders come as lines: "connect 5000", "send 5000 120", "close 5000". */
const OBEYS = `import socket, sys

def told():
    for number, line in enumerate(sys.stdin):
        for order in line.split(';'):
            yield order.split()
        print('done', number, flush=True)
`;
const CLIENT = `${OBEYS}
ends = {}
for verb, port, *more in told():
    port = int(port)
    if verb == 'connect':
        ends[port] = socket.socket()
        ends[port].setblocking(False)
        ends[port].connect_ex(('10.0.0.2', port))
    elif verb == 'send':
        ends[port].setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ends[port].send(bytes(int(more[0])))
    else:
        ends[port].close()
`;
const SERVER = `${OBEYS}
ends = {}
for verb, port, *more in told():
    port = int(port)
    if verb == 'listen':
        ends[port] = [socket.create_server(('10.0.0.2', port))]
    elif verb == 'accept':
        ends[port].append(ends[port][0].accept()[0])
    else:
        ends[port][1].close()
`;

export type Order = { by: 'client' | 'server'; text: string };

export class TcpBox implements AsyncDisposable {
  readonly box: Box;
  readonly #told = { client: 0, server: 0 };

  private constructor(box: Box) {
    this.box = box;
  }

  static async open(): Promise<TcpBox> {
    const box = await openBox(sceneOfSources('pair', { 'client@client': CLIENT, 'server@server': SERVER }));
    await box.start('server', { mode: 'plain' });
    await box.start('client', { mode: 'plain' });
    return new TcpBox(box);
  }

  /** Resolves when all have been carried out, in this order on each host, and everything has come to rest. */
  async obey(orders: readonly Order[], rules: readonly Rule[] = []): Promise<void> {
    await this.box.setWire({ rules: [...rules] });
    await Promise.all(
      (['client', 'server'] as const).map(async host => {
        const lines = orders.filter(({ by }) => by === host).map(({ text }) => text);
        // A terminal's line has at most 4095 bytes (termios(3)).
        for (let at = 0; at < lines.length; at += 50)
          await this.#tell(host, lines.slice(at, at + 50).join(';'));
      }),
    );
    await this.box.settled();
  }

  async #tell(host: 'client' | 'server', line: string): Promise<void> {
    this.box.terminal(host)?.write(`${line}\n`);
    await printed(this.box, host, `done ${this.#told[host]}`);
    this.#told[host] += 1;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.box.close();
  }
}
