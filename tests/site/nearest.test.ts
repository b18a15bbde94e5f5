import { expect, test } from 'vitest';
import { distanceBetween, nearest } from '../../src/site/scripts/nearest.ts';

const lessons = ['first-packet', 'accept-new-socket', 'create-a-socket', 'echo-once', 'udp-postcards'];

test.each([
  ['echo-one', ['echo-once']],
  ['first_packet', ['first-packet']],
  ['socket', ['create-a-socket', 'accept-new-socket']],
  ['postcard', ['udp-postcards']],
  ['wp-login.php', []],
  ['', []],
])('%s may have meant %j', (typed, meant) => {
  expect(nearest(typed, lessons)).toEqual(meant);
});

test('the distance is the same both ways, and none to itself', () => {
  expect(distanceBetween('echo', 'echo')).toBe(0);
  expect(distanceBetween('echo', 'each')).toBe(2);
  expect(distanceBetween('each', 'echo')).toBe(2);
});
