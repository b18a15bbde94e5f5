/** The race as a table, message by message: for who hears it, and for who wants to know one exactly. */
import { useState } from 'preact/hooks';
import type { Picked } from '#trace/belongs';
import type { Message, Strip } from '#trace/race';
import { tookOf } from '#trace/race-counts';
import { durationText } from './duration.ts';
import { lightOf } from './light.ts';
import { isSamePick, type Picking } from './pick.ts';
import { whatTexts } from './race-words.ts';
import type { WordKey, Words } from './words.ts';

type RaceTableProps = { strips: readonly Strip[]; from: number; picking: Picking; words: Words };

const COLUMNS: readonly WordKey[] = [
  'lab.race.message',
  'lab.race.sent-at',
  'lab.race.took',
  'lab.race.what',
];

export function RaceTable({ strips, from, picking, words }: RaceTableProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="lab-race-table" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{words.say('lab.ruler.table')}</summary>
      {isOpen && (
        <div class="lab-scroll">
          <table class="lab-byte-table">
            <caption class="lab-unseen">{words.say('lab.race')}</caption>
            <thead>
              <tr>
                {COLUMNS.map(key => (
                  <th key={key} scope="col">
                    {words.say(key)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {strips.flatMap(({ key, kind, messages }) =>
                messages.map(message => (
                  <Row
                    key={`${key} ${message.nth}`}
                    name={`${kind.toUpperCase()} ${message.nth}`}
                    message={message}
                    from={from}
                    picking={picking}
                    words={words}
                  />
                )),
              )}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

type RowProps = { name: string; message: Message; from: number; picking: Picking; words: Words };

function Row({ name, message, from, picking, words }: RowProps) {
  const { send, sentAt } = message;
  const pick: Picked = {
    kind: 'call',
    program: send.program,
    task: send.task ?? null,
    id: send.id,
    seq: send.seq,
  };
  const isPicked = isSamePick(picking.picked.value, pick);
  const isLit = picking.lights.value?.hasCall(send.seq) ?? false;
  const took = tookOf(message);
  return (
    <tr class="lab-pickable" data-light={lightOf(isPicked, isLit)}>
      <td>
        <button type="button" class="lab-pick" aria-pressed={isPicked} onClick={() => picking.toggle(pick)}>
          {name}
        </button>
      </td>
      <td>{durationText(sentAt - from)}</td>
      <td>{took === null ? '–' : durationText(took)}</td>
      <td>{whatTexts(message, words).join(' · ')}</td>
    </tr>
  );
}
