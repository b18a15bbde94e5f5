/**
 * A program's source with the current line, and below that line what its locals have become. Beside each
 * line is the place of its breakpoint; at its end stands the newest call that it has made.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Program } from '#protocol/lab';
import type { ProgramState } from '#trace/fold';
import { highlightPython, knownLines, type Piece, plainLines } from './highlight.ts';
import { letterKeysAreOn } from './kept.ts';
import { lightOf } from './light.ts';
import type { Picking } from './pick.ts';
import { moveInList } from './roving.ts';
import { SourceLine } from './source-line.tsx';
import type { FlowNow } from './task-choice.ts';
import type { Words } from './words.ts';

type SourceListProps = {
  program: Program & { source: string };
  state: ProgramState | undefined;
  /** the thread or child whose place is shown */
  flow: FlowNow;
  /** undefined: not known */
  line: number | undefined;
  /** All its locals are shown, and not only those that have changed. */
  areAllShown: boolean;
  picking: Picking;
  /** undefined: they cannot be set */
  onBreakpoints: ((lines: readonly number[]) => void) | undefined;
  words: Words;
};

export function SourceList(props: SourceListProps) {
  const { program, state, flow, line, areAllShown, picking, onBreakpoints, words } = props;
  const { name, file, source } = program;
  const lines = useHighlighted(source);
  const list = useRef<HTMLOListElement>(null);
  // It may stand in another file (an import); only lines of this one are shown here.
  const isElsewhere = flow.status === 'paused' && flow.file !== file;
  const current = isElsewhere ? undefined : line;
  const lit = picking.lights.value;
  const firstLit = lit === null ? undefined : lines.findIndex((_, index) => lit.hasLine(name, index + 1)) + 1;
  useCurrentInView(list, current);
  useEffect(() => {
    if (list.current && firstLit) bringIntoView(list.current, firstLit);
  }, [firstLit]);
  const breakpoints = state?.breakpoints ?? NONE;
  const toggle = useBreakpoints(breakpoints, onBreakpoints);
  return (
    <ol
      class="lab-source"
      ref={list}
      aria-label={words.say('lab.source', { file })}
      onKeyDown={event => {
        const number = breakpointKey(event);
        if (number === undefined) moveInList(event, '.lab-line-number');
        else toggle(number);
      }}
    >
      {lines.map((pieces, index) => {
        const number = index + 1;
        const isPicked = isPickedLine(picking, name, number);
        const isCurrent = number === current;
        const call = state?.lineCalls[number];
        return (
          <SourceLine
            key={number}
            pieces={pieces}
            number={number}
            // One of them is a stop of the Tab key; the arrow keys go on from there.
            isStop={number === (current ?? 1)}
            isCurrent={isCurrent}
            isPicked={isPicked}
            light={lightOf(isPicked, lit?.hasLine(name, number) ?? false)}
            onPick={() => picking.toggle({ kind: 'line', program: name, line: number })}
            hasBreakpoint={breakpoints.includes(number)}
            onBreakpoint={onBreakpoints && (() => toggle(number))}
            program={name}
            call={call}
            locals={isCurrent && flow.line === number ? flow : undefined}
            areAllShown={areAllShown}
            picking={picking}
            words={words}
          />
        );
      })}
    </ol>
  );
}

const isPickedLine = ({ picked: { value } }: Picking, program: string, line: number): boolean =>
  value?.kind === 'line' && value.program === program && value.line === line;

const NONE: readonly number[] = [];

/** What turns the breakpoint of a line round. The program tells later what holds: until then what was asked counts. */
function useBreakpoints(
  told: readonly number[],
  onBreakpoints: ((lines: readonly number[]) => void) | undefined,
): (line: number) => void {
  const asked = useRef({ lines: told, before: told });
  return line => {
    const now = asked.current.before === told ? asked.current.lines : told;
    const lines = now.includes(line)
      ? now.filter(each => each !== line)
      : [...now, line].toSorted((one, other) => one - other);
    asked.current = { lines, before: told };
    onBreakpoints?.(lines);
  };
}

/** The line whose number has the focus, when the key is one that sets a breakpoint. */
function breakpointKey(event: KeyboardEvent): number | undefined {
  const isAsked =
    event.key === 'F9' || (event.key.toLowerCase() === 'b' && isPlain(event) && letterKeysAreOn());
  const { target } = event;
  if (!isAsked || !(target instanceof HTMLElement) || target.dataset.line === undefined) return undefined;
  event.preventDefault();
  return Number(target.dataset.line);
}

const isPlain = ({ altKey, ctrlKey, metaKey }: KeyboardEvent): boolean => !(altKey || ctrlKey || metaKey);

function useHighlighted(source: string): Piece[][] {
  const drawn = () => knownLines(source) ?? plainLines(source);
  const [lines, setLines] = useState(drawn);
  useEffect(() => {
    let isWanted = true;
    setLines(drawn);
    if (knownLines(source)) return;
    void highlightPython(source).then(coloured => isWanted && setLines(coloured));
    return () => {
      isWanted = false;
    };
  }, [source]);
  return lines;
}

/** Also when the list gets another height, as in a window that is made smaller. */
function useCurrentInView(list: { current: HTMLElement | null }, current: number | undefined): void {
  useEffect(() => {
    const element = list.current;
    if (!element || current === undefined) return;
    // Called at once too, when the frame has been laid out: to measure sooner would lay it out twice.
    const sizes = new ResizeObserver(() => bringIntoView(element, current));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [current]);
}

/** Scrolls the list alone: scrollIntoView would move the page under a reader of the prose. */
function bringIntoView(list: HTMLElement, line: number): void {
  const row = list.children[line - 1];
  if (!(row instanceof HTMLElement)) return;
  const top = row.offsetTop - list.offsetTop;
  const bottom = top + row.offsetHeight;
  const margin = 28;
  if (top - margin < list.scrollTop) list.scrollTop = Math.max(0, top - margin);
  // In a low list the line counts more than the variables below it.
  else if (bottom + margin > list.scrollTop + list.clientHeight)
    list.scrollTop = Math.min(top - 4, bottom + margin - list.clientHeight);
}
