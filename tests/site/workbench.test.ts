/** What the workbench's form tells of the networks that an author has written. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const networks = readdirSync(new URL('../../sandbox/networks/', import.meta.url)).map(file =>
  file.replace(/\.yaml$/, ''),
);

test.each(['en', 'ko'])('every network is described in %s, and nothing that is none', locale => {
  const file = new URL(`../../content/ui/${locale}.json`, import.meta.url);
  const texts = Object.keys(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
  const described = texts.flatMap(key => /^workbench\.network\.(.+)$/.exec(key)?.[1] ?? []);
  expect(described.sort()).toEqual(networks.sort());
});
