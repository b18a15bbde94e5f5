/** ping, traceroute and nc of ours, as somebody uses them at a host's shell. */
import { describe, expect, test } from 'vitest';
import { openBox } from '#driver/open';
import { carried, texts } from './failures.ts';
import { sceneOfSources } from './scene.ts';
import { exit, listening, text } from './seen.ts';
import { CTRL_C, CTRL_D, shellOn } from './shell.ts';

const open = (network: string, programs: Record<string, string> = {}) =>
  openBox(sceneOfSources(network, programs));

describe.concurrent('ping', () => {
  test('asks and is answered through a router, which takes one from the time to live', async () => {
    await using box = await open('split');
    const shell = await shellOn(box, 'a');
    const said = await shell.run('ping -c 2 -i 0.1 b; echo code $?');
    expect(said.split('\n').filter(line => line.includes('ttl='))).toEqual([
      expect.stringMatching(/^64 bytes from 192\.168\.1\.70: icmp_seq=1 ttl=63 time=\d+\.\d{3} ms$/),
      expect.stringMatching(/^64 bytes from 192\.168\.1\.70: icmp_seq=2 ttl=63 time=/),
    ]);
    expect(said).toContain('PING b (192.168.1.70) 56 data bytes\n');
    expect(said).toContain('2 packets transmitted, 2 received, 0% packet loss\n');
    expect(said).toContain('code 0\n');
    await box.settled();
    for (const link of ['left', 'right']) {
      const echoes = carried(box).filter(each => each.link === link && each.text.startsWith('ICMP'));
      const turn = ['ICMP echo request', 'ICMP echo reply'];
      expect(echoes.map(each => each.text)).toEqual([...turn, ...turn]);
    }
  });

  test('of an absent host hears from its own kernel, after three questions by ARP', async () => {
    await using box = await open('split');
    const shell = await shellOn(box, 'a');
    const said = await shell.run('ping -c 1 192.168.1.30; echo code $?');
    expect(said).toContain('From 192.168.1.10 icmp_seq=1 Destination Host Unreachable\n');
    expect(said).toContain('1 packets transmitted, 0 received, +1 errors, 100% packet loss\n');
    expect(said).toContain('code 1\n');
    expect(texts(carried(box), 'a')).toEqual(Array(3).fill('ARP who-has 192.168.1.30'));
  });

  test('tells what routers say, and what the own kernel says at once', async () => {
    await using box = await open('chain');
    const shell = await shellOn(box, 'h1');
    expect(await shell.run('ping -c 1 -t 1 h3')).toContain(
      'From 10.1.0.1 icmp_seq=1 Time to live exceeded\n',
    );
    expect(await shell.run('ping -c 1 -t 2 h3')).toContain(
      'From 10.0.12.2 icmp_seq=1 Time to live exceeded\n',
    );
    expect(await shell.run('ping -c 1 10.9.9.9')).toContain(
      'From 10.1.0.1 icmp_seq=1 Destination Net Unreachable\n',
    );
    await box.changeNetwork({ what: 'route-removed', host: 'h1', to: 'default' });
    expect(await shell.run('ping -c 1 h3')).toContain('ping: sendmsg: Network is unreachable\n');
    expect(await shell.run('ping nobody')).toBe('ping: nobody: Name or service not known\n');
  });

  test('goes on until Ctrl-C, then tells what it has counted; a doubled answer is told as such', async () => {
    await using box = await open('pair');
    await box.setWire({
      rules: [
        {
          id: 'twice',
          match: { from: 'server', protocol: 'icmp' },
          verb: 'duplicate',
          nth: 1,
          count: 1,
          delayMs: 0,
        },
      ],
    });
    const shell = await shellOn(box, 'client');
    shell.type('ping -i 0.05 server');
    await shell.shows(/icmp_seq=4 /);
    shell.keys(CTRL_C);
    const said = await shell.done();
    expect(said).toMatch(/icmp_seq=1 .*\n.*icmp_seq=1 .* \(DUP!\)\n.*icmp_seq=2 /);
    expect(said).toMatch(/(\d+) packets transmitted, \1 received, \+1 duplicates, 0% packet loss\n/);
    expect(said).not.toContain('Traceback');
  });

  test('asks over IPv6 too', async () => {
    await using box = await open('dual');
    const shell = await shellOn(box, 'client');
    expect(await shell.run('ping -c 1 fd00::2')).toMatch(/64 bytes from fd00::2: icmp_seq=1 ttl=64 /);
    expect(await shell.run('ping -4 -c 1 server')).toMatch(/64 bytes from 10\.0\.0\.2: icmp_seq=1 ttl=64 /);
    expect(await shell.run('ping -c 1 fe80::ff:fe00:2%eth0')).toMatch(/bytes from fe80::ff:fe00:2/);
    expect(await shell.run('ping -c 1 fd00::77')).toContain(
      'From fd00::1 icmp_seq=1 Destination unreachable: Address',
    );
  });
});

describe.concurrent('traceroute', () => {
  const TIMES = '(  \\d+\\.\\d{3} ms){3}';
  const way = (...hops: string[]): RegExp =>
    new RegExp(
      hops.map((hop, at) => `^ ${at + 1}  ${hop.replace(/[().]/g, '\\$&')}${TIMES}$`).join('\n'),
      'm',
    );

  test('lists every router on the way, and the host at its end', async () => {
    await using box = await open('chain');
    const shell = await shellOn(box, 'h1');
    const said = await shell.run('traceroute h3; echo code $?');
    expect(said).toContain('traceroute to h3 (10.3.0.10), 30 hops max\n');
    expect(said).toMatch(way('r1 (10.1.0.1)', 'r2 (10.0.12.2)', 'r3 (10.0.23.2)', 'h3 (10.3.0.10)'));
    expect(said).toContain('\ncode 0\n');
    expect(await shell.run('traceroute -n 10.3.0.10')).toMatch(
      way('10.1.0.1', '10.0.12.2', '10.0.23.2', '10.3.0.10'),
    );
  });

  test('shows where a way ends: a router that says so, and one that is silent', async () => {
    await using box = await open('chain');
    const shell = await shellOn(box, 'h1');
    await box.changeNetwork({ what: 'route-removed', host: 'r2', to: '10.3.0.0/24' });
    expect(await shell.run('traceroute -q 1 h3')).toMatch(/^ 2 {2}r2 \(10\.0\.12\.2\) {2}\d+\.\d{3} ms !N$/m);
    await box.changeNetwork({ what: 'forwarding-set', host: 'r2', on: false });
    shell.type('traceroute -q 2 -w 0.1 h3');
    await shell.shows(/^ 3 {2}\* \*\r$/m);
    shell.keys(CTRL_C);
    expect(await shell.done()).not.toContain('Traceback');
  });
});

describe.concurrent('nc', () => {
  test.each([
    ['TCP', 'pair', 'nc -l 3333', 'nc server 3333'],
    ['UDP', 'pair', 'nc -lu 3333', 'nc -u server 3333'],
    ['TCP over IPv6', 'dual', 'nc -6l 3333', 'nc server 3333'],
  ])('carries lines both ways: %s', async (kind, network, listen, connect) => {
    await using box = await open(network);
    const [server, client] = [await shellOn(box, 'server'), await shellOn(box, 'client')];
    server.type(`${listen}; echo code $?`);
    while (!(await box.sockets()).get('server')?.some(({ local }) => local?.endsWith(':3333')));
    client.type(`${connect}; echo code $?`);
    client.keys('to the server\n');
    await server.shows('to the server\r\n');
    server.keys('to the client\n');
    await client.shows('to the client\r\n');
    client.keys('half a li');
    client.keys(CTRL_D);
    await server.shows('half a li');
    client.keys(CTRL_C);
    expect(await client.done()).toContain('code 130\n');
    if (kind === 'UDP') server.keys(CTRL_C); // nobody tells a UDP socket of the end
    expect(await server.done()).toContain(kind === 'UDP' ? 'code 130\n' : 'code 0\n');
  });

  test('with -N tells the peer of the end of its input; an answer still comes, all of it', async () => {
    await using box = await open('pair');
    const [server, client] = [await shellOn(box, 'server'), await shellOn(box, 'client')];
    server.type('seq 100000 | nc -Nl 3333 | wc -c');
    await listening(box, 'server');
    const said = await client.run('seq 200000 | nc -N server 3333 | md5sum; seq 100000 | md5sum');
    const [got, wanted] = said.split('\n');
    expect(got).toBe(wanted);
    expect(await server.done()).toBe('1288895\n');
  });

  test('does not wait in a send for a peer that waits in one too', async () => {
    const talkative = `import socket
c, peer = socket.create_server(('127.0.0.1', 3333)).accept()
while data := c.recv(65536):
    c.sendall(data * 2)
`;
    await using box = await open('solo', { 'talkative@pc': talkative });
    await box.start('talkative', { mode: 'plain' });
    await listening(box, 'pc');
    const shell = await shellOn(box, 'pc');
    expect(await shell.run('head -c 20000000 /dev/zero | nc -N localhost 3333 | wc -c')).toBe('40000000\n');
  });

  test('says that a connection was refused or reset, and with -z whether somebody listens', async () => {
    await using box = await open('pair');
    const [server, client] = [await shellOn(box, 'server'), await shellOn(box, 'client')];
    const refused = 'nc: connect to 10.0.0.2:3333 failed: Connection refused\ncode 1\n';
    expect(await client.run('nc server 3333; echo code $?')).toBe(refused);
    expect(await client.run('nc -z server 3333; echo code $?')).toBe(refused);
    expect(await client.run('echo x | nc -u server 3333; echo code $?')).toBe(
      'nc: Connection refused\ncode 1\n',
    );
    server.type('nc -lk 3333');
    await listening(box, 'server');
    expect(await client.run('nc -zv server 3333; echo code $?')).toBe(
      'nc: connected to 10.0.0.2:3333\ncode 0\n',
    );
    client.type('nc server 3333; echo code $?');
    client.keys('more\n');
    await server.shows('more\r\n');
    server.keys('unread\x1a'); // it is stopped, reads no more, and killed with bytes unread: a reset
    await server.shows('Stopped');
    const before = box.trace.length;
    client.keys('lost\n');
    await box.waitFor(() =>
      box.trace
        .slice(before)
        .some(
          event =>
            event.type === 'sockets' &&
            event.host === 'server' &&
            event.sockets.some(({ recvQ, state }) => state === 'ESTABLISHED' && recvQ > 0),
        ),
    );
    server.keys('kill -9 %1\n');
    expect(await client.done()).toContain('nc: Connection reset by peer\ncode 1\n');
  });

  test('that listens ends by Ctrl-C', async () => {
    await using box = await open('solo');
    const shell = await shellOn(box, 'pc');
    shell.type('nc -lv 3333; echo code $?');
    await shell.shows('nc: listening on 0.0.0.0:3333');
    shell.keys(CTRL_C);
    expect(await shell.done()).not.toContain('Traceback');
    expect(await shell.run('nc -l 99999 2>&1 | tail -1')).toMatch(/^nc: /);
  });
});

describe('the tools on a host', () => {
  test('are found by programs, and files of the same names beside them do no harm', async () => {
    const calls = `import subprocess
print(subprocess.run(['ping', '-c', '1', 'server'], capture_output=True, text=True).stdout)
`;
    const mine = "raise SystemExit('not this one')\n";
    await using box = await open('pair', {
      'calls@client': calls,
      'socket@client': mine,
      'ping@client': mine,
    });
    await box.start('calls', { mode: 'run' });
    await box.waitFor(exit('calls'));
    expect(text(box, 'calls')).toContain('1 packets transmitted, 1 received');
  });

  test('are completed at the prompt, and cannot be changed', async () => {
    await using box = await open('pair');
    const shell = await shellOn(box, 'client');
    expect(await shell.run('tracer\t--help')).toContain('routers on the way to a host');
    const said = await shell.run(
      'for f in /opt/sockscope/*/*; do echo x >> $f; done; rm /opt/sockscope/bin/nc',
    );
    expect(said.match(/Read-only file system/g)?.length).toBeGreaterThanOrEqual(8);
  });
});
