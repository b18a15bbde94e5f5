import { expect, test } from 'vitest';
import { type Found, placesIn } from '../../src/site/scripts/found-places.ts';

/** The page that Pagefind 1.5.2 told of, indexed from two headings and two moves. */
const page: Found = {
  url: '/en/lessons/x/',
  meta: { title: 'The page' },
  content:
    'The page. Intro about sockets. The server bind() gives it one: port 3333 on every address. accept() is the wait.',
  locations: [],
  anchors: [
    { element: 'h2', id: 'x', text: 'The server', location: 5 },
    { element: 'div', id: 'bind', text: '', location: 7 },
    { element: 'div', id: 'accept', text: '', location: 16 },
  ],
};
const foundAt = (...locations: number[]) => placesIn({ ...page, locations });
const said = (place: ReturnType<typeof placesIn>[number] | undefined) =>
  place?.excerpt.map(({ text, isFound }) => (isFound ? `[${text}]` : text)).join(' ');

test('a word in a move leads to the move, under the heading above it', () => {
  const [place] = foundAt(11);
  expect(place).toMatchObject({ url: '/en/lessons/x/#bind', name: 'The server' });
  expect(said(place)).toBe('bind() gives it one: [port] 3333 on every address.');
});

test('two words of one move are one place; another move is another', () => {
  const places = foundAt(12, 19, 11);
  expect(places.map(({ url }) => url)).toEqual(['/en/lessons/x/#bind', '/en/lessons/x/#accept']);
  expect(said(places[0])).toContain('[port] [3333]');
  expect(said(places[1])).toBe('accept() is the [wait.]');
});

test('where more of the words stand comes first', () => {
  expect(foundAt(11, 17, 18).map(({ url }) => url)).toEqual(['/en/lessons/x/#accept', '/en/lessons/x/#bind']);
});

test('a word above the first heading leads to the page itself', () => {
  const [place] = foundAt(4);
  expect(place).toMatchObject({ url: '/en/lessons/x/', name: '' });
  expect(said(place)).toBe('The page. Intro about [sockets.]');
});
