import { expect, test } from 'vitest';
import { bytesOf, decodeBase64 } from '#trace/bytes';
import { seeded } from './random.ts';

test('base64 is read alike by the platform and by our own loop', () => {
  const { below } = seeded(3);
  for (let length = 0; length < 70; length += 1) {
    const bytes = Uint8Array.from({ length }, () => below(256));
    const text = Buffer.from(bytes).toString('base64');
    expect(decodeBase64(text)).toEqual(bytes);
    expect(bytesOf(text)).toEqual(bytes);
  }
});
