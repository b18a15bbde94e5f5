import { expect, test } from 'vitest';
import { captureName } from '../../src/lab/download.ts';

test('a capture is named by its lab and what-if', () => {
  expect(captureName({ lab: 'first-packet', whatIf: null })).toBe('first-packet.pcapng');
  expect(captureName({ lab: 'first-packet', whatIf: 'cable-cut' })).toBe('first-packet-cable-cut.pcapng');
});
