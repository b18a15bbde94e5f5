/** What a build does besides the pages, when they are there. */
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { makeOfflineWorker } from './offline.ts';
import { makeSearchIndex } from './search-index.ts';

/** @param base path the site is built for */
export const afterPages = (base: string): AstroIntegration => ({
  name: 'sockscope:after-pages',
  hooks: {
    'astro:build:done': async ({ dir }) => {
      const folder = fileURLToPath(dir);
      await makeSearchIndex(folder);
      makeOfflineWorker(folder, base);
    },
  },
});
