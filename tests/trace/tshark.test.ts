/** Our dissector against tshark, field by field, on real captures and on frames that no host would send. */
import { expect, test } from 'vitest';
import { FIELD_KEYS } from '#trace/field-keys';
import { compare } from './compare.ts';
import { crafted } from './crafted.ts';
import { captured } from './pcap.ts';
import { tsharkFields, withoutTshark } from './tshark.ts';
import { WITHOUT_TWIN } from './twins.ts';

const skipped = withoutTshark();

test.skipIf(skipped !== '')(`every field is as tshark reads it, value and place${skipped}`, () => {
  const compared = new Set<string>();
  for (const frames of [captured('pair'), captured('routed'), crafted]) {
    const found = compare(frames, tsharkFields(frames));
    expect(found.differences).toEqual([]);
    for (const key of found.compared) compared.add(key);
  }
  expect([...compared].sort()).toEqual(FIELD_KEYS.filter(key => WITHOUT_TWIN[key] === undefined).sort());
});
