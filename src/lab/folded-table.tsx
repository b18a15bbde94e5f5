/** What a drawing shows, as a table below it, closed until it is wanted: for who hears it, and for who looks one thing up. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { WordKey, Words } from './words.ts';

type FoldedTableProps = {
  name: string;
  /** of the whole, for the style sheet */
  class: string;
  columns: readonly WordKey[];
  words: Words;
  /** the rows, drawn while the table is open */
  children: () => ComponentChildren;
};

export function FoldedTable({ name, class: of, columns, words, children }: FoldedTableProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class={of} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{words.say('lab.ruler.table')}</summary>
      {isOpen && (
        <div class="lab-scroll">
          <table class="lab-byte-table">
            <caption class="lab-unseen">{name}</caption>
            <thead>
              <tr>
                {columns.map(key => (
                  <th key={key} scope="col">
                    {words.say(key)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{children()}</tbody>
          </table>
        </div>
      )}
    </details>
  );
}
