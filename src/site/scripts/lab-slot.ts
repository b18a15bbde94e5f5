/**
 * The one place of the page where a lab stands. A press anywhere in the prose or in the still opens
 * a scene there; until then no code of the lab is loaded.
 */
import { hearPage, type PageEvents, tellPage } from '#lab/page-events';
import { takeLeftLab } from './left-lab.ts';
import type { LessonPage } from './lesson-page.ts';
import { statusOf } from './server.ts';

type Wanted = PageEvents['sockscope:open'];
/** The end of an address that asks for the lab to run already (`runningLessonPath`). */
const BEGIN = '#begin';
/** id of a template of the layout */
type Note = 'no-server' | 'no-sandbox' | 'only-plain' | 'lab-failed';

export type LabSlot = {
  /** Opens the recording if no lab is open yet, and leaves the focus where it is; false when there is none. */
  openRecording(): Promise<boolean>;
};

export function startLabSlot(page: LessonPage, showLab: () => void): LabSlot {
  const element = page.lesson.querySelector<HTMLElement>('.lab-slot');
  if (element === null) return { openRecording: async () => false };
  const names = JSON.parse(element.dataset.names ?? '{}') as Record<string, string>;
  const tell = noteIn(page.lesson);

  async function open(
    { lab, whatIf, mode: asked, left, begins = false, bySlider = false }: Wanted,
    slot: HTMLElement,
    takesFocus: boolean,
  ): Promise<boolean> {
    tell(null);
    // Who comes from the home page reads first.
    if (left === undefined && !begins) showLab();
    const code = loadLab();
    try {
      const { base } = page;
      const status = await statusOf(base);
      // Without full boxes a lab may yet be one for which a plain one will do: its code knows.
      const { behind, plain } = status.plain
        ? await (await code).runInPlainBox(status.plain, base, lab, whatIf)
        : status;
      const live = behind === 'live';
      if (asked === 'live' && !live) {
        tell(behind);
        return false;
      }
      const mode = live && asked !== 'recorded' ? 'live' : 'recorded';
      await (await code).mountLab(slot, {
        lab,
        whatIf,
        mode,
        live,
        plain,
        locale: page.locale,
        base,
        takesFocus,
        begins,
        bySlider,
        ...(left?.mode === 'recorded' && { look: { moment: left.moment, picked: null } }),
        ...(left?.mode === 'live' && left.session !== undefined && { session: left.session }),
      });
      slot.setAttribute('aria-label', names[lab] ?? lab);
      return true;
    } catch (error) {
      tell('lab-failed');
      console.error(error);
      return false;
    }
  }

  // Who points at a button is about to press it.
  page.lesson.addEventListener('pointerover', ({ target }) => {
    if (target instanceof Element && target.closest('[data-open]')) void loadLab();
  });

  // One after the other: of two quick presses the second one stays.
  let opening = Promise.resolve(false);
  const openNext = (wanted: Wanted, takesFocus: boolean): Promise<boolean> => {
    opening = opening.then(() => open(wanted, element, takesFocus));
    return opening;
  };
  hearPage('sockscope:open', new AbortController().signal, wanted => void openNext(wanted, true));
  page.lesson.addEventListener('click', event => {
    const button = (event.target as Element).closest<HTMLElement>('[data-open]');
    const wanted = button && wish(button);
    if (wanted) tellPage('sockscope:open', wanted);
  });

  const before = takeLeftLab(page);
  if (before?.isBefore) showLab();
  if (before !== null) void openNext({ ...before.left, left: before.left }, false);
  else if (location.hash === BEGIN)
    void openNext({ lab: element.dataset.lab ?? '', whatIf: null, mode: 'any', begins: true }, false);

  return {
    async openRecording() {
      if (element.dataset.mounted !== undefined) return true;
      const button = element.querySelector<HTMLElement>('[data-open="recorded"]');
      const lab = element.dataset.lab;
      if (button === null || lab === undefined) return false;
      return await openNext({ lab, whatIf: null, mode: 'recorded' }, false);
    },
  };
}

/** Its failure is told of by whoever opens a lab. */
function loadLab(): Promise<typeof import('#lab/mount')> {
  const code = import('#lab/mount');
  code.catch(() => undefined);
  return code;
}

/** What a button opens. */
function wish(button: HTMLElement): Wanted | undefined {
  const { lab = button.closest<HTMLElement>('.lab-slot')?.dataset.lab, whatIf = null, open } = button.dataset;
  return lab === undefined ? undefined : { lab, whatIf, mode: open as Wanted['mode'] };
}

/** The status above the lab; null empties it. */
export function noteIn(lesson: HTMLElement): (template: Note | null) => void {
  const note = lesson.querySelector<HTMLElement>('.lab-note');
  return template => {
    const found = template && document.querySelector<HTMLTemplateElement>(`#${template}`);
    note?.replaceChildren(...(found ? [found.content.cloneNode(true)] : []));
  };
}
