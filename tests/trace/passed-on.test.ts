/** Which frame a router has passed on as which, in a real run and where there is none. */
import { expect, test } from 'vitest';
import { labAt } from '../../src/trace/fold.ts';
import { cameAs, changesOn } from '../../src/trace/passed-on.ts';
import { readRecording } from './recordings.ts';

const lab = (name: string) => {
  const file = new URL(`../../sandbox/labs/layers-live/${name}.jsonl`, import.meta.url);
  const trace = readRecording(file.pathname);
  return labAt(trace, trace.length);
};

test('a frame of the router is the frame that came, with new MAC addresses, one hop less and another sum', () => {
  const { frames } = lab('recorded.across-a-router');
  const bytesOf = (data: string) => frames.filter(({ bytes }) => atob(bytes).endsWith(data));
  const [came, on] = bytesOf('hello');
  if (came === undefined || on === undefined) throw new Error('hello has not crossed both links');
  expect([came.link, on.link]).toEqual(['left', 'right']);
  expect(cameAs(on, frames)).toBe(came);
  expect(cameAs(came, frames)).toBeUndefined();
  const changes = changesOn(on, came, frames);
  expect(changes.map(({ key }) => key)).toEqual(['eth.dst', 'eth.src', 'ip.ttl', 'ip.checksum']);
  expect(changes.find(({ key }) => key === 'ip.ttl')).toEqual({ key: 'ip.ttl', before: '64', now: '63' });
});

test('what the router says of its own, ARP, has come from nowhere; each other frame of its has come once', () => {
  const { frames } = lab('recorded.across-a-router');
  const own = frames.filter(({ from }) => from === 'r');
  const isArp = ({ bytes }: (typeof own)[number]) => atob(bytes).slice(12, 14) === '\x08\x06';
  expect(own.filter(isArp).map(frame => cameAs(frame, frames))).toEqual([undefined, undefined]);
  const origins = own.filter(frame => !isArp(frame)).map(frame => cameAs(frame, frames)?.id);
  expect(origins).not.toContain(undefined);
  expect(new Set(origins).size).toBe(origins.length);
});

test('on one cable nothing is passed on', () => {
  const { frames } = lab('recorded');
  expect(frames.filter(frame => cameAs(frame, frames) !== undefined)).toEqual([]);
});
