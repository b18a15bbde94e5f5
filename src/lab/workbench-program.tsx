/** One program of the workbench: its file, the host it runs on, its arguments and its text. */
import type { ReadonlySignal } from '@preact/signals';
import { byteLength, MAX_FILE_BYTES } from '#protocol/message-sizes';
import { CodeEditor } from './code-editor.tsx';
import { type HostMark, markOf } from './hosts.ts';
import type { Field, OwnFile, Problem } from './own-files.ts';
import { useId } from './use-id.ts';
import type { Words } from './words.ts';

type OwnProgramProps = {
  own: OwnFile;
  /** as `own` has it, to be followed */
  text: ReadonlySignal<string>;
  /** counted from 1 */
  number: number;
  hosts: readonly HostMark[];
  problem: Problem | undefined;
  onChange: (change: Partial<Omit<OwnFile, 'id'>>) => void;
  onRemove: () => void;
  onOpen: () => void;
  words: Words;
};

export function OwnProgramFields(props: OwnProgramProps) {
  const { own, text, number, hosts, problem, onChange, onRemove, onOpen, words } = props;
  const note = useId();
  const wrong = (field: Field) =>
    problem?.field === field ? { 'aria-invalid': true, 'aria-describedby': note } : {};
  return (
    <fieldset class="own-program" style={markOf(hosts, own.host).style} data-own={own.id}>
      <legend>{words.say('workbench.program', { n: number, file: own.file })}</legend>
      <div class="own-program-fields">
        <label>
          {words.say('workbench.file')}
          <input
            type="text"
            value={own.file}
            spellcheck={false}
            autocomplete="off"
            {...wrong('file')}
            onInput={event => onChange({ file: event.currentTarget.value.trim() })}
          />
        </label>
        <HostChoice own={own} hosts={hosts} onChange={onChange} words={words} {...wrong('host')} />
        <label>
          {words.say('workbench.args')}
          <input
            type="text"
            value={own.args}
            spellcheck={false}
            autocomplete="off"
            {...wrong('args')}
            onInput={event => onChange({ args: event.currentTarget.value })}
          />
        </label>
      </div>
      <p class="own-problem" id={note} role="alert">
        {problem && problemText(problem, own, words)}
      </p>
      <div class="own-command">
        <code>{`${own.host}:~$ python3 ${own.file} ${own.args}`.trimEnd()}</code>
        <button type="button" class="lab-button lab-quiet" onClick={onRemove}>
          {words.say('workbench.remove')}
          <span class="lab-unseen"> {own.file}</span>
        </button>
      </div>
      <CodeEditor
        file={own.file}
        text={text}
        onChange={text => onChange({ text })}
        onRun={onOpen}
        words={words}
      />
    </fieldset>
  );
}

type HostChoiceProps = Pick<OwnProgramProps, 'own' | 'hosts' | 'onChange' | 'words'>;

function HostChoice({ own, hosts, onChange, words, ...wrong }: HostChoiceProps) {
  return (
    <label>
      {words.say('workbench.host')}
      <select value={own.host} {...wrong} onChange={event => onChange({ host: event.currentTarget.value })}>
        {!hosts.some(({ name }) => name === own.host) && <option value={own.host}>{own.host}</option>}
        {hosts.map(({ name, address }) => (
          <option key={name} value={name}>
            {address === '' ? name : `${name} · ${address}`}
          </option>
        ))}
      </select>
    </label>
  );
}

function problemText({ code }: Problem, { text }: OwnFile, words: Words): string {
  if (code === 'open-quote') return words.say('workbench.open-quote');
  if (code !== 'file-too-large') return words.fault(code);
  const kilobytes = (byteLength(text) / 1024).toFixed(1);
  return words.say('workbench.too-large', { kilobytes, most: MAX_FILE_BYTES / 1024 });
}
