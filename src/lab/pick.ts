/**
 * What the reader has picked, and what lights up with it in every pane: the line, the call, the socket
 * and the frame that belong together (src/trace/belongs.ts). Panes ask only for their own part.
 */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { SocketRow } from '#protocol/events';
import { type Belonging, belongsTo, hasRow, type Picked } from '#trace/belongs';
import type { View } from './view.ts';

export type Lights = {
  belonging: Belonging;
  hasFrame(id: number): boolean;
  /** by the `seq` of its call event */
  hasCall(seq: number): boolean;
  hasLine(program: string, line: number): boolean;
  hasSocket(row: SocketRow): boolean;
  /** by the `seq` of the event of a table that shows one of the sockets anew */
  hasTable(seq: number): boolean;
};

export type Picking = {
  picked: ReadonlySignal<Picked | null>;
  /** null: nothing is picked */
  lights: ReadonlySignal<Lights | null>;
  /** Picks, and lets go of all else; null: nothing is picked. */
  pick(picked: Picked | null): void;
  /** Picks; what is picked already is let go. */
  toggle(picked: Picked): void;
  clear(): void;
};

export function pickingOf(view: View): Picking {
  const picked = signal<Picked | null>(null);
  const lights = computed((): Lights | null => {
    const { list } = view.events.value;
    if (picked.value === null) return null;
    return lightsOf(belongsTo(list, picked.value));
  });
  return {
    picked,
    lights,
    pick(wanted) {
      picked.value = wanted;
    },
    toggle(wanted) {
      picked.value = isSamePick(picked.peek(), wanted) ? null : wanted;
    },
    clear() {
      picked.value = null;
    },
  };
}

function lightsOf(belonging: Belonging): Lights {
  const frames = new Set(belonging.frames.map(({ id }) => id));
  const calls = new Set(belonging.calls.map(({ seq }) => seq));
  const tables = new Set(belonging.sockets.flatMap(({ rows }) => changesOf(rows)));
  const lines = new Set(belonging.lines.map(({ program, line }) => `${line} ${program}`));
  return {
    belonging,
    hasFrame: id => frames.has(id),
    hasCall: seq => calls.has(seq),
    hasLine: (program, line) => lines.has(`${line} ${program}`),
    hasSocket: row => hasRow(belonging, row),
    hasTable: seq => tables.has(seq),
  };
}

/** The tables in which a socket is another than in the one before: it stands in many without a change. */
const changesOf = (rows: Belonging['sockets'][number]['rows']): number[] =>
  rows.filter(({ row }, at) => isChanged(rows[at - 1]?.row, row)).map(({ seq }) => seq);

const isChanged = (before: SocketRow | undefined, row: SocketRow): boolean =>
  before === undefined ||
  before.state !== row.state ||
  before.recvQ !== row.recvQ ||
  before.sendQ !== row.sendQ ||
  before.inode !== row.inode ||
  before.local !== row.local ||
  before.peer !== row.peer;

/** Whether two picks are of the same thing; a row of a table that has changed is the same socket. */
export function isSamePick(one: Picked | null, other: Picked): boolean {
  if (one === null) return false;
  switch (other.kind) {
    case 'line':
      return one.kind === 'line' && one.program === other.program && one.line === other.line;
    case 'call':
      return one.kind === 'call' && one.program === other.program && one.id === other.id;
    case 'frame':
      return one.kind === 'frame' && one.id === other.id;
    case 'socket':
      return one.kind === 'socket' && one.host === other.host && isSameRow(one.row, other.row);
    default:
      return other satisfies never;
  }
}

/** A click that ends a selection of text was not meant to pick. */
export const isPlainClick = (): boolean => getSelection()?.isCollapsed !== false;

type RowKey = Extract<Picked, { kind: 'socket' }>['row'];

/** A connection that nobody has accepted, or that is only remembered, has no inode. */
const isSameRow = (one: RowKey, other: RowKey): boolean =>
  one.protocol === other.protocol &&
  (one.inode !== 0 && other.inode !== 0
    ? one.inode === other.inode
    : one.local === other.local && one.peer === other.peer);
