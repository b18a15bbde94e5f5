/** What the two versions of the Internet Protocol have in common once their headers are read. */
import type { Layer, Span } from './layer.ts';

// Protocol numbers, from netinet/in.h; IPv6's extension headers are numbered among them (RFC 8200, section 4).
export const IPPROTO_HOPOPTS = 0;
export const IPPROTO_ICMP = 1;
export const IPPROTO_TCP = 6;
export const IPPROTO_UDP = 17;
export const IPPROTO_ROUTING = 43;
export const IPPROTO_FRAGMENT = 44;
export const IPPROTO_ICMPV6 = 58;
export const IPPROTO_DSTOPTS = 60;

const PROTOCOLS: Readonly<Record<number, string>> = {
  [IPPROTO_ICMP]: 'ICMP',
  2: 'IGMP',
  [IPPROTO_TCP]: 'TCP',
  [IPPROTO_UDP]: 'UDP',
  [IPPROTO_ROUTING]: 'routing',
  [IPPROTO_FRAGMENT]: 'fragment',
  47: 'GRE',
  50: 'ESP',
  51: 'AH',
  [IPPROTO_ICMPV6]: 'ICMPv6',
  59: 'no next header',
  [IPPROTO_DSTOPTS]: 'destination options',
};

/** Decoded network headers and what they say about their payload. */
export type Packet = {
  /** IPv4's header, or IPv6's with its extension headers */
  layers: readonly Layer[];
  version: 'ip' | 'ipv6';
  protocol: number;
  source: string;
  destination: string;
  /** the payload as far as it is in the frame */
  payload: Span;
  /** bytes of payload that the header announces, there or not */
  announced: number;
  /** place of this fragment in the packet's payload; null: a whole packet */
  fragment: { offset: number; more: boolean } | null;
};

/** "6 (TCP)"; 0 is hop-by-hop options in IPv6 only. */
export function protocolText(protocol: number, version: Packet['version']): string {
  const name =
    protocol === IPPROTO_HOPOPTS && version === 'ipv6' ? 'hop-by-hop options' : PROTOCOLS[protocol];
  return name === undefined ? String(protocol) : `${protocol} (${name})`;
}

const ECN = ['Not-ECT', 'ECT(1)', 'ECT(0)', 'CE'];

/** "0 (Not-ECT)": the last two bits of the old type of service (RFC 3168, section 5). */
export const ecnText = (bits: number): string => `${bits} (${ECN[bits]})`;
