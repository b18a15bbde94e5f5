import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FrameEvent, Truncated } from '#protocol/events';
import { Rule, WireMode } from '#protocol/wire';
import { type Messages, say } from '#trace/sentence';
import { en, ko, root } from './catalogue.ts';

describe('the catalogues', () => {
  const sources = readdirSync(new URL('src/trace/', root)).map(name =>
    readFileSync(new URL(`src/trace/${name}`, root), 'utf8'),
  );
  const own = (messages: Messages) => Object.keys(messages).filter(key => key.startsWith('trace.'));
  const gaps = (text: string | undefined) => (text?.match(/\{[\w-]+\}/g) ?? []).sort();
  /** Keys that are put together: `trace.frame-${verb}`. */
  const made = [
    ...['line', 'call', 'run'].map(how => `trace.resumed-${how}`),
    ...FrameEvent.shape.verb.options.map(verb => `trace.frame-${verb}`),
    ...WireMode.options.map(mode => `trace.wire-${mode}`),
    ...Rule.shape.verb.options.map(verb => `trace.rule-${verb}`),
    ...['started', 'ended'].map(what => `trace.task-${what}`),
    ...['client', 'datagram'].map(what => `trace.unblock-${what}-port`),
    ...Truncated.shape.what.options.map(what => `trace.truncated-${what}`),
  ];

  test('have every text that is used, and none that is not', () => {
    const written = sources.flatMap(source => source.match(/(?<=')trace\.[a-z-]+(?=')/g) ?? []);
    const used = [...new Set([...written, ...made])].sort();
    expect(own(en).sort()).toEqual(used);
    expect(own(ko).sort()).toEqual(used);
  });

  test('have the same gaps in both languages', () => {
    for (const key of own(en)) expect(gaps(ko[key]), key).toEqual(gaps(en[key]));
  });

  test('a text that is missing, or a gap that is not filled, is seen', () => {
    expect(say({}, { key: 'trace.none', values: {} })).toBe('trace.none');
    expect(say({ key: 'a {gap}' }, { key: 'key', values: {} })).toBe('a {gap}');
  });
});
