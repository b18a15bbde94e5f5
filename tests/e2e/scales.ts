/** What a browser fetches, weighed as it comes over a network: gzipped. */
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';

export type Part = {
  name: string;
  /** "document", "script", "stylesheet", … */
  type: string;
  kB: number;
};

/** From now on what this page fetches is weighed; calling the result tells what it was. */
export function scalesOf(page: Page): () => Promise<Part[]> {
  const fetched: { name: string; type: string; bytes: Promise<Buffer> }[] = [];
  page.on('response', response => {
    const name = new URL(response.url()).pathname.split('/').at(-1) ?? '';
    // A redirect has no body to weigh; that of the answer to what a page sends may never be read.
    if (response.ok() && response.request().method() === 'GET')
      fetched.push({ name, type: response.request().resourceType(), bytes: response.body() });
  });
  return () =>
    Promise.all(
      fetched.map(async ({ name, type, bytes }) => ({
        ...{ name, type },
        kB: gzipSync(await bytes, { level: 9 }).length / 1000,
      })),
    );
}

export const isCode = ({ type }: Part): boolean => ['script', 'stylesheet'].includes(type);

export const total = (parts: readonly Part[]): number => parts.reduce((sum, { kB }) => sum + kB, 0);
