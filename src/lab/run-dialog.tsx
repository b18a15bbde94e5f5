/**
 * The recorded run of a check, over the page: every pane of a lab, at the moment that its failure names.
 * The lab's code is loaded when somebody looks.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RecordedRun } from '#protocol/verdict';
import type { Picked } from '#trace/belongs';
import { editsOf } from './edits.ts';
import type { Words } from './words.ts';

/** A moment of a run, and what is picked there. */
export type Look = { run: RecordedRun; moment: number; picked: Picked | null; title: string };

type RunDialogProps = { look: Look; base: string; onClose: () => void; words: Words };

export function RunDialog({ look, base, onClose, words }: RunDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const slot = useRef<HTMLElement>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    dialog.current?.showModal();
    const place = slot.current;
    if (place === null) return;
    void import('./mount.tsx')
      .then(({ mountLab }) =>
        mountLab(place, {
          ...{ lab: look.run.scene.lab, whatIf: null, locale: words.locale, base, live: false },
          ...{ mode: 'recorded', takesFocus: true, own: look.run, look },
          edits: editsOf(sessionStorage, `check:${look.run.scene.lab}`, look.run.scene.programs),
          onOpen: () => undefined,
        }),
      )
      .catch(error => {
        setFailed(true);
        console.error(error);
      });
  }, [look, base, words]);
  const name = words.say('exercise.run', { title: look.title });
  return (
    <dialog class="exercise-run" ref={dialog} aria-label={name} onClose={onClose}>
      <header>
        <strong>{name}</strong>
        <button type="button" class="lab-button" onClick={() => dialog.current?.close()}>
          {words.say('exercise.run-close')}
        </button>
      </header>
      {hasFailed && <p class="exercise-fault">{words.say('exercise.run-failed')}</p>}
      <section ref={slot} class="exercise-run-lab" aria-label={name} />
    </dialog>
  );
}
