/**
 * Static pages only: the lab server is our own and stands beside them (src/server). What a built page
 * carries is fixed here, from the environment: BASE, the path that it is served under; SITE, the address of
 * its host, for who shows a link elsewhere; REPOSITORY, where a reader without a server can clone the course.
 */
import mdx from '@astrojs/mdx';
import { defineConfig } from 'astro/config';
import { afterPages } from './src/site/build/integration.ts';

/** Every MDX file would warn about "use astro:head-inject", which says nothing to an author. */
const silenceHeadInject = (level, log, next) => {
  if (log.code !== 'MODULE_LEVEL_DIRECTIVE') next(level, log);
};

const base = `/${process.env.BASE ?? ''}/`.replace(/\/+/g, '/');

/** Every pane in every state, for whoever draws them; a build of the course has none of it. */
const playPage = {
  name: 'sockscope:play',
  hooks: {
    'astro:config:setup': ({ command, injectRoute }) => {
      if (command !== 'dev') return;
      injectRoute({ pattern: '/play/', entrypoint: './src/site/dev/play.astro' });
      injectRoute({ pattern: '/play/[run].json', entrypoint: './src/site/dev/run.json.ts' });
      injectRoute({ pattern: '/play/card/[locale]/', entrypoint: './src/site/dev/card.astro' });
    },
  },
};

/** Labs run in `astro dev` too. */
const labServer = {
  name: 'sockscope:labs',
  hooks: {
    'astro:server:setup': async ({ server }) => {
      const { attachToDev } = await import('./src/server/dev.ts');
      attachToDev(server, base);
    },
  },
};

/** A build stops at an author's mistakes, all of them told; the pages would find most, one at a time. */
const lint = {
  name: 'sockscope:lint',
  hooks: {
    'astro:build:start': async () => {
      const { mistakes } = await import('./src/cli/lint/course.ts');
      const found = mistakes();
      if (found.length > 0) throw new Error(`mistakes in the course:\n${found.join('\n')}`);
    },
  },
};

/** A phone waits for each sheet of a page before it paints: one for the lab, not one for each of its parts. */
const labStyles = { name: 'lab', test: /\/src\/lab\/.*\.css$/ };

/**
 * What labs, exercises, quizzes and answered predictions have in common, by who needs it: a page names each
 * file that it may load later, so few files, but none with what its reader does not use.
 */
const commonParts = [
  {
    name: 'drawing',
    test: /\/node_modules\/preact\/|\/src\/(lab\/(use-id|clipboard|text-selection)|trace\/output)\.ts$/,
  },
  {
    name: 'trace-parts',
    test: /\/src\/(trace\/(race[-a-z]*|postcards|journeys|passed-on|sentence|fold)|lab\/(words|call-pick)|protocol\/scene)\.ts$/,
  },
  { name: 'desk-parts', test: /\/src\/lab\/(code-editor|connection|edits|highlight|readiness)\.tsx?$/ },
];

/** What the scripts of nearly every page share: one file, because a dozen small ones compress to half as much again. */
const shared = {
  name: 'shared',
  test: new RegExp(
    [
      '/src/record/(page/|learner-record|progress|record-text|redo|upgrades)',
      '/src/site/scripts/(asked-questions|filled|left-lab|paths|question-address|reasons|record|storage|theme)\\.',
      '/src/(lab/(answers|page-events)|protocol/(json|record-format|recording)|quiz/catalogue)\\.ts$',
      '/node_modules/idb/',
      'vite/preload-helper',
      'rolldown/runtime',
    ].join('|'),
  ),
};

export default defineConfig({
  srcDir: './src/site',
  output: 'static',
  base,
  ...(process.env.SITE ? { site: process.env.SITE } : {}),
  trailingSlash: 'always',
  devToolbar: { enabled: false },
  // The few code blocks in the prose are shell commands; the programs are drawn by the lab.
  markdown: { syntaxHighlight: false },
  integrations: [mdx(), labServer, playPage, lint, afterPages(base)],
  vite: {
    define: { REPOSITORY: JSON.stringify(process.env.REPOSITORY ?? '') },
    // The content security policy allows no inline script, so nothing may be inlined.
    build: { assetsInlineLimit: 0, rolldownOptions: { onLog: silenceHeadInject } },
    environments: {
      client: {
        build: {
          rolldownOptions: { output: { codeSplitting: { groups: [labStyles, shared, ...commonParts] } } },
        },
      },
    },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  },
});
