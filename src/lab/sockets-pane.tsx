/**
 * The kernels' sockets in three views: as the table that the kernels have, on TCP's state diagram, and as
 * bytes between send and recv. What only one of the views needs is loaded when it is first shown.
 */
import { useState } from 'preact/hooks';
import type { LabState } from '#trace/fold';
import type { HostMark } from './hosts.ts';
import { lazily } from './lazily.tsx';
import type { Picking } from './pick.ts';
import { SocketTable } from './socket-table.tsx';
import { Tabs } from './tabs.tsx';
import type { View } from './view.ts';
import type { WordKey, Words } from './words.ts';

export type SocketsPaneProps = {
  hosts: readonly HostMark[];
  now: LabState;
  before: LabState;
  view: View;
  picking: Picking;
  /** The box lives: its time goes on without events. */
  isLive: boolean;
  /** what it opens with */
  firstView: Shown;
  words: Words;
};

/** What the views beside the table get. */
export type SocketViewProps = Pick<SocketsPaneProps, 'hosts' | 'now' | 'view' | 'picking' | 'words'> & {
  /** The box lives, and what is shown is now. */
  ticks: boolean;
};

const StateView = lazily<SocketViewProps>(async () => (await import('./state-view.tsx')).StateView);
const ByteView = lazily<SocketViewProps>(async () => (await import('./byte-view.tsx')).ByteView);

type Shown = 'table' | 'states' | 'bytes';

const VIEWS: readonly { id: Shown; key: WordKey }[] = [
  { id: 'table', key: 'lab.sockets.view.table' },
  { id: 'states', key: 'lab.sockets.view.states' },
  { id: 'bytes', key: 'lab.sockets.view.bytes' },
];

export function SocketsPane({ before, isLive, firstView, ...props }: SocketsPaneProps) {
  const { view, words } = props;
  const [shown, setShown] = useState<Shown>(firstView);
  const ticks = isLive && !view.isPast.value;
  return (
    <div class="lab-pane lab-table lab-sockets-pane" data-view={shown}>
      <Tabs
        tabs={VIEWS.map(({ id, key }) => ({ id, name: words.say(key) }))}
        shown={shown}
        name={words.say('lab.sockets.views')}
        onShow={setShown}
        title={
          <p class="lab-table-title" aria-hidden="true">
            {words.say('lab.sockets')}
          </p>
        }
      >
        {shown === 'table' && <SocketTable {...props} before={before} ticks={ticks} onShow={setShown} />}
        {shown === 'states' && <StateView {...props} ticks={ticks} />}
        {shown === 'bytes' && <ByteView {...props} ticks={ticks} />}
      </Tabs>
    </div>
  );
}
