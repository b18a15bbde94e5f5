/** The addresses of a small network in a row: a host is drawn onto any of them, the first and the last too. */
import { networkOf, sizeOf } from '#quiz/ipv4';
import type { Bits } from './bit-line.ts';
import { useReadiness } from './readiness.tsx';
import type { Words } from './words.ts';

/** More addresses than this are too narrow to be told apart. */
const MOST = 256;

type HostPartProps = {
  bits: Bits;
  /** undefined: it only tells */
  onWant: ((bits: Bits) => void) | undefined;
  words: Words;
};

export function HostPart({ bits, onWant, words }: HostPartProps) {
  const { isReady } = useReadiness();
  const size = sizeOf(bits.prefix);
  if (size === 1 || size > MOST) return null;
  const network = networkOf(bits.value, bits.prefix);
  const part = bits.value - network;
  const last = size - 1;
  return (
    <label class="lab-host-part">
      <span>{words.say('lab.bits.host-part')}</span>
      <input
        type="range"
        min={0}
        max={last}
        value={part}
        disabled={onWant === undefined || !isReady}
        onChange={event => onWant?.({ ...bits, value: network + Number(event.currentTarget.value) })}
      />
      <span aria-hidden="true">{words.say(size > 2 ? 'lab.bits.ends' : 'lab.bits.two-ends', { last })}</span>
    </label>
  );
}
