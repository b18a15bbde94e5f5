/** What the author of a network, a wire or a move is told, beyond what a schema can tell. */
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { AuthorError, parseAuthored, problem } from '#protocol/authoring';
import { checkLab } from '#protocol/check-lab';
import { checkNetwork } from '#protocol/check-network';
import { Lab, Network } from '#protocol/lab';

function problemsOfNetwork(yaml: string): string[] {
  const network = parseAuthored(Network, parse(yaml), 'net.yaml');
  const report: string[] = [];
  checkNetwork(network, [], (path, text) => void report.push(problem('net.yaml', path, text)));
  return report;
}

const ROUTED = `
hosts:
  - name: a
    interfaces: [{ link: left, addresses: [192.168.1.10/26] }]
    routes: [{ to: default, via: 192.168.1.1 }, { to: 192.168.1.64/26, via: 192.168.1.2 }]
    names: [www.python.org]
  - name: r
    interfaces:
      - { link: left, addresses: [192.168.1.1/26, "fd00:1::1/64"] }
      - { link: right, addresses: [192.168.1.65/26] }
    routes: [{ to: default, via: "fd00:1::9" }, { to: default, via: 192.168.1.10 }]
    forwards: true
`;

describe('a network', () => {
  test('may be wrong in every way that a machine can be wrong', () => {
    expect(problemsOfNetwork(ROUTED)).toEqual([]);
    const wrongMask = ROUTED.replace('192.168.1.10/26', '192.168.1.10/16');
    const sameAddress = ROUTED.replace('192.168.1.1/26', '192.168.1.10/26');
    const noSuchGateway = ROUTED.replace('via: 192.168.1.1 ', 'via: 192.168.1.62 ');
    for (const wrong of [wrongMask, sameAddress, noSuchGateway]) expect(problemsOfNetwork(wrong)).toEqual([]);
  });

  test.each([
    ['a host of another’s name', ['name: r', 'name: a'], 'hosts[1].name: expected a new name, got "a" again'],
    [
      'a stand-in that is a host',
      ['[www.python.org]', '[r]'],
      'hosts[0].names[0]: expected a name of no other host, got "r"',
    ],
    [
      'an address twice on one interface, in two spellings',
      ['"fd00:1::1/64"]', '"fd00:1::1/64", "fd00:1:0::0:1/64"]'],
      'hosts[1].interfaces[0].addresses[2]: expected a new address, got "fd00:1:0::0:1/64" again',
    ],
    [
      'a destination with host bits',
      ['to: 192.168.1.64/26', 'to: 192.168.1.70/26'],
      'hosts[0].routes[1].to: expected a network, whose bits behind the prefix are 0, got "192.168.1.70/26"',
    ],
    [
      'a next router behind another router',
      ['via: 192.168.1.2 ', 'via: 192.168.1.65 '],
      'hosts[0].routes[1].via: expected an address on a network of this host, got "192.168.1.65"',
    ],
    [
      'a destination twice',
      ['to: 192.168.1.64/26', 'to: 0.0.0.0/0'],
      'hosts[0].routes[1].to: expected a new destination, got "0.0.0.0/0" again',
    ],
    [
      'a host name that no message could name',
      ['name: r', 'name: r-'],
      'hosts[1].name: expected a short host name like "server", got "r-"',
    ],
  ])('%s is told', (_, [from = '', to = ''], wanted) => {
    let told: readonly string[] = [];
    try {
      told = problemsOfNetwork(ROUTED.replace(from, to));
    } catch (error) {
      if (error instanceof AuthorError) told = error.problems;
    }
    expect(told).toEqual([`net.yaml: ${wanted}`]);
  });
});

const FILE = 'sandbox/labs/x/lab.yaml';
const LAB = `
title: { en: x, ko: 엑스 }
network:
  hosts:
    - { name: client, interfaces: [{ link: lan, addresses: [10.0.0.1/24] }] }
    - { name: server, interfaces: [{ link: lan }, { link: far }] }
wire:
  impairments: [{ link: lan, from: client, loss: 0.5 }]
  rules: [{ id: hold, match: { link: far, from: server }, verb: hold }]
programs: [{ name: server, host: server, file: server.py }]
walk:
  - id: hold
    program: server
    wire: { rules: [{ id: hold, match: { from: client }, verb: drop }] }
    network: [{ what: interface-set, host: server, interface: eth1, up: false }]
    until: { held: true }
`;
const WHAT_IF = `
whatIfs:
  - id: other
    title: { en: y, ko: 와이 }
    network: { hosts: [{ name: server, interfaces: [{ link: lan }] }, { name: client }] }
    walk: [{ id: end, program: server, until: { exited: true } }]
`;

function problemsOfLab(yaml: string): readonly string[] {
  try {
    const around = { network: () => undefined, hasFile: () => true };
    checkLab(parseAuthored(Lab, parse(yaml), FILE), FILE, around);
  } catch (error) {
    if (error instanceof AuthorError) return error.problems.map(line => line.slice(FILE.length + 2));
    throw error;
  }
  return [];
}

describe('the wire and the moves of a lab', () => {
  test('name links, hosts and interfaces that are there', () => {
    expect(problemsOfLab(LAB)).toEqual([]);
  });

  test.each([
    [
      'a link that nobody is plugged into',
      ['{ link: lan, from: client, loss', '{ link: wan, from: client, loss'],
      'wire.impairments[0].link: expected a link of the network (lan, far), got "wan"',
    ],
    [
      'a sender that is not on the link',
      ['{ link: far, from: server }', '{ link: far, from: client }'],
      'wire.rules[0].match.from: expected a host on link "far" (server), got "client"',
    ],
    [
      'a sender that nobody is',
      ['match: { from: client }', 'match: { from: clint }'],
      'walk[0].wire.rules[0].match.from: expected a host of the network (client, server), got "clint"',
    ],
    [
      'a host that nobody is',
      ['interface-set, host: server', 'interface-set, host: sever'],
      'walk[0].network[0].host: expected a host of the network (client, server), got "sever"',
    ],
    [
      'an interface that the host has not',
      ['interface: eth1', 'interface: eth2'],
      'walk[0].network[0].interface: expected an interface of server (eth0, eth1), got "eth2"',
    ],
    [
      'two rules of one id',
      [
        'rules: [{ id: hold, match: { link: far',
        'rules: [{ id: hold, match: {}, verb: pass }, { id: hold, match: { link: far',
      ],
      'wire.rules[1].id: expected a new id, got "hold" again',
    ],
    [
      'a program that would be taken for a shell',
      [
        'programs: [{ name: server',
        'programs: [{ name: shell-server, host: server, file: s.py }, { name: server',
      ],
      'programs[0].name: expected a name that does not begin with "shell-", got "shell-server"',
    ],
  ])('%s is told', (_, [from = '', to = ''], wanted) => {
    expect(LAB).toContain(from);
    expect(problemsOfLab(LAB.replace(from, to))).toEqual([wanted]);
  });

  test('a what-if on another network is told what the lab’s wire no longer finds there', () => {
    expect(problemsOfLab(LAB + WHAT_IF)).toEqual([
      'whatIfs[0].wire.impairments[0].from: expected a host on link "lan" (server), got "client"',
      'whatIfs[0].wire.rules[0].match.link: expected a link of the network (lan), got "far"',
    ]);
    expect(problemsOfLab(LAB + WHAT_IF.replace('walk:', 'wire: {}\n    walk:'))).toEqual([]);
  });

  test('a mistake in a network that what-ifs inherit is told once', () => {
    const inherited = WHAT_IF.replace(/^ {4}network.*\n/m, '');
    const told = problemsOfLab((LAB + inherited).replace('name: client, inter', 'name: server, inter'));
    expect(told.filter(line => line.includes('expected a new name'))).toEqual([
      'network.hosts[1].name: expected a new name, got "server" again',
    ]);
  });
});
