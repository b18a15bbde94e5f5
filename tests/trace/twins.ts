/** Where tshark has what our fields have: under which name, how far from our field's start, as which value. */
import type { FieldKey } from '#trace/field-keys';
import type { Field, Layer } from '#trace/layer';

/** Another field of tshark's for a field of ours; `value` null: only its being there is compared. */
export type Twin = {
  name: string;
  or?: string;
  delta?: number;
  size?: number;
  value: string | readonly string[] | null;
};

type Twins = (field: Field, layer: Layer) => readonly Twin[];

/** Not compared, and why. */
export const WITHOUT_TWIN: Partial<Record<FieldKey, string>> = {
  'payload.data': 'ours shows text',
  'padding.data': 'ours shows a length',
  'ip.opt.other': 'named by its kind, or cut short',
  'ipv6.routing.data': 'ours shows a length',
  'icmp.unused': 'read in part as other things by newer RFCs',
  'icmpv6.reserved': 'as icmp.unused',
  'icmpv6.opt.other': 'named by its kind, or cut short',
  'icmpv6.mld.source_address': 'one field for all in tshark',
  'tcp.reserved': 'three bits in older versions, four in newer ones',
  'tcp.options.other': 'named by its kind, or cut short',
};

/** The first number or word of a value. */
const first = (text: string, pattern = /\S+/): string => pattern.exec(text)?.[0] ?? '';
const flag = (name: string, text: string, word: string): Twin => ({
  name,
  value: text.includes(word) ? '1' : '0',
});
const units = (bytes: string): readonly string[] => [bytes, String(Number(bytes) / 8)];
const there =
  (name: string, delta = 0): Twins =>
  () => [{ name, delta, value: null }];
const at =
  (name: string, delta: number, pattern?: RegExp): Twins =>
  ({ value }) => [{ name, delta, value: first(value, pattern) }];
const pointer =
  (name: string): Twins =>
  ({ value }) => [
    { name, value: null },
    { name: 'ip.opt.ptr', delta: 2, value: /next (\d+)/.exec(value)?.[1] ?? '' },
  ];

/** tshark counts from the first segment where it has not seen a SYN; we do not. */
const relative = (name: string, value: string): readonly Twin[] =>
  value.includes('ISN') ? [{ name, value: first(value, /(?<=ISN \+ )\d+/) }] : [];

const TARGETS: Readonly<Record<string, string>> = { '135': 'ns', '136': 'na', '137': 'rd' };

/** A field that is not here has the same name, place and value in tshark. */
export const TWINS: Partial<Record<FieldKey, Twins>> = {
  'ip.flags': ({ value }) => [
    flag('ip.flags.df', value, "don't fragment"),
    flag('ip.flags.mf', value, 'more fragments'),
  ],
  'ip.frag_offset': ({ value }) => [{ name: 'ip.frag_offset', value: units(value) }],
  // With a source route that goes on it is the next stop; tshark's destination is then the route's end.
  'ip.dst': ({ value }) => [{ name: 'ip.dst', or: 'ip.cur_rt', value }],
  'ip.opt.eol': there('ip.options.eol'),
  'ip.opt.nop': there('ip.options.nop'),
  'ip.opt.rr': pointer('ip.options.record_route'),
  'ip.opt.lsrr': pointer('ip.options.route'),
  'ip.opt.ssrr': pointer('ip.options.source_route'),
  'ip.opt.ts': ({ value }) => [
    ...pointer('ip.options.timestamp')({ value } as Field, {} as Layer),
    { name: 'ip.opt.overflow', delta: 3, value: first(value, /(?<=overflow )\d+/) },
    { name: 'ip.opt.flag', delta: 3, value: first(value, /(?<=flag )\d+/) },
  ],
  'ip.opt.ra': at('ip.opt.ra', 2),
  'ipv6.ext.nxt': ({ value }, { key }) => [{ name: `${key}.nxt`, value: first(value) }],
  'ipv6.ext.len': ({ value }, { key }) => [{ name: `${key}.len_oct`, value: first(value) }],
  'ipv6.opt.pad1': () => [{ name: 'ipv6.opt.type', value: '0' }],
  'ipv6.opt.padn': () => [{ name: 'ipv6.opt.type', value: '1' }],
  'ipv6.opt.router_alert': at('ipv6.opt.router_alert', 2),
  'ipv6.opt.jumbo': at('ipv6.opt.jumbo', 2),
  'ipv6.opt.other': at('ipv6.opt.type', 0, /\d+/),
  'ipv6.fraghdr.reserved': at('ipv6.fraghdr.reserved_octet', 0),
  'ipv6.fraghdr.offset': ({ value }) => [{ name: 'ipv6.fraghdr.offset', value: units(value) }],
  'icmpv6.nd.target': ({ value }, layer) => [
    { name: `icmpv6.nd.${TARGETS[first(layer.fields[0]?.value ?? '')]}.target_address`, value },
  ],
  'icmpv6.nd.na.flag': ({ value }) => [
    flag('icmpv6.nd.na.flag.r', value, 'router'),
    flag('icmpv6.nd.na.flag.s', value, 'solicited'),
    flag('icmpv6.nd.na.flag.o', value, 'override'),
  ],
  'icmpv6.nd.rd.destination': at('icmpv6.rd.na.destination_address', 0),
  'icmpv6.nd.ra.flag': ({ value }) => [
    flag('icmpv6.nd.ra.flag.m', value, 'managed'),
    flag('icmpv6.nd.ra.flag.o', value, 'other'),
  ],
  'icmpv6.opt.src_linkaddr': at('icmpv6.opt.linkaddr', 2),
  'icmpv6.opt.target_linkaddr': at('icmpv6.opt.linkaddr', 2),
  'icmpv6.opt.prefix': ({ value }) => [
    { name: 'icmpv6.opt.prefix', delta: 16, value: value.split('/')[0] ?? '' },
    { name: 'icmpv6.opt.prefix.length', delta: 2, value: value.split('/')[1] ?? '' },
  ],
  'icmpv6.opt.mtu': at('icmpv6.opt.mtu', 4),
  'icmpv6.opt.nonce': there('icmpv6.opt.nonce', 2),
  'icmpv6.opt.rdnss': at('icmpv6.opt.rdnss', 8),
  'icmpv6.mld.maximum_response_delay': ({ value, offset }, { fields }) => {
    const second = fields.some(({ key }) => key === 'icmpv6.mld.flag') && offset > 0;
    return [{ name: `icmpv6.mld.maximum_response_${second ? 'code' : 'delay'}`, value }];
  },
  'icmpv6.mldr.mar': ({ value }) => [
    { name: 'icmpv6.mldr.mar.multicast_address', delta: 4, value: first(value, /[\da-f]*:[\da-f:]+/) },
  ],
  'tcp.seq': ({ value }) => [{ name: 'tcp.seq_raw', value: first(value) }, ...relative('tcp.seq', value)],
  'tcp.ack': ({ value }) => [{ name: 'tcp.ack_raw', value: first(value) }, ...relative('tcp.ack', value)],
  'tcp.flags': ({ value }) =>
    Object.entries({
      SYN: 'syn',
      FIN: 'fin',
      RST: 'reset',
      PSH: 'push',
      URG: 'urg',
      ACK: 'ack',
      CWR: 'cwr',
    }).map(([word, name]) => flag(`tcp.flags.${name}`, value, word)),
  'tcp.window': ({ value }) => [
    { name: 'tcp.window_size_value', value: first(value) },
    ...(value.includes('=') ? [{ name: 'tcp.window_size', value: first(value, /\d+$/) }] : []),
  ],
  'tcp.options.eol': there('tcp.options.eol'),
  'tcp.options.nop': there('tcp.options.nop'),
  'tcp.options.mss': at('tcp.options.mss_val', 2),
  'tcp.options.wscale': at('tcp.options.wscale.shift', 2),
  'tcp.options.sack_perm': there('tcp.options.sack_perm'),
  'tcp.options.sack': ({ value }) => {
    const edges = /(\d+)-(\d+)$/.exec(value.split(', ')[0] ?? '');
    return [
      { name: 'tcp.options.sack_le', delta: 2, value: edges?.[1] ?? '' },
      { name: 'tcp.options.sack_re', delta: 6, value: edges?.[2] ?? '' },
    ];
  },
  'tcp.options.timestamp': ({ value }) => [
    { name: 'tcp.options.timestamp.tsval', delta: 2, value: first(value, /(?<=TSval )\d+/) },
    { name: 'tcp.options.timestamp.tsecr', delta: 6, value: first(value, /(?<=TSecr )\d+/) },
  ],
};
