/**
 * The rubric's limits for a lesson's prose (curriculum, section 4, point 4): no wall of text.
 * An action is whatever the reader presses or answers: a move, a question, a what-if, an explanation.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const folder = new URL('../../lessons/', import.meta.url);
const lessons = readdirSync(folder);
const ACTION = /<\/?(?:Move|Prediction|WhatIf|Lab|Exercise|Why)\b[^>]*>/;

/** The text without frontmatter; questions stand in attributes and count as text. */
const proseOf = (lesson: string, locale: string) =>
  readFileSync(new URL(`${lesson}/${locale}.mdx`, folder), 'utf8').replace(/^---\n.*?\n---\n/s, '');

const readable = (text: string) =>
  text
    .replace(/question="([^"]*)"/g, '>$1<')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[#*`]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

const wordsIn = (text: string) => readable(text).split(' ').length;

describe.each(lessons)('lesson %s', lesson => {
  test('has at most 700 words', () => {
    expect(wordsIn(proseOf(lesson, 'en'))).toBeLessThanOrEqual(700);
  });

  test('has at most 120 words between two actions, 300 characters in Korean', () => {
    for (const part of proseOf(lesson, 'en').split(ACTION))
      expect(wordsIn(part), part).toBeLessThanOrEqual(120);
    for (const part of proseOf(lesson, 'ko').split(ACTION))
      expect(readable(part).length, part).toBeLessThanOrEqual(300);
  });

  test('recapitulates in at most five lines and asks two questions', () => {
    for (const locale of ['en', 'ko']) {
      const recap = proseOf(lesson, locale).split(/^## /m).at(-1) ?? '';
      expect(recap.match(/^- /gm)?.length ?? 0).toBeLessThanOrEqual(5);
      expect(recap.match(/<Why question=/g)).toHaveLength(2);
    }
  });
});
