/**
 * Judges newest.py. The checker is the sensor: one UDP socket on the other host that sends readings out of
 * order, twice or not at all, and then asks for the report.
 */
import { type LikelyCauses, type Saw, test } from '#grader/face';

/** The report as it was wanted or as it came; null when it is no report. */
function reportIn(bytes: Uint8Array) {
  const text = new TextDecoder().decode(bytes);
  const found = /^newest (\S+), received (-?\d+), lost (-?\d+), late (-?\d+), duplicate (-?\d+)$/.exec(text);
  if (found === null) return null;
  const [, newest = '', received, lost, late, duplicate] = found;
  return {
    newest,
    received: Number(received),
    lost: Number(lost),
    late: Number(late),
    duplicate: Number(duplicate),
  };
}
type Report = NonNullable<ReturnType<typeof reportIn>>;

/** A cause of one check, seen in how the report differs. */
const differs =
  (check: string, how: (got: Report, wanted: Report) => boolean) =>
  (saw: Saw): boolean => {
    const [got, wanted] = [reportIn(saw.got), reportIn(saw.wanted)];
    return saw.check === check && got !== null && wanted !== null && how(got, wanted);
  };
const isMissing = (saw: Saw): boolean => saw.waitingFor === 'bytes' && saw.got.length === 0;
const isNoReport = (saw: Saw): boolean => saw.got.length > 0 && reportIn(saw.got) === null;

const OLD_EPOCH = '29.9';

const causes: LikelyCauses = [
  ['never-bound', saw => saw.waitingFor === 'bound'],
  ['it-has-ended', ({ ended }) => ended],
  ['waits-for-ever', saw => saw.waitingFor === 'output'],
  ['no-report', isMissing],
  ['other-words', isNoReport],
  ['gap-not-seen', differs('gap', (got, wanted) => got.lost !== wanted.lost)],
  ['older-replaced-newer', differs('swap', (got, wanted) => got.newest !== wanted.newest)],
  ['late-is-not-lost', differs('swap', (got, wanted) => got.lost > wanted.lost)],
  ['copy-is-no-news', differs('duplicate', (got, wanted) => got.received > wanted.received)],
  ['frozen-since-the-wrap', differs('wrap', (got, wanted) => got.newest !== wanted.newest)],
  ['over-is-over', differs('restart', ({ newest }) => newest === OLD_EPOCH)],
  ['new-epoch-old-numbers', differs('restart', (got, wanted) => got.newest !== wanted.newest)],
  ['counts-differ', saw => reportIn(saw.got) !== null],
];
const newest = { port: 9999, causes };

test('order', async ({ run }) => {
  const sensor = await (await run.datagrams(newest)).client();
  for (const reading of ['1 1 21.1', '1 2 21.2', '1 3 21.3']) await sensor.sends(reading);
  await sensor.sends('?');
  await sensor.receives('newest 21.3, received 3, lost 0, late 0, duplicate 0');
});

test('gap', async ({ run }) => {
  const sensor = await (await run.datagrams(newest)).client();
  for (const reading of ['1 1 21.1', '1 2 21.2', '1 5 21.5']) await sensor.sends(reading);
  await sensor.sends('?');
  await sensor.receives('newest 21.5, received 3, lost 2, late 0, duplicate 0');
});

test('swap', async ({ run }) => {
  const sensor = await (await run.datagrams(newest)).client();
  for (const reading of ['1 6 21.6', '1 8 21.8', '1 7 21.7']) await sensor.sends(reading);
  await sensor.sends('?');
  await sensor.receives('newest 21.8, received 3, lost 0, late 1, duplicate 0');
});

test('duplicate', async ({ run }) => {
  const sensor = await (await run.datagrams(newest)).client();
  for (const reading of ['1 1 21.1', '1 2 21.2', '1 2 21.2', '1 3 21.3', '1 1 21.1'])
    await sensor.sends(reading);
  await sensor.sends('?');
  await sensor.receives('newest 21.3, received 3, lost 0, late 0, duplicate 2');
});

test('wrap', async ({ run }) => {
  const sensor = await (await run.datagrams(newest)).client();
  for (const reading of ['1 65534 22.4', '1 0 22.6', '1 65535 22.5', '1 2 22.8']) await sensor.sends(reading);
  await sensor.sends('?');
  await sensor.receives('newest 22.8, received 4, lost 1, late 1, duplicate 0');
});

test('restart', async ({ run }) => {
  const sensor = await (await run.datagrams(newest)).client();
  for (const reading of ['1 500 23.0', '1 501 23.1', '2 0 24.0', '2 1 24.1', `1 499 ${OLD_EPOCH}`])
    await sensor.sends(reading);
  await sensor.sends('?');
  await sensor.receives('newest 24.1, received 2, lost 0, late 0, duplicate 0');
});

test('silence', async ({ run }) => {
  const server = await run.datagrams(newest);
  const sensor = await server.client();
  await sensor.sends('1 1 21.1');
  await server.prints('silent', { within: 3000 });
  await sensor.sends('1 2 21.2');
  await sensor.sends('?');
  await sensor.receives('newest 21.2, received 2, lost 0, late 0, duplicate 0');
});
