/** What the internet layer's own messages and headers look like, mostly on frames of a real router and server. */
import { describe, expect, test } from 'vitest';
import { dissect } from '#trace/dissect';
import type { FieldKey } from '#trace/field-keys';
import { crafted } from './crafted.ts';
import { etherFrame, ip6Frame, ipFrame, segment, tcpFrame, udpFrame } from './frames.ts';
import { captured } from './pcap.ts';

const routed = captured('routed');
const textOf = (frame: Uint8Array): string => dissect(frame).summary.text;
const texts = new Set([...routed, ...crafted].map(textOf));
/** The first frame whose summary is this. */
function frameOf(text: string): Uint8Array {
  const frame = routed.find(each => textOf(each) === text);
  if (frame === undefined) throw new Error(`no frame says ${text}`);
  return frame;
}
const values = (frame: Uint8Array, key: FieldKey): string[] =>
  dissect(frame)
    .layers.flatMap(({ fields }) => fields)
    .filter(field => field.key === key)
    .map(({ value }) => value);
const layersOf = (frame: Uint8Array): string[] =>
  dissect(frame).layers.map(({ key, quoted }) => (quoted ? `quoted ${key}` : key));

describe('the text of the Wire table', () => {
  const said = [
    'ICMP echo request',
    'ICMP echo reply',
    'ICMP timestamp request',
    'ICMP port unreachable',
    'ICMP network unreachable',
    'ICMP host unreachable',
    'ICMP fragmentation needed',
    'ICMP time exceeded in transit',
    'ICMP time exceeded in reassembly',
    'ICMP redirect for host',
    'ICMP parameter problem',
    'ICMPv6 echo request',
    'ICMPv6 port unreachable',
    'ICMPv6 no route to destination',
    'ICMPv6 address unreachable',
    'ICMPv6 packet too big',
    'ICMPv6 time exceeded in transit',
    'ICMPv6 unrecognized option',
    'ICMPv6 redirect to fd00::3',
    'neighbour solicitation fd00::fe',
    'neighbour advertisement fd00::fe is-at 02:00:00:00:00:02',
    'router solicitation',
    'router advertisement',
    'multicast listener report, 1 group',
    'multicast listener report fd00::9',
    'multicast listener done fd00::9',
    'multicast listener query',
    'IPv4 protocol 2 16 bytes',
    'UDP fragment at 1448, 3 bytes',
  ];
  test.each(said)('%s', text => {
    expect(texts).toContain(text);
  });

  test('a code or type without a word is a number', () => {
    expect(textOf(ipFrame({ protocol: 1 }, [40, 2, 0, 0, 0, 0, 0, 0]))).toBe('ICMP type 40, code 2');
    expect(textOf(ipFrame({ protocol: 1 }, [12, 1, 0, 0, 0, 0, 0, 0]))).toBe(
      'ICMP parameter problem, code 1',
    );
    expect(textOf(ipFrame({ protocol: 1 }, [3, 3, 0]))).toBe('ICMP, cut short');
  });
});

describe('an ICMP error', () => {
  test('shows the packet that it is about, header by header', () => {
    const error = frameOf('ICMP port unreachable');
    expect(layersOf(error)).toEqual(['eth', 'ip', 'icmp', 'quoted ip', 'quoted udp', 'quoted payload']);
    expect(values(error, 'udp.dstport')).toEqual(['5555']);
    expect(values(error, 'icmp.code')).toEqual(['3 (port unreachable)']);
    expect(layersOf(frameOf('ICMPv6 port unreachable'))).toEqual([
      ...['eth', 'ipv6', 'icmpv6'],
      ...['quoted ipv6', 'quoted udp', 'quoted payload'],
    ]);
  });

  test('quotes as much as there is: eight bytes of TCP are its ports and its sequence number', () => {
    const packet = tcpFrame({ flags: 0x02, seq: 77 }).subarray(14, 14 + 28);
    const error = ipFrame({ protocol: 1 }, [11, 0, 0, 0, 0, 0, 0, 0, ...packet]);
    expect(values(error, 'tcp.seq')).toEqual(['77']);
    expect(values(error, 'tcp.flags')).toEqual([]);
    const notes = dissect(error)
      .layers.filter(({ quoted }) => quoted)
      .map(({ note }) => note);
    expect(notes).toEqual([null, 'cut short: 8 of 20 bytes']);
  });

  test('names the router’s limit, the better router, and the byte that is wrong', () => {
    expect(values(frameOf('ICMP fragmentation needed'), 'icmp.mtu')).toEqual(['1280']);
    expect(values(frameOf('ICMPv6 packet too big'), 'icmpv6.mtu')).toEqual(['1280']);
    expect(values(frameOf('ICMP redirect for host'), 'icmp.redir_gw')).toEqual(['10.0.0.77']);
    expect(values(frameOf('ICMPv6 unrecognized option'), 'icmpv6.pointer')).toEqual(['42']);
  });

  test('about an error about an error … is not followed for ever', () => {
    let packet: number[] = [...udpFrame('?').subarray(14)];
    for (let depth = 0; depth < 20; depth += 1) {
      packet = [...ipFrame({ protocol: 1 }, [3, 3, 0, 0, 0, 0, 0, 0, ...packet]).subarray(14)];
    }
    expect(layersOf(etherFrame(0x0800, packet))).toEqual([
      ...['eth', 'ip', 'icmp', 'quoted ip', 'quoted icmp', 'quoted payload'],
    ]);
  });
});

describe('neighbour discovery', () => {
  test('asks and answers with link-layer addresses', () => {
    const asked = frameOf('neighbour solicitation fd00::fe');
    const answered = frameOf('neighbour advertisement fd00::fe is-at 02:00:00:00:00:02');
    expect(values(asked, 'icmpv6.nd.target')).toEqual(['fd00::fe']);
    expect(values(answered, 'icmpv6.nd.na.flag')).toEqual(['router, solicited, override']);
    expect(values(answered, 'icmpv6.opt.target_linkaddr')).toEqual(['02:00:00:00:00:02']);
  });

  test('a router tells prefix, MTU and name servers', () => {
    const told = frameOf('router advertisement');
    expect(values(told, 'icmpv6.opt.prefix')).toEqual(['fd00::/64']);
    expect(values(told, 'icmpv6.opt.mtu')).toEqual(['1500']);
    expect(values(told, 'icmpv6.opt.rdnss')).toEqual(['fd01::2']);
    expect(values(told, 'icmpv6.nd.ra.flag')).toEqual(['other configuration']);
  });

  test('an option of no length ends the list', () => {
    const frame = ip6Frame(58, [133, 0, 0, 0, 0, 0, 0, 0, 1, 0, 9, 9]);
    expect(values(frame, 'icmpv6.opt.other')).toEqual(['kind 1, cut short']);
  });
});

describe('IPv6', () => {
  test('extension headers are headers of their own, and the payload is found behind them', () => {
    const twice = crafted.find(frame => layersOf(frame).includes('ipv6.dstopts')) ?? new Uint8Array();
    expect(layersOf(twice)).toEqual(['eth', 'ipv6', 'ipv6.hopopts', 'ipv6.dstopts', 'udp']);
    expect(textOf(twice)).toBe('UDP 0 bytes');
    const kinds = new Set(routed.flatMap(layersOf));
    for (const key of ['ipv6.hopopts', 'ipv6.routing', 'ipv6.fraghdr', 'ipv6.dstopts'])
      expect(kinds).toContain(key);
  });

  test('a fragmented datagram: the first fragment has its length, the others their place', () => {
    const fragments = routed.map(textOf).filter(text => /^UDP.*fragment/.test(text));
    expect(fragments).toEqual([
      'UDP 1350 bytes, first fragment',
      'UDP fragment at 1256, 102 bytes',
      'UDP 1350 bytes, first fragment',
      'UDP fragment at 1232, 126 bytes',
      'UDP 1240 bytes, first fragment',
      'UDP fragment at 1224, 24 bytes',
    ]);
  });

  test('a chain of headers without end is not followed', () => {
    const headers = Array.from({ length: 100 }, () => [60, 0, 1, 4, 0, 0, 0, 0]).flat();
    const { layers, summary } = dissect(ip6Frame(60, headers));
    expect(layers.filter(({ key }) => key === 'ipv6.dstopts')).toHaveLength(8);
    expect(summary.text).toBe('IPv6 protocol 60 736 bytes');
  });

  test('a header that is cut short says so', () => {
    const { layers } = dissect(ip6Frame(0, [17, 3, 1, 4]));
    expect(layers.at(-1)).toMatchObject({ key: 'ipv6.hopopts', note: 'cut short: 4 of 32 bytes' });
  });
});

test('IPv4 options are listed one by one', () => {
  const recorded = routed.map(frame => values(frame, 'ip.opt.rr')).filter(list => list.length > 0);
  expect(recorded).toEqual([
    ['10.0.0.1 0.0.0.0 next 8'],
    [expect.stringMatching(/^10\.0\.0\.1 10\.0\.1\.254 next 12/)],
  ]);
});

test('a field of less than a byte says which bits', () => {
  const [, ip] = dissect(tcpFrame({ flags: 0x02 })).layers;
  const places = ip?.fields.filter(({ bits }) => bits !== undefined).map(({ key, bits }) => [key, bits]);
  expect(places).toEqual([
    ['ip.version', [0, 4]],
    ['ip.hdr_len', [4, 4]],
    ['ip.dsfield.dscp', [0, 6]],
    ['ip.dsfield.ecn', [6, 2]],
    ['ip.flags', [0, 3]],
    ['ip.frag_offset', [3, 13]],
  ]);
});

describe('HTTP', () => {
  const http = (payload: string) => tcpFrame({ flags: 0x18 }, payload);

  test('the first line of a request and of a response', () => {
    const request = http('GET /한?q=1 HTTP/1.1\r\nHost: server\r\n\r\n');
    expect(layersOf(request)).toEqual(['eth', 'ip', 'tcp', 'http', 'payload']);
    expect(values(request, 'http.request.uri')).toEqual(['/한?q=1']);
    expect(values(request, 'payload.data')).toEqual(['Host: server····']);
    expect(textOf(request)).toBe('PSH, ACK 39 bytes');
    const response = http('HTTP/1.1 404 Not Found\n');
    expect(layersOf(response)).toEqual(['eth', 'ip', 'tcp', 'http']);
    expect(values(response, 'http.response.phrase')).toEqual(['Not Found']);
  });

  const others = [
    'GET /',
    'GET / HTTP/1.1',
    'get / HTTP/1.1\r\n',
    'GETS A LOT\r\n',
    'HTTP/1.1 40 Not\r\n',
    '\n',
  ];
  test.each(others)('%j is none', payload => {
    expect(layersOf(http(payload))).toEqual(['eth', 'ip', 'tcp', 'payload']);
  });

  test('only in TCP', () => {
    expect(layersOf(udpFrame('GET / HTTP/1.1\r\n'))).not.toContain('http');
    expect(layersOf(ipFrame({ protocol: 6 }, segment({ flags: 0x10 }, 'GET / HTTP/1.1\r\n')))).toContain(
      'http',
    );
  });
});
