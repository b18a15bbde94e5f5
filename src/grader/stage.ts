/**
 * The checker's own sockets on the hosts of a box, for functions that are asked about sockets and
 * frames: what they should answer is what the kernel does with real ones, or what the wire has carried.
 */
import type { FrameEvent } from '#protocol/events';
import type { Network } from '#protocol/network';
import { addressOf } from '#protocol/scene';
import { dissect } from '#trace/dissect';
import type { Summary } from '#trace/layer';
import type { HostSettings } from './host-settings.ts';
import { KernelChoice, type Packet, type Receiver, type SocketSpec } from './kernel-choice.ts';
import { KernelHop, type OneAddress } from './kernel-hop.ts';
import type { ProgramRun } from './program-run.ts';

const ON_THE_WIRE_MS = 3000;

export type Carried = {
  protocol: 'tcp' | 'udp';
  from: string;
  to: string;
  port: number;
  bytes: Uint8Array;
  /** of UDP: options for the IP header */
  ipOptions?: Uint8Array;
};

export class Stage {
  readonly #run: ProgramRun;
  readonly #choice: KernelChoice;
  readonly #hop: KernelHop;

  /** @param settings of the run's hosts; whoever else changes them has the same */
  constructor(run: ProgramRun, settings: HostSettings) {
    this.#run = run;
    this.#choice = new KernelChoice(run.box, run.scene.network);
    this.#hop = new KernelHop(run.box, settings);
  }

  /** Which of these sockets of a host gets the packet. They are opened, and it is sent. */
  async receiver(host: string, sockets: readonly SocketSpec[], packet: Packet): Promise<Receiver> {
    return await this.#choice.of(host, sockets, packet);
  }

  /** Whom a host so set asks for by ARP when it sends there; 'unreachable': its kernel knows no way. */
  async nextHop(host: string, setting: OneAddress, destination: string): Promise<string> {
    return await this.#hop.of(host, setting, destination);
  }

  /** Sends bytes from host to host, and gives the frame in which the wire has carried them. */
  async carries(carried: Carried): Promise<Uint8Array> {
    const { box } = this.#run;
    const after = box.trace.length;
    const { protocol, bytes } = carried;
    await (protocol === 'tcp' ? this.#sendTcp(carried) : this.#sendUdp(carried));
    return await this.#frame(after, ({ kind, length }) => kind === protocol && length === bytes.length);
  }

  /** The first question for a neighbour's hardware address that the wire has carried. */
  async question(): Promise<Uint8Array> {
    return await this.#frame(0, ({ text }) => text.startsWith('ARP who-has'));
  }

  async #frame(after: number, is: (summary: Summary) => boolean): Promise<Uint8Array> {
    const signal = AbortSignal.timeout(ON_THE_WIRE_MS);
    const event = await this.#run.box.waitFor(
      each => each.type === 'frame' && each.verb === 'sent' && is(dissect(bytesOf(each)).summary),
      { after, signal },
    );
    return event.type === 'frame' ? bytesOf(event) : new Uint8Array();
  }

  async #sendTcp({ from, to, port, bytes }: Carried): Promise<void> {
    const { box } = this.#run;
    await box.listen(to, port);
    const peer = await box.dial(from, this.#addressOf(to), port);
    await peer.send(bytes);
  }

  async #sendUdp({ from, to, port, bytes, ipOptions }: Carried): Promise<void> {
    const { box } = this.#run;
    await box.openDatagrams(to, { port });
    const peer = await box.openDatagrams(from, ipOptions && { ipOptions });
    await peer.send(this.#addressOf(to), port, bytes);
  }

  #addressOf(name: string): string {
    const { hosts }: Network = this.#run.scene.network;
    return addressOf(hosts.find(host => host.name === name)) ?? name;
  }
}

/** The fields of a frame by their names, as an opened frame shows them. */
export const fieldsIn = (frame: Uint8Array): ReadonlyMap<string, string> =>
  new Map(dissect(frame).layers.flatMap(({ fields }) => fields.map(({ key, value }) => [key, value])));

const bytesOf = ({ bytes }: FrameEvent): Uint8Array => Buffer.from(bytes ?? '', 'base64');
