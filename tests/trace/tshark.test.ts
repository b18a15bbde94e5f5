/** Our dissector against tshark, field by field, on a real capture (fixtures/capture.py made it). */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { dissect } from '#trace/dissect';
import type { Dissection } from '#trace/layer';
import { framesOf } from './pcap.ts';

const file = fileURLToPath(new URL('./fixtures/pair.pcap', import.meta.url));

/**
 * tshark's field, our layer, our field. Not ip.frag_offset: tshark counts it in units of 8 bytes here
 * and in bytes elsewhere; dissect.test.ts has the places of the fragments.
 */
const FIELDS = [
  ['eth.dst', 'Ethernet', 'destination'],
  ['eth.src', 'Ethernet', 'source'],
  ['eth.type', 'Ethernet', 'type'],
  ['arp.opcode', 'ARP', 'operation'],
  ['arp.src.hw_mac', 'ARP', 'sender hardware address'],
  ['arp.src.proto_ipv4', 'ARP', 'sender protocol address'],
  ['arp.dst.hw_mac', 'ARP', 'target hardware address'],
  ['arp.dst.proto_ipv4', 'ARP', 'target protocol address'],
  ['ip.hdr_len', 'IPv4', 'header length'],
  ['ip.dsfield', 'IPv4', 'type of service'],
  ['ip.len', 'IPv4', 'total length'],
  ['ip.id', 'IPv4', 'identification'],
  ['ip.ttl', 'IPv4', 'time to live'],
  ['ip.proto', 'IPv4', 'protocol'],
  ['ip.checksum', 'IPv4', 'header checksum'],
  ['ip.src', 'IPv4', 'source'],
  ['ip.dst', 'IPv4', 'destination'],
  ['ipv6.tclass', 'IPv6', 'traffic class'],
  ['ipv6.flow', 'IPv6', 'flow label'],
  ['ipv6.plen', 'IPv6', 'payload length'],
  ['ipv6.nxt', 'IPv6', 'next header'],
  ['ipv6.hlim', 'IPv6', 'hop limit'],
  ['ipv6.src', 'IPv6', 'source'],
  ['ipv6.dst', 'IPv6', 'destination'],
  ['tcp.srcport', 'TCP', 'source port'],
  ['tcp.dstport', 'TCP', 'destination port'],
  ['tcp.seq_raw', 'TCP', 'sequence number'],
  ['tcp.ack_raw', 'TCP', 'acknowledgement number'],
  ['tcp.hdr_len', 'TCP', 'data offset'],
  ['tcp.window_size_value', 'TCP', 'window'],
  ['tcp.checksum', 'TCP', 'checksum'],
  ['tcp.urgent_pointer', 'TCP', 'urgent pointer'],
  ['udp.srcport', 'UDP', 'source port'],
  ['udp.dstport', 'UDP', 'destination port'],
  ['udp.length', 'UDP', 'length'],
  ['udp.checksum', 'UDP', 'checksum'],
  ['icmp.type', 'ICMP', 'type'],
  ['icmp.code', 'ICMP', 'code'],
  ['icmp.checksum', 'ICMP', 'checksum'],
  ['icmp.ident', 'ICMP', 'identifier'],
  ['icmp.seq', 'ICMP', 'sequence number'],
] as const;

const OPTIONS = [
  ['tcp.options.mss_val', /^maximum segment size (\d+)/],
  ['tcp.options.wscale.shift', /^window scale (\d+)/],
  ['tcp.options.timestamp.tsval', /^timestamps (\d+) /],
  ['tcp.options.timestamp.tsecr', /^timestamps \d+ (\d+)/],
] as const;

const FLAGS = [
  ['tcp.flags.syn', 'SYN'],
  ['tcp.flags.fin', 'FIN'],
  ['tcp.flags.reset', 'RST'],
  ['tcp.flags.push', 'PSH'],
  ['tcp.flags.urg', 'URG'],
  ['tcp.flags.ack', 'ACK'],
] as const;

const names = [...FIELDS, ...OPTIONS, ...FLAGS, ['tcp.len'] as const].map(([name]) => name);

function hasTshark(): boolean {
  try {
    execFileSync('tshark', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** One record of field to value per frame; of a field that occurs twice (a quoted header) the first. */
function tsharkRows(): Record<string, string>[] {
  const output = execFileSync(
    'tshark',
    [
      ...['-r', file, '-T', 'fields', '-E', 'occurrence=f', '-E', 'separator=|'],
      ...['-o', 'ip.defragment:FALSE', '-o', 'ip.decode_tos_as_diffserv:TRUE'],
      ...names.flatMap(name => ['-e', name]),
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return output
    .trimEnd()
    .split('\n')
    .map(line => Object.fromEntries(line.split('|').map((value, index) => [names[index] ?? '', value])));
}

/** Both notations of a number as one: "0x0800 (IPv4)" and "0x0800", "20 bytes" and "20". */
function plain(text: string): string {
  const number = /^(0x[0-9a-f]+|\d+)(?= |$)/.exec(text)?.[1];
  return number === undefined ? text : String(Number(number));
}

const ours = ({ layers }: Dissection, layer: string, field: string): string | undefined =>
  layers.find(({ name }) => name === layer)?.fields.find(({ name }) => name === field)?.value;

const skipped = hasTshark() ? '' : ' — SKIPPED: tshark is not installed (apt-get install tshark)';

test.skipIf(skipped !== '')(`every field of a real capture is as tshark reads it${skipped}`, () => {
  const rows = tsharkRows();
  const frames = framesOf(readFileSync(file)).map(dissect);
  expect(rows).toHaveLength(frames.length);
  const compared = new Set<string>();
  for (const [index, frame] of frames.entries()) {
    const row = rows[index] ?? {};
    const options = frame.layers.flatMap(({ fields }) => fields.filter(({ name }) => name === 'option'));
    const expected: Record<string, string> = {};
    const seen: Record<string, string> = {};
    const compare = (name: string, mine: string | undefined): void => {
      if (mine === undefined) return;
      expected[name] = plain(row[name] ?? '');
      seen[name] = plain(mine);
      compared.add(name);
    };
    for (const [name, layer, field] of FIELDS) compare(name, ours(frame, layer, field));
    for (const [name, pattern] of OPTIONS) {
      compare(
        name,
        options.map(({ value }) => pattern.exec(value)?.[1]).find(value => value !== undefined),
      );
    }
    const { flags } = frame.summary;
    for (const [name, flag] of FLAGS) compare(name, flags && (flags.includes(flag) ? '1' : '0'));
    if (frame.summary.kind === 'tcp') compare('tcp.len', String(frame.summary.length));
    expect(seen, `frame ${index + 1}`).toEqual(expected);
  }
  expect([...compared].sort()).toEqual([...names].sort());
});
