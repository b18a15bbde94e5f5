/** A lesson's text as a reader sees it, for whoever counts its words. */

/** Whatever the reader presses or answers. */
const ACTION = /<\/?(?:Move|Prediction|WhatIf|Lab|Exercise|Why)\b[^>]*>/;
const FEEDBACK = /<Feedback\b[^>]*>(.*?)<\/Feedback>/gs;

const withoutHead = (source: string): string => source.replace(/^---\n.*?\n---\n/s, '');

/**
 * The text without front matter; questions stand in attributes and count as text. Feedback is no part of the
 * page: of all of it a reader sees one or two pieces, each below the question that it answers.
 */
export const proseOf = (source: string): string => withoutHead(source).replace(FEEDBACK, '');

/** What is said to each answer. */
export const feedbackOf = (source: string): string[] =>
  [...withoutHead(source).matchAll(FEEDBACK)].map(([, text = '']) => readable(text));

/** What stands between two actions. */
export const stretchesOf = (prose: string): string[] => prose.split(ACTION).map(readable);

/** The last section. */
export const recapOf = (prose: string): string => prose.split(/^## /m).at(-1) ?? '';

/**
 * Numbers of three digits or more, and addresses; smaller ones one language may write as a word. Code is left
 * out: what a program holds is the same program in every language.
 */
export function numbersIn(source: string): Set<string> {
  const text = readable(withoutHead(source).replace(/`[^`]*`/g, ' '));
  const numbers = text.match(/\d+(?:[.,:]\d+)*/g) ?? [];
  return new Set(numbers.map(each => each.replaceAll(',', '')).filter(each => /\d{3}|(\d+\.){3}/.test(each)));
}

export const readable = (text: string): string =>
  text
    .replace(/question="([^"]*)"/g, '>$1<')
    .replace(/<\/?Term\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[#*`|]|---/g, '')
    .replace(/\\~/g, '~')
    .replace(/\s+/g, ' ')
    .trim();

export const wordsIn = (text: string): number => readable(text).split(' ').length;
