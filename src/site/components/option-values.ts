/** What the author has written inside of a <Prediction>, read from the rendered HTML. */

/** The values of the options, in their order. */
export const optionValues = (html: string): string[] => valuesOf(html, /<input\b[^>]*\bvalue="([^"]*)"/g);

/** The answers that have feedback, in their order. */
export const feedbackValues = (html: string): string[] => valuesOf(html, /\bdata-feedback="([^"]*)"/g);

const valuesOf = (html: string, attribute: RegExp): string[] =>
  [...html.matchAll(attribute)].map(match => unescaped(match[1] ?? ''));

// What Astro escapes in an attribute; the ampersand last, or "&amp;quot;" would become a quote.
const unescaped = (value: string): string =>
  value.replaceAll('&#34;', '"').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
