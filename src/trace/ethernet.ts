/** Ethernet II (IEEE 802.3, section 3): two addresses and the type of what follows. */
import { hex, u8, u16 } from './bytes.ts';
import { header, type Layer, type Span } from './layer.ts';

export const ETHERNET_BYTES = 14;

// EtherTypes, from linux/if_ether.h.
export const ETH_P_IP = 0x0800;
export const ETH_P_ARP = 0x0806;
export const ETH_P_IPV6 = 0x86dd;

const TYPES: Readonly<Record<number, string>> = {
  [ETH_P_IP]: 'IPv4',
  [ETH_P_ARP]: 'ARP',
  [ETH_P_IPV6]: 'IPv6',
};

/** "02:00:0a:00:00:02" */
export function macText(bytes: Uint8Array, at: number): string {
  return Array.from({ length: 6 }, (_, index) =>
    u8(bytes, at + index)
      .toString(16)
      .padStart(2, '0'),
  ).join(':');
}

export const etherTypeText = (type: number): string => {
  const name = TYPES[type];
  return name === undefined ? hex(type, 4) : `${hex(type, 4)} (${name})`;
};

export function ethernet(span: Span): { layer: Layer; type: number } {
  const layer = header('eth', span, ETHERNET_BYTES, [
    ['eth.dst', 0, 6, macText],
    ['eth.src', 6, 6, macText],
    ['eth.type', 12, 2, (bytes, at) => etherTypeText(u16(bytes, at))],
  ]);
  return { layer, type: u16(span.bytes, span.from + 12) };
}
