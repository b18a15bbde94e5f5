/** What the ruler or the datagrams show, as a table: for who hears it, and for who wants it in one piece. */
import type { Picked } from '#trace/belongs';
import { FoldedTable } from './folded-table.tsx';
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

export const ByteTable = ({ name, rows, picking, words }: ByteTableProps) => (
  <FoldedTable name={name} class="lab-ruler-table" columns={COLUMNS} words={words}>
    {() => rows().map(row => <Row key={row.key} row={row} picking={picking} />)}
  </FoldedTable>
);

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
