/** What is wanted now and then: a shell on a host, the size of the code, and the keys to know. */
import { canGrow, canShrink, changeCodeSize, codeSize } from './code-size.ts';
import type { HostMark } from './hosts.ts';
import { Keys } from './keys.tsx';
import { Menu } from './menu.tsx';
import { CommandButton } from './readiness.tsx';
import type { ShellsState } from './shells-state.ts';
import type { Source } from './source.ts';
import type { WordKey, Words } from './words.ts';

type ToolsProps = { hosts: readonly HostMark[]; shells: ShellsState; source: Source; words: Words };

export function Tools({ hosts, shells, source, words }: ToolsProps) {
  return (
    <Menu name={words.say('lab.tools')}>
      {close => (
        <>
          {source.live && <ShellButtons hosts={hosts} shells={shells} onDone={close} words={words} />}
          <CodeSize words={words} />
          <Keys words={words} />
        </>
      )}
    </Menu>
  );
}

type ShellButtonsProps = Omit<ToolsProps, 'source'> & { onDone: () => void };

/** A host has one shell: one that is open already comes to the front. */
const ShellButtons = ({ hosts, shells, onDone, words }: ShellButtonsProps) => (
  <fieldset class="lab-shell-hosts">
    <legend>{words.say('lab.shell.open-on')}</legend>
    {hosts.map(({ name, style }) => (
      <CommandButton
        key={name}
        class="lab-button lab-small"
        style={style}
        aria-label={words.say('lab.shell.open', { host: name })}
        onClick={() => {
          onDone();
          shells.open(name);
        }}
      >
        {name}
      </CommandButton>
    ))}
  </fieldset>
);

function CodeSize({ words }: { words: Words }) {
  const button = (key: WordKey, isOn: boolean, steps: 1 | -1) => (
    <button
      type="button"
      class="lab-button lab-small"
      aria-disabled={!isOn}
      onClick={() => changeCodeSize(steps)}
    >
      {words.say(key)}
    </button>
  );
  return (
    <fieldset class="lab-code-size">
      <legend>{words.say('lab.code-size')}</legend>
      {button('lab.code-size.smaller', canShrink.value, -1)}
      <output>{codeSize.value} %</output>
      {button('lab.code-size.larger', canGrow.value, 1)}
    </fieldset>
  );
}
