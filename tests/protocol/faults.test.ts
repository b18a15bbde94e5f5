/** Every code of a refusal or fault has its text in both languages, and no text is left over. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FaultCode, RefusalCode } from '#protocol/faults';

const codes = [...new Set([...RefusalCode.options, ...FaultCode.options])].sort();

describe.each(['en', 'ko'])('faults in %s', language => {
  const file = new URL(`../../content/ui/${language}.json`, import.meta.url);
  const words = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  const texts = Object.entries(words).filter(([key]) => key.startsWith('faults.'));

  test('exactly the codes of faults.ts have a text', () => {
    expect(texts.map(([key]) => key.slice('faults.'.length)).sort()).toEqual(codes);
  });

  test('a text says what happened and what to do next: two sentences at least', () => {
    for (const [key, text] of texts) expect(text.match(/[.](\s|$)/g)?.length, key).toBeGreaterThanOrEqual(2);
  });
});

test('the Korean texts are Korean, and the English are not', () => {
  const read = (language: string): Record<string, string> =>
    JSON.parse(readFileSync(new URL(`../../content/ui/${language}.json`, import.meta.url), 'utf8'));
  const [en, ko] = [read('en'), read('ko')];
  for (const code of codes) {
    expect(ko[`faults.${code}`], code).toMatch(/[가-힣]{2}/);
    expect(en[`faults.${code}`], code).not.toMatch(/[가-힣]/);
  }
});
