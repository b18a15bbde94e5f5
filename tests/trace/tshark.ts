/** What tshark reads in frames: every header and field with its value and its place, from its XML (PDML). */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pcapOf } from './pcap.ts';

export type TsharkField = { name: string; at: number; size: number; value: string };

/** Nothing is put together from several frames: each is read as it stands. */
const AS_IT_STANDS = [
  'ip.defragment:FALSE',
  'ipv6.defragment:FALSE',
  'tcp.desegment_tcp_streams:FALSE',
  'icmp.favor_icmp_mpls:FALSE',
];

/** Why the comparison cannot be made, for a test's name; '' when it can. */
export function withoutTshark(): string {
  try {
    execFileSync('tshark', ['--version'], { stdio: 'ignore' });
    return '';
  } catch {
    return ' — SKIPPED: tshark is not installed (apt-get install tshark)';
  }
}

/** The headers and fields of each frame, in order. */
export function tsharkFields(frames: readonly Uint8Array[]): TsharkField[][] {
  const folder = mkdtempSync(join(tmpdir(), 'sockscope-tshark-'));
  try {
    const file = join(folder, 'frames.pcap');
    writeFileSync(file, pcapOf(frames));
    const args = ['-r', file, '-T', 'pdml', ...AS_IT_STANDS.flatMap(setting => ['-o', setting])];
    const xml = execFileSync('tshark', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 28,
    });
    return xml.split('<packet>').slice(1).map(fieldsIn);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const fieldsIn = (packet: string): TsharkField[] =>
  [...packet.matchAll(/<(?:field|proto) ([^>]*)>/g)].map(([, attributes = '']) => {
    const found = new Map(
      [...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value] as const),
    );
    return {
      name: found.get('name') ?? '',
      at: Number(found.get('pos')),
      size: Number(found.get('size')),
      value: decoded(found.get('show') ?? ''),
    };
  });

const decoded = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
