/**
 * 32 switches in four octets, the mask and the network below them, and the line, which a pointer drags and
 * the arrow keys move. How many octets stand in a row the room decides; the cells only know their numbers.
 */
import { useRef, useState } from 'preact/hooks';
import { type Bits, flipped, lineAt, rulerRows, withLine } from './bit-line.ts';
import { useReadiness } from './readiness.tsx';
import { moveInList, ROW } from './roving.ts';
import type { WordKey, Words } from './words.ts';

const ROW_NAMES = {
  address: 'lab.bits.address',
  mask: 'lab.bits.mask',
  network: 'lab.bits.network',
} as const satisfies Record<string, WordKey>;

type BitGridProps = {
  host: string;
  bits: Bits;
  /** undefined: they only tell */
  onWant: ((bits: Bits) => void) | undefined;
  words: Words;
};

export function BitGrid({ host, bits, onWant, words }: BitGridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = dragged === null ? bits : withLine(bits, dragged);
  const rows = rulerRows(shown);
  const cells = () =>
    [...(grid.current?.querySelectorAll('.lab-bit') ?? [])].map(one => one.getBoundingClientRect());
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no grid
    <div class="lab-bits" role="group" aria-label={words.say('lab.bits.of', { host })} ref={grid}>
      <RowNames words={words} />
      <AddressRow bits={shown} onWant={onWant} words={words} />
      {rows.slice(1).map(({ id, bits: digits, octets }, index) => (
        <PlainRow key={id} id={id} digits={digits} octets={octets} row={index + 2} prefix={shown.prefix} />
      ))}
      <Line
        prefix={shown.prefix}
        onMove={onWant && (prefix => onWant(withLine(bits, prefix)))}
        onDrag={setDragged}
        lineAt={(x, y) => lineAt(cells(), x, y)}
        words={words}
      />
    </div>
  );
}

/** Where a cell stands, for the style sheet: its octet, its column in it, and its row. */
const place = (octet: number, column: number, row: number): string =>
  `--octet: ${octet}; --odd: ${octet % 2}; --half: ${octet >> 1}; --column: ${column}; --row: ${row}`;

const RowNames = ({ words }: { words: Words }) => (
  <>
    {[0, 1, 2, 3].flatMap(octet =>
      Object.values(ROW_NAMES).map((key, index) => (
        <span
          key={`${octet} ${key}`}
          class="lab-bits-name"
          style={place(octet, 0, index + 1)}
          data-octet={octet}
          aria-hidden="true"
        >
          {words.say(key)}
        </span>
      )),
    )}
  </>
);

const partOf = (bit: number, prefix: number): string => (bit < prefix ? 'network' : 'host');

function AddressRow({ bits, onWant, words }: Omit<BitGridProps, 'host'>) {
  const { isReady, miss } = useReadiness();
  const [stop, setStop] = useState(0);
  const [row] = rulerRows(bits);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the switches in it take the keys
    <div class="lab-bits-row" onKeyDown={event => moveInList(event, '.lab-bit', ROW)}>
      {row?.octets.map((octet, index) => (
        <span key={index} class="lab-octet" style={place(index, 0, 1)}>
          {octet}
        </span>
      ))}
      {[...(row?.bits ?? '')].map((digit, bit) => {
        const worth = 128 >> (bit % 8);
        return (
          <button
            key={bit}
            type="button"
            class="lab-bit"
            role="switch"
            aria-checked={digit === '1'}
            aria-disabled={onWant === undefined || !isReady}
            aria-label={words.say('lab.bits.bit', { octet: (bit >> 3) + 1, worth })}
            tabIndex={bit === stop ? 0 : -1}
            data-part={partOf(bit, bits.prefix)}
            style={place(bit >> 3, (bit % 8) + 1, 1)}
            onFocus={() => setStop(bit)}
            onClick={() => (isReady ? onWant?.(flipped(bits, bit)) : miss())}
          >
            <small>{worth}</small>
            {digit}
          </button>
        );
      })}
    </div>
  );
}

type PlainRowProps = { id: string; digits: string; octets: readonly string[]; row: number; prefix: number };

/** Said in words below the grid. */
const PlainRow = ({ id, digits, octets, row, prefix }: PlainRowProps) => (
  <div class="lab-bits-row" data-row={id} aria-hidden="true">
    {octets.map((octet, index) => (
      <span key={index} class="lab-octet" style={place(index, 0, row)}>
        {octet}
      </span>
    ))}
    {[...digits].map((digit, bit) => (
      <span
        key={bit}
        class="lab-digit"
        data-part={partOf(bit, prefix)}
        style={place(bit >> 3, (bit % 8) + 1, row)}
      >
        {digit}
      </span>
    ))}
  </div>
);

type LineProps = {
  prefix: number;
  onMove: ((prefix: number) => void) | undefined;
  onDrag: (prefix: number | null) => void;
  lineAt: (x: number, y: number) => number;
  words: Words;
};

const STEPS: Readonly<Record<string, number>> = {
  ...{ ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 },
  ...{ PageDown: -8, PageUp: 8, Home: -32, End: 32 },
};

function Line({ prefix, onMove, onDrag, lineAt: nearest, words }: LineProps) {
  const { isReady, miss } = useReadiness();
  const isDragging = useRef(false);
  const [bit, isEnd] = prefix === 32 ? [31, true] : [prefix, false];
  const counts = { prefix, network: prefix, host: 32 - prefix };
  const drop = (event: PointerEvent) => {
    if (!isDragging.current) return;
    isDragging.current = false;
    onDrag(null);
    if (event.type === 'pointerup') onMove?.(nearest(event.clientX, event.clientY));
  };
  return (
    <div
      class="lab-bits-line"
      role="slider"
      tabIndex={0}
      aria-label={words.say('lab.bits.line')}
      aria-valuemin={0}
      aria-valuemax={32}
      aria-valuenow={prefix}
      aria-valuetext={words.say('lab.bits.line-at', counts)}
      aria-disabled={onMove === undefined || !isReady}
      data-end={isEnd}
      style={place(bit >> 3, (bit % 8) + 1, 0)}
      onKeyDown={event => {
        const step = STEPS[event.key];
        if (step === undefined) return;
        event.preventDefault();
        if (!isReady) miss();
        else onMove?.(Math.min(32, Math.max(0, prefix + step)));
      }}
      onPointerDown={event => {
        if (onMove === undefined) return;
        if (!isReady) return miss();
        event.currentTarget.setPointerCapture(event.pointerId);
        isDragging.current = true;
      }}
      onPointerMove={event => isDragging.current && onDrag(nearest(event.clientX, event.clientY))}
      onPointerUp={drop}
      onPointerCancel={drop}
    >
      /{prefix}
    </div>
  );
}
