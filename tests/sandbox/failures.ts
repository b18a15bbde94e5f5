/**
 * What tests of failures share: a network with one host written wrong, how a program's call ended,
 * and what became of every frame. Failures are told by events and errno, never by time.
 */
import { expect } from 'vitest';
import type { Box } from '#driver/box';
import { loadNetwork } from '#driver/scenes';
import type { FrameEvent, TraceEvent } from '#protocol/events';
import type { Host, Network } from '#protocol/network';
import { type Dissection, dissect } from '#trace/dissect';
import type { Summary } from '#trace/layer';
import { framesOf } from './seen.ts';

/** A network of the course in which one host is written otherwise. */
export function altered(name: string, host: string, wrong: Partial<Host>): Network {
  const { hosts } = loadNetwork(name);
  return { hosts: hosts.map(each => (each.name === host ? { ...each, ...wrong } : each)) };
}

type Returned = Extract<TraceEvent, { type: 'return' }>;

/** Resolves with how the first such call of a program ended, from event `after` on. */
export async function returned(box: Box, program: string, call: string, after = 0): Promise<Returned> {
  const found = await box.waitFor(
    event => event.type === 'return' && event.program === program && event.call === call,
    { after },
  );
  return found as Returned;
}

/** Resolves when the kernel has a program asleep in this system call. */
export async function asleep(box: Box, program: string, syscall: string): Promise<void> {
  await box.waitFor(
    event => event.type === 'blocked' && event.program === program && event.syscall === syscall,
  );
}

/** A frame that a host has sent, and all that happened to it. */
export type Carried = Pick<FrameEvent, 'id' | 'link' | 'from'> & {
  summary: Summary;
  text: string;
  /** of a TCP segment, as it stands in the header */
  window: number | null;
  /** "delivered", "dropped", …, in order */
  fate: FrameEvent['verb'][];
};

/** All frames on cables, from event `after` on, in the order in which they were sent. */
export function carried(box: Box, after = 0): Carried[] {
  const frames = new Map<number, Carried>();
  for (const event of framesOf(box.trace.slice(after))) {
    if (event.verb === 'sent') frames.set(event.id, { ...decoded(event), fate: [] });
    else frames.get(event.id)?.fate.push(event.verb);
  }
  return [...frames.values()];
}

/** Resolves with these frames once there are so many of them. */
export async function frames(
  box: Box,
  count: number,
  match: (frame: Carried) => boolean,
  after = 0,
): Promise<Carried[]> {
  const matching = (): Carried[] => carried(box, after).filter(match);
  await box.waitFor(event => event.type === 'frame' && matching().length >= count, { after });
  return matching();
}

/** Texts of the frames that a host has sent into a link. */
export const texts = (all: readonly Carried[], from: string, link?: string): string[] =>
  all
    .filter(frame => frame.from === from && (link === undefined || frame.link === link))
    .map(({ text }) => text);

export const isNotArp = (text: string): boolean => !text.startsWith('ARP');

/**
 * Asserts that a host did nothing but ask by ARP for one address, three times, and got no answer.
 * TCP takes the kernel's "host unreachable" as a sign to try at once (RFC 6069, tcp_ld_RTO_revert),
 * so that it is asked for again although connect() has failed already.
 */
export function askedInVain(seen: readonly Carried[], host: string, address: string): void {
  expect(new Set(seen.map(({ from, text }) => `${from}: ${text}`))).toEqual(
    new Set([`${host}: ARP who-has ${address}`]),
  );
  expect(seen.length).toBeGreaterThanOrEqual(3);
}

const known = new WeakMap<FrameEvent, Omit<Carried, 'fate'>>();

/** A trace is looked through again at every event: each frame is decoded once. */
function decoded(event: FrameEvent): Omit<Carried, 'fate'> {
  const before = known.get(event);
  if (before !== undefined) return before;
  const bytes = Buffer.from(event.bytes ?? '', 'base64');
  const { layers, summary } = dissect(bytes);
  const { id, link, from } = event;
  const told = { id, link, from, summary, text: summary.text, window: windowIn(layers, bytes) };
  known.set(event, told);
  return told;
}

function windowIn(layers: Dissection['layers'], bytes: Buffer): number | null {
  const field = layers.flatMap(({ fields }) => fields).find(({ key }) => key === 'tcp.window');
  return field === undefined ? null : bytes.readUInt16BE(field.offset);
}

/**
 * A program that prints a counter of its host's kernel.
 *
 * @param file "snmp" or "netstat", of /proc/net: a line of names, then a line of values, each behind a prefix
 */
export const counter = (file: 'snmp' | 'netstat', prefix: string, name: string): string =>
  `rows = [line.split() for line in open('/proc/net/${file}')]
names, values = [row for row in rows if row[0] == '${prefix}:']
print(values[names.index('${name}')])
`;
