/**
 * `npm run shots -- FOLDER [pages [PAGE] | lab [LESSON] | play [PANE]]`: pictures to look at, in both themes. Of
 * every kind of page and every kind of lab, in both languages, at the widths of a projector and a phone (a lab at a
 * laptop's, too); and of every state of the play page.
 */
import { shootLabs } from './shots/labs.ts';
import { shootPages } from './shots/pages.ts';
import { shootPlay } from './shots/play-page.ts';
import { launchChromium } from './walked-lesson.ts';

const KINDS = { pages: shootPages, lab: shootLabs, play: shootPlay };

const [folder, what, only] = process.argv.slice(2);
if (folder === undefined) throw new Error('expected a folder: npm run shots -- /tmp/shots');

await using browser = await launchChromium();
for (const [kind, shoot] of Object.entries(KINDS))
  if (what === undefined || what === kind) await shoot(browser, folder, only);
