/**
 * Where on a found page the words stand. Pagefind's own sub-results know headings only; here a move of a
 * lesson and a term of the glossary are places, too. Positions count words, as Pagefind counts them.
 */

/** What of Pagefind's answer is used here. */
export type Found = {
  url: string;
  meta: { title?: string };
  /** the text that was searched */
  content: string;
  /** positions of what was found */
  locations: readonly number[];
  /** elements with an id, and the position at which each begins; `text` is that of a heading, else empty */
  anchors: readonly { element: string; id: string; text: string; location: number }[];
};

export type Excerpt = readonly { text: string; isFound: boolean }[];
export type FoundPlace = {
  url: string;
  /** the heading above it */
  name: string;
  excerpt: Excerpt;
};

const WORDS_BEFORE = 5;
const WORDS_AFTER = 14;

/** The places of a page that hold a word, each once; first those that hold more of them. */
export function placesIn({ url, content, locations, anchors }: Found): FoundPlace[] {
  const words = content.split(/\s+/);
  const inOrder = anchors.toSorted((one, other) => one.location - other.location);
  const byPlace = Map.groupBy(
    locations.toSorted((one, other) => one - other),
    location => inOrder.findLast(anchor => anchor.location <= location),
  );
  const places = [...byPlace].toSorted(([, one], [, other]) => other.length - one.length);
  return places.map(([anchor, [first = 0, ...more]]) => {
    const heading = inOrder.findLast(({ element, location }) => /^h\d$/.test(element) && location <= first);
    const next = inOrder.find(({ location }) => location > first)?.location ?? words.length;
    const from = Math.max(anchor?.location ?? 0, first - WORDS_BEFORE);
    const until = Math.min(next, first + WORDS_AFTER);
    return {
      url: anchor === undefined ? url : `${url}#${anchor.id}`,
      name: heading?.text ?? '',
      excerpt: words
        .slice(from, until)
        .map((text, at) => ({ text, isFound: [first, ...more].includes(from + at) })),
    };
  });
}
