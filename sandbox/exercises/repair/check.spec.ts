/**
 * Judges repair.py. The hosts of a box are given the learner's settings, and every one of them connects to
 * every address of the others. Then what was not broken has to be as it was.
 */
import { type HostSetting, type LikelyCauses, type PythonValue, type Run, test } from '#grader/face';

type Settings = Record<string, HostSetting>;

const causes: LikelyCauses = [
  ['no-such-function', ({ raised }) => raised === 'AttributeError' || raised === 'NameError'],
  ['hides-the-wrong-mask', ({ saw }) => saw.includes('proxy_arp')],
  ['keys-of-the-file', ({ want }) => want.startsWith('settings')],
  ['only-what-is-broken', ({ want }) => want.endsWith('as it was')],
  ['its-wire-did-not-move', ({ want }) => /\(b\)$/.test(want) && !want.includes('192.168.1.70')],
  ['you-route-to-yourself', ({ source }) => source.includes("'default': '192.168.1.10'")],
  ['gateway-must-be-a-neighbour', ({ want }) => want.startsWith('the settings')],
  ['one-destination-only', ({ source }) => source.includes("/32': ")],
  ['no-route', ({ saw }) => saw === 'ENETUNREACH'],
  ['nobody-has-that-gateway', ({ check, saw }) => check === 'wrong-gateway' && saw === 'EHOSTUNREACH'],
  ['not-on-your-wire', ({ saw }) => saw === 'EHOSTUNREACH'],
  ['router-keeps-it', ({ check, saw }) => check === 'idle-router' && saw === 'no answer'],
  ['answer-cannot-come-back', ({ saw }) => saw === 'no answer'],
];

const RIGHT: Settings = {
  a: { addresses: ['192.168.1.10/26'], routes: [{ to: 'default', via: '192.168.1.1' }] },
  a2: { addresses: ['192.168.1.20/26'], routes: [{ to: 'default', via: '192.168.1.1' }] },
  r: { addresses: ['192.168.1.1/26', '192.168.1.65/26'], routes: [], forwards: true },
  b: { addresses: ['192.168.1.70/26'], routes: [{ to: 'default', via: '192.168.1.65' }] },
};
const KEYS = ['eth0', 'eth1', 'routes', 'forwards'];

/** @param broken hosts with a setting to be mended: they keep their addresses, and all others everything */
async function mends(run: Run, name: string, ...broken: readonly string[]): Promise<void> {
  const module = await run.module({ causes });
  const call = module.calls('network', name);
  const settings = await call.gives('settings of a, a2, r and b, with the keys of the file', settingsIn);
  await module.connects(settings);
  for (const host of Object.keys(RIGHT)) {
    const kept = broken.includes(host) ? addressesOf : JSON.stringify;
    const isKept = (value: PythonValue): true | undefined =>
      kept(settingsIn(value)?.[host]) === kept(RIGHT[host]) || undefined;
    await module.calls('network', name).gives(`${host} as it was`, isKept);
  }
}

/** Without their masks. */
const addressesOf = (setting: HostSetting | undefined): string =>
  (setting?.addresses ?? []).map(address => address.replace(/\/.*/, '')).join();

test('no-gateway', async ({ run }) => {
  await mends(run, 'no-gateway', 'a');
});
test('wide-mask', async ({ run }) => {
  await mends(run, 'wide-mask', 'a');
});
test('wrong-gateway', async ({ run }) => {
  await mends(run, 'wrong-gateway', 'a');
});
test('idle-router', async ({ run }) => {
  await mends(run, 'idle-router', 'r');
});
test('two-faults', async ({ run }) => {
  await mends(run, 'two-faults', 'a', 'b');
});

/** The learner's dict of dicts; undefined for another form. */
function settingsIn(value: PythonValue): Settings | undefined {
  const hosts = entriesOf(value);
  if (hosts?.map(([name]) => name).join() !== Object.keys(RIGHT).join()) return undefined;
  const settings = hosts.map(([name, host]) => [name, settingIn(host)] as const);
  return settings.every(([name, setting]) => setting?.addresses.length === RIGHT[name]?.addresses.length)
    ? (Object.fromEntries(settings) as Settings)
    : undefined;
}

function settingIn(value: PythonValue): HostSetting | undefined {
  const entries = entriesOf(value);
  if (entries === undefined || entries.some(([key]) => !KEYS.includes(key))) return undefined;
  const of = new Map(entries);
  const addresses = ['eth0', 'eth1'].flatMap(key => textIn(of.get(key)) ?? []);
  const routes = entriesOf(of.get('routes') ?? { kind: 'dict', items: [] });
  const forwards = of.get('forwards');
  if (routes === undefined) return undefined;
  return {
    addresses,
    routes: routes.map(([to, via]) => ({ to, via: textIn(via) ?? '' })),
    ...(forwards?.kind === 'plain' && { forwards: forwards.value === true }),
  };
}

const textIn = (value: PythonValue | undefined): string | undefined =>
  value?.kind === 'plain' && typeof value.value === 'string' ? value.value : undefined;

const entriesOf = (value: PythonValue): [string, PythonValue][] | undefined =>
  value.kind === 'dict' ? value.items.map(([key, of]) => [textIn(key) ?? '', of]) : undefined;
