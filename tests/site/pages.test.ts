import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labNames, loadLab } from '#driver/scenes';
import { sceneName } from '#protocol/recording';
import { FIELD_KEYS, LAYER_KEYS } from '#trace/field-keys';
import { BASE, type Build, buildSite, valuesOf } from './build.ts';

let site: Build;
beforeAll(() => {
  site = buildSite();
}, 120_000);
afterAll(() => site[Symbol.dispose]());

const pages = () => site.files.filter(file => file.endsWith('.html'));
const lessons = readdirSync(new URL('../../lessons/', import.meta.url));
const pageOf = (lesson: string) => `lessons/${lesson}/index.html`;

test('both languages have the same pages', () => {
  const inLanguage = (locale: string) =>
    pages().flatMap(file => (file.startsWith(`${locale}/`) ? [file.slice(3)] : []));
  expect(inLanguage('ko')).toEqual(inLanguage('en'));
  expect(inLanguage('en')).toEqual(expect.arrayContaining(lessons.map(pageOf)));
});

describe.each(lessons)('both languages of %s', lesson => {
  test.each([
    ['moves', 'data-move'],
    ['predictions', 'data-prediction'],
    ['options of the predictions', 'value'],
    ['what-ifs', 'data-what-if'],
    ['labs', 'data-lab'],
    ['exercises', 'data-exercise'],
    ['terms', 'data-term'],
  ])('have the same %s in the same order', (_, attribute) => {
    const english = valuesOf(site.read(`en/${pageOf(lesson)}`), attribute);
    expect(english.length).toBeGreaterThan(0);
    expect(valuesOf(site.read(`ko/${pageOf(lesson)}`), attribute)).toEqual(english);
  });
});

test.each(lessons)('every move of the lab of %s is told by a paragraph, in the order of the walk', lesson => {
  const html = site.read(`en/${pageOf(lesson)}`);
  const [lab = ''] = valuesOf(html, 'data-lab');
  const walk = loadLab(lab).walk.map(move => move.id);
  expect(valuesOf(html, 'data-move')).toEqual(walk);
});

test('no page says which answer of a prediction is right', () => {
  for (const file of pages()) {
    for (const form of site.read(file).match(/<form class="prediction".*?<\/form>/gs) ?? []) {
      expect(form).not.toMatch(/data-(answer|right|correct)|\bchecked\b/);
    }
  }
});

test('no page has a script or a handler inside it, because the policy would refuse it', () => {
  for (const file of pages()) {
    const html = site.read(file);
    for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) expect(tag, file).toMatch(/\ssrc="/);
    expect(html, file).not.toMatch(/<[^>]+\son[a-z]+="/);
    expect(html, file).not.toContain('javascript:');
  }
});

test('every address in a page lies below the base path and leads to a file', () => {
  const isThere = (address: string) => {
    const path = address.replace(/[#?].*$/, '');
    if (!path.startsWith(BASE)) return false;
    const file = path.slice(BASE.length);
    return site.files.includes(file === '' || file.endsWith('/') ? `${file}index.html` : file);
  };
  for (const file of pages()) {
    const html = site.read(file);
    const addresses = [...valuesOf(html, 'href'), ...valuesOf(html, 'src')].filter(a => !a.startsWith('#'));
    expect(
      addresses.filter(address => !isThere(address)),
      file,
    ).toEqual([]);
  }
});

test('every scene that a lab can open is a file, with its sources in it', async () => {
  for (const lab of await labNames()) {
    for (const whatIf of [null, ...loadLab(lab).whatIfs.map(({ id }) => id)]) {
      const scene = JSON.parse(site.read(`labs/${lab}/${sceneName(whatIf)}`));
      expect(scene).toMatchObject({ lab, whatIf });
      for (const program of scene.programs) expect(program.source).toContain('import socket');
    }
  }
});

test.each([
  ['en', 'sequence number'],
  ['ko', '순서 번호'],
])('an opened frame finds its fields’ names and meanings in %s', (locale, name) => {
  const headers = JSON.parse(site.read(`${locale}/headers.json`));
  expect(headers['tcp.seq']).toEqual({ name, text: expect.stringContaining('RFC 9293, 3.4') });
  expect(Object.keys(headers).sort()).toEqual([...LAYER_KEYS, ...FIELD_KEYS].sort());
});

test.each(lessons)('the editors of %s find their specification, starter and solution', lesson => {
  for (const exercise of valuesOf(site.read(`en/${pageOf(lesson)}`), 'data-exercise')) {
    const { id, spec, starter, solution } = JSON.parse(site.read(`exercises/${exercise}/exercise.json`));
    expect(id).toBe(exercise);
    expect(spec.checks.length).toBeGreaterThan(0);
    expect(solution).not.toBe(starter);
  }
});

test('what an author puts between backticks is code on the page, and no backtick is left', () => {
  for (const file of pages()) expect(site.read(file), file).not.toContain('`');
});

describe.each(lessons)('lesson %s before its lab is opened', lesson => {
  const weigh = (files: Iterable<string>) =>
    [...files].reduce((sum, file) => sum + gzipSync(site.read(file), { level: 9 }).length, 0);
  const inFile = (address: string) => address.slice(BASE.length);

  /** The scripts of a page with all that they import statically. */
  const scriptsOf = (html: string): Set<string> => {
    const found = new Set<string>();
    const waiting = valuesOf(html.match(/<script\b[^>]*>/g)?.join('') ?? '', 'src').map(inFile);
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (found.has(file)) continue;
      found.add(file);
      const folder = file.slice(0, file.lastIndexOf('/') + 1);
      for (const [, name] of site.read(file).matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g)) {
        waiting.push(folder + name);
      }
    }
    return found;
  };

  test.each(['en', 'ko'])('weighs at most 60 kB compressed, of it 15 kB of scripts (%s)', locale => {
    const html = site.read(`${locale}/${pageOf(lesson)}`);
    const scripts = scriptsOf(html);
    const sheets = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(m => inFile(m[1] ?? ''));
    expect(scripts.size).toBeGreaterThan(1);
    expect(sheets.length).toBeGreaterThan(0);
    const scriptWeight = weigh(scripts);
    const whole = weigh([`${locale}/${pageOf(lesson)}`, ...sheets, ...scripts]);
    expect(scriptWeight).toBeLessThanOrEqual(15_000);
    expect(whole).toBeLessThanOrEqual(60_000);
  });

  test.each(['en', 'ko'])('has one lab region and one way to run it live (%s)', locale => {
    const html = site.read(`${locale}/${pageOf(lesson)}`);
    const name = locale === 'en' ? 'Lab: ' : '실습: ';
    expect(valuesOf(html, 'aria-label').filter(label => label.startsWith(name))).toHaveLength(1);
    expect(valuesOf(html, 'data-open').filter(mode => mode === 'live')).toHaveLength(1);
  });
});
