/**
 * Static pages only: the lab server is our own and stands beside them (src/server). `BASE` is fixed
 * here because every link of a built page carries it.
 */
import mdx from '@astrojs/mdx';
import { defineConfig } from 'astro/config';

/** Every MDX file would warn about "use astro:head-inject", which says nothing to an author. */
const silenceHeadInject = (level, log, next) => {
  if (log.code !== 'MODULE_LEVEL_DIRECTIVE') next(level, log);
};

const base = process.env.BASE ?? '/';

/** Labs run in `astro dev` too. */
const labServer = {
  name: 'sockscope:labs',
  hooks: {
    'astro:server:setup': async ({ server }) => {
      const { attachToDev } = await import('./src/server/dev.ts');
      attachToDev(server, `/${base}/`.replace(/\/+/g, '/'));
    },
  },
};

export default defineConfig({
  srcDir: './src/site',
  output: 'static',
  base,
  trailingSlash: 'always',
  devToolbar: { enabled: false },
  // The few code blocks in the prose are shell commands; the programs are drawn by the lab.
  markdown: { syntaxHighlight: false },
  integrations: [mdx(), labServer],
  vite: {
    // The content security policy allows no inline script, so nothing may be inlined.
    build: { assetsInlineLimit: 0, rolldownOptions: { onLog: silenceHeadInject } },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  },
});
