/** The values of the options in rendered HTML, in their order. */
export const optionValues = (html: string): string[] =>
  [...html.matchAll(/\bvalue="([^"]*)"/g)].map(match => unescaped(match[1] ?? ''));

// What Astro escapes in an attribute; the ampersand last, or "&amp;quot;" would become a quote.
const unescaped = (value: string): string =>
  value.replaceAll('&#34;', '"').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
