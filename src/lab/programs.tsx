/** All programs of the lab, each with its source and its terminal. */
import { useMemo, useRef } from 'preact/hooks';
import type { Scene } from '#protocol/lab';
import { type Edits, editedIn } from './edits.ts';
import { useFollowing } from './following-program.ts';
import { hostMarks, markOf } from './hosts.ts';
import type { Picking } from './pick.ts';
import { type ProgramCommands, ProgramPane } from './program-pane.tsx';
import type { Source } from './source.ts';
import { useId } from './use-id.ts';
import type { View } from './view.ts';
import type { Words } from './words.ts';

type ProgramsProps = {
  scene: Scene;
  source: Source;
  view: View;
  picking: Picking;
  /** of the element that says why nothing can be commanded */
  statusId: string;
  edits: Edits;
  /** Opens a fresh box with what the editors hold. */
  onRunEdits: () => void;
  words: Words;
};

export function Programs(props: ProgramsProps) {
  const { scene, source, view, picking, statusId, edits, onRunEdits, words } = props;
  const note = useId();
  const hosts = useMemo(() => hostMarks(scene.network), [scene]);
  const place = useRef<HTMLDivElement>(null);
  useFollowing(place, view);
  const isReady = source.status.value.kind === 'ready';
  const commands = useMemo(() => commandsNow(source, view), [source, view]);
  // In the order of the machines, so that programs stand over their lanes of the ladder.
  const programs = scene.programs.toSorted(
    (a, b) => markOf(hosts, a.host).index - markOf(hosts, b.host).index,
  );
  return (
    <div class="lab-pane">
      <div ref={place} class="lab-programs" data-count={programs.length}>
        {programs.map(program => (
          <ProgramPane
            key={program.name}
            program={program}
            walk={scene.walk}
            host={markOf(hosts, program.host)}
            source={source}
            view={view}
            picking={picking}
            canCommand={source.live && isReady}
            whyNot={source.live ? statusId : note}
            commands={commands}
            isEdited={editedIn(scene, source).includes(program.name)}
            edits={edits}
            isLive={source.live}
            onRunEdits={onRunEdits}
            words={words}
          />
        ))}
      </div>
      {!source.live && (
        <p class="lab-remark" id={note}>
          {words.say('lab.recorded-note')}
        </p>
      )}
    </div>
  );
}

/** What is commanded is done to the lab as it is, and wants to be seen. */
const commandsNow = (source: Source, view: View): ProgramCommands => ({
  step(program, how, task) {
    view.toNow();
    source.step(program, how, task);
  },
  pause(program, task) {
    view.toNow();
    source.pause(program, task);
  },
  stop(program) {
    view.toNow();
    source.stop(program);
  },
});
