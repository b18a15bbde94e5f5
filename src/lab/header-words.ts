/**
 * Names and meanings of headers and fields, fetched when the first frame is opened. Without them a
 * field is called by its key, and means nothing more.
 */
import type { Locale } from './words.ts';

export type HeaderWords = Readonly<Record<string, { name: string; text: string }>>;
export type LoadHeaderWords = () => Promise<HeaderWords>;

/** Fetched once; a failure is forgotten, so that the next frame that is opened tries again. */
export function headerWordsAt(base: string, locale: Locale): LoadHeaderWords {
  let loading: Promise<HeaderWords> | undefined;
  return async () => {
    loading ??= fetchWords(`${base}${locale}/headers.json`);
    try {
      return await loading;
    } catch {
      loading = undefined;
      return {};
    }
  };
}

async function fetchWords(address: string): Promise<HeaderWords> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return (await answer.json()) as HeaderWords;
}
