import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labNames, loadLab } from '#driver/scenes';
import { recordingName, sceneName } from '#protocol/recording';
import { FIELD_KEYS, LAYER_KEYS } from '#trace/field-keys';
import { BASE, type Build, buildSite, valuesOf } from './build.ts';

let site: Build;
beforeAll(() => {
  site = buildSite();
}, 120_000);
afterAll(() => site[Symbol.dispose]());

const pages = () => site.files.filter(file => file.endsWith('.html'));
const lessons = readdirSync(new URL('../../lessons/', import.meta.url));
const sourceOf = (lesson: string, locale: string) =>
  readFileSync(new URL(`../../lessons/${lesson}/${locale}.mdx`, import.meta.url), 'utf8');
const pageOf = (lesson: string) => `lessons/${lesson}/index.html`;

test('both languages have the same pages', () => {
  const inLanguage = (locale: string) =>
    pages().flatMap(file => (file.startsWith(`${locale}/`) ? [file.slice(3)] : []));
  expect(inLanguage('ko')).toEqual(inLanguage('en'));
  expect(inLanguage('en')).toEqual(expect.arrayContaining(lessons.map(pageOf)));
});

test('each claim of the errata leads to a move, or to the button of a what-if, of its lesson', () => {
  for (const locale of ['en', 'ko']) {
    const proofs = valuesOf(site.read(`${locale}/errata/index.html`), 'href').filter(href =>
      href.includes('?'),
    );
    expect(proofs.length).toBeGreaterThan(5);
    for (const proof of proofs) {
      const { pathname, searchParams } = new URL(proof, 'http://localhost');
      const html = site.read(`${pathname.slice(BASE.length)}index.html`);
      const [[kind, id] = []] = [...searchParams];
      expect(valuesOf(html, kind === 'step' ? 'data-move' : 'data-what-if'), proof).toContain(id);
    }
  }
});

test('each lab of a lesson is a topic of the redo queue, and the notebook knows the words of its questions', () => {
  for (const locale of ['en', 'ko']) {
    const topics = valuesOf(site.read(`${locale}/review/index.html`), 'data-topic');
    const words = JSON.parse(site.read(`${locale}/questions.json`)) as Record<string, { question: string }>;
    for (const lesson of lessons) {
      const html = site.read(`${locale}/${pageOf(lesson)}`);
      const forms = html.match(/<form class="prediction"[^>]*>/g) ?? [];
      expect(forms.length).toBeGreaterThan(0);
      for (const form of forms) {
        const [lab, whatIf, id] = ['data-lab', 'data-what-if', 'data-prediction'].map(
          name => valuesOf(form, name)[0] ?? '',
        );
        expect(topics).toContain(`lab/${lab}`);
        expect(words[`${lab}/${whatIf}/${id}`]?.question.length, `${lab}/${whatIf}/${id}`).toBeGreaterThan(5);
      }
    }
  }
});

describe.each(lessons)('both languages of %s', lesson => {
  test.each([
    ['moves', 'data-move'],
    ['predictions', 'data-prediction'],
    ['options of the predictions', 'value'],
    ['answers with feedback', 'data-feedback'],
    ['what-ifs', 'data-what-if'],
    ['labs', 'data-lab'],
    ['terms', 'data-term'],
  ])('have the same %s in the same order', (_, attribute) => {
    const english = valuesOf(site.read(`en/${pageOf(lesson)}`), attribute);
    expect(english.length).toBeGreaterThan(0);
    expect(valuesOf(site.read(`ko/${pageOf(lesson)}`), attribute)).toEqual(english);
  });

  test('have the exercises that their front matter names', () => {
    for (const locale of ['en', 'ko']) {
      const [, named = ''] = /^exercises: \[(.*)\]$/m.exec(sourceOf(lesson, locale)) ?? [];
      const onPage = valuesOf(site.read(`${locale}/${pageOf(lesson)}`), 'data-exercise');
      expect(onPage, locale).toEqual(named.split(', ').filter(id => id !== ''));
    }
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

test('every address in a page lies below the base path and leads to a file, but for man pages and RFCs', () => {
  const isSource = (address: string) => /^https:\/\/(man7\.org|www\.rfc-editor\.org)\//.test(address);
  const isThere = (address: string) => {
    if (isSource(address)) return true;
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

test('every scene that a lab can open is a file with its sources in it, and has its recording beside it', async () => {
  for (const lab of await labNames()) {
    for (const whatIf of [null, ...loadLab(lab).whatIfs.map(({ id }) => id)]) {
      const scene = JSON.parse(site.read(`labs/${lab}/${sceneName(whatIf)}`));
      expect(scene).toMatchObject({ lab, whatIf });
      expect(site.files).toContain(`labs/${lab}/${recordingName(whatIf)}`);
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

test('the play page is for developers: no build has it', () => {
  expect(site.files.filter(file => /(^|\/)play\b/.test(file))).toEqual([]);
});

test('of our own code a lab that is opened fetches at most 130 kB; terminal and editor come by themselves', () => {
  const named = (name: RegExp) => site.files.filter(file => name.test(file.slice('_astro/'.length)));
  const code = withImports(named(/^mount\..*\.js$/));
  // The longer of the two languages.
  const texts = named(/^ko\..*\.js$/);
  const all = new Set([...code, ...texts, ...named(/^mount\..*\.css$/)]);
  expect(all.size).toBeGreaterThan(5);
  const widgets = [...code].filter(file => named(/^(terminal|editor|dist)\./).includes(file));
  expect(widgets, 'loaded with the lab, not by themselves').toEqual([]);
  const weight = [...all].reduce((sum, file) => sum + gzipSync(site.read(file), { level: 9 }).length, 0);
  expect(weight).toBeLessThanOrEqual(130_000);
});

/** Scripts with all that they import statically. */
function withImports(scripts: readonly string[]): Set<string> {
  const found = new Set<string>();
  const waiting = [...scripts];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const folder = file.slice(0, file.lastIndexOf('/') + 1);
    for (const [, name] of site.read(file).matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g))
      waiting.push(folder + name);
  }
  return found;
}

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

// Markdown took the two tildes of "1024~32767" and "32768~60999" for struck-out text.
test('nothing is struck out: a range in Korean is written with \\~', () => {
  for (const file of pages()) expect(site.read(file), file).not.toMatch(/<del>|\d\\~/);
});

describe.each(lessons)('lesson %s before its lab is opened', lesson => {
  const weigh = (files: Iterable<string>) =>
    [...files].reduce((sum, file) => sum + gzipSync(site.read(file), { level: 9 }).length, 0);
  const inFile = (address: string) => address.slice(BASE.length);

  const scriptsOf = (html: string): Set<string> =>
    withImports(valuesOf(html.match(/<script\b[^>]*>/g)?.join('') ?? '', 'src').map(inFile));

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
