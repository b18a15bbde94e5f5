/**
 * A light of the bit ruler: which way both ends send, who asked whom by ARP, and whether the program's
 * connect arrived. All of it is what kernels and the wire have said.
 */
import './reach.css';
import type { LabState } from '#trace/fold';
import type { Asked, Reach } from '#trace/reach';
import { addressOf } from './bit-line.ts';
import { durationText } from './duration.ts';
import { CommandButton } from './readiness.tsx';
import type { WordKey, Words } from './words.ts';

type ReachViewProps = {
  from: string;
  to: string;
  reach: Reach;
  networks: LabState['networks'];
  /** Where a host sends what is for an address, as the probe `route` says it. */
  wayOf: (host: string, address: string) => string;
  /** undefined: nothing can be tried */
  onTry: (() => void) | undefined;
  words: Words;
};

export function ReachView(props: ReachViewProps) {
  const { from, to, reach, networks, onTry, words } = props;
  const lines = [wayLine(from, to, props), wayLine(to, from, props), ...askedLines(reach, networks, words)];
  return (
    <section class="lab-reach" aria-label={words.say('lab.bits.reach', { from, to })}>
      <p class="lab-reach-light" data-state={reach.isOld ? 'old' : reach.state}>
        <span class="lab-lamp" aria-hidden="true" />
        <span role="status">
          <b>{words.say('lab.bits.reach', { from, to })}</b> {stateText(reach, words)}
        </span>{' '}
        {onTry && (
          <CommandButton
            class="lab-button lab-small"
            aria-label={words.say('lab.bits.try-from', { from, to })}
            onClick={onTry}
          >
            {words.say('lab.bits.try')}
          </CommandButton>
        )}
      </p>
      <ul>
        {lines.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

const STATES = {
  untried: 'lab.bits.untried',
  trying: 'lab.bits.trying',
  reached: 'lab.bits.reached',
  refused: 'lab.bits.refused',
  failed: 'lab.bits.failed',
} as const satisfies Record<Reach['state'], WordKey>;

function stateText({ state, address, error, took, isOld }: Reach, words: Words): string {
  const time = took === null ? '' : durationText(took);
  const said = words.say(STATES[state], { address: address ?? '', error: error ?? '', time });
  return isOld ? words.say('lab.bits.old', { said }) : said;
}

/** Where a host's tables send what is for the other. */
function wayLine(host: string, other: string, { networks, wayOf, words }: ReachViewProps): string {
  const address = addressOf(networks[other]);
  if (address === undefined) return words.say('lab.bits.no-address', { host: other });
  const way = wayOf(host, address);
  if (way === 'none') return words.say('lab.bits.way.none', { host, address });
  if (way === 'lo') return words.say('lab.bits.way.self', { host, address });
  if (way.includes('.')) return words.say('lab.bits.way.gateway', { host, address, via: way });
  return words.say('lab.bits.way.neighbour', { host, address });
}

function askedLines({ asked, state }: Reach, networks: LabState['networks'], words: Words): string[] {
  if (state === 'untried') return [];
  if (asked.length === 0) return [words.say('lab.bits.asked.nobody')];
  return asked.map(({ host, target, times, answeredBy }) =>
    answeredBy === null
      ? words.say('lab.bits.asked.silent', { host, target, times })
      : words.say('lab.bits.asked.answered', { host, target, by: hostOf(answeredBy, networks) }),
  );
}

function hostOf(mac: NonNullable<Asked['answeredBy']>, networks: LabState['networks']): string {
  const found = Object.entries(networks).find(([, { interfaces }]) => interfaces.some(on => on.mac === mac));
  return found?.[0] ?? mac;
}
