/** The race as a table, message by message: for who hears it, and for who wants to know one exactly. */
import type { Message, Strip } from '#trace/race';
import { tookOf } from '#trace/race-counts';
import { pickOfCall } from './call-pick.ts';
import { durationText } from './duration.ts';
import { FoldedTable } from './folded-table.tsx';
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

export const RaceTable = ({ strips, from, picking, words }: RaceTableProps) => (
  <FoldedTable name={words.say('lab.race')} class="lab-race-table" columns={COLUMNS} words={words}>
    {() =>
      strips.flatMap(({ key, kind, messages }) =>
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
      )
    }
  </FoldedTable>
);

type RowProps = { name: string; message: Message; from: number; picking: Picking; words: Words };

function Row({ name, message, from, picking, words }: RowProps) {
  const { send, sentAt } = message;
  const pick = pickOfCall(send);
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
