/** Everything on the wire: what can be set, how the ladder is read, and the ladder. */
import { useOpened } from './open-frame.ts';
import { WireControls } from './wire-controls.tsx';
import { LookSwitches, useLook } from './wire-look.tsx';
import { WireTable, type WireTableProps } from './wire-table.tsx';

export function WirePane(props: Omit<WireTableProps, 'look' | 'opened' | 'toggle'>) {
  const { hosts, now, source, words } = props;
  const choice = useLook();
  const { opened, toggle } = useOpened(props.picking);
  return (
    <div class="lab-pane lab-table lab-wire-pane" data-opened={opened !== null}>
      <WireControls hosts={hosts} wire={now.wire} source={source} words={words}>
        <LookSwitches {...choice} words={words} />
      </WireControls>
      <WireTable {...props} look={choice.look} opened={opened} toggle={toggle} />
    </div>
  );
}
