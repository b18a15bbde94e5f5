/** What the ruler or the datagrams show, as a table: for who hears it, and for who wants it in one piece. */
import { useState } from 'preact/hooks';
import type { Picked } from '#trace/belongs';
import { lightOf } from './light.ts';
import { isSamePick, type Picking } from './pick.ts';
import type { WordKey, Words } from './words.ts';

export type ByteTableRow = {
  key: string;
  what: string;
  which: string;
  text: string;
  became: string;
  pick: Picked | null;
};

type ByteTableProps = {
  name: string;
  /** worked out when the table is opened */
  rows: () => readonly ByteTableRow[];
  picking: Picking;
  words: Words;
};

const COLUMNS: readonly WordKey[] = [
  'lab.ruler.what',
  'lab.ruler.which',
  'lab.ruler.text',
  'lab.ruler.became',
];

export function ByteTable({ name, rows, picking, words }: ByteTableProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="lab-ruler-table" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{words.say('lab.ruler.table')}</summary>
      {isOpen && (
        <div class="lab-scroll">
          <table class="lab-byte-table">
            <caption class="lab-unseen">{name}</caption>
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
              {rows().map(row => (
                <Row key={row.key} row={row} picking={picking} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

function Row({ row: { what, which, text, became, pick }, picking }: { row: ByteTableRow; picking: Picking }) {
  const isPicked = pick !== null && isSamePick(picking.picked.value, pick);
  return (
    <tr class={pick === null ? undefined : 'lab-pickable'} data-light={lightOf(isPicked, false)}>
      <td>
        {pick === null ? (
          what
        ) : (
          <button type="button" class="lab-pick" aria-pressed={isPicked} onClick={() => picking.toggle(pick)}>
            {what}
          </button>
        )}
      </td>
      <td>{which}</td>
      <td class="lab-byte-text">{text}</td>
      <td>{became}</td>
    </tr>
  );
}
