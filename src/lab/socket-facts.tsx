/**
 * What a kernel keeps of one socket beside its row: tcp_info and the timer that runs. Each name is a button
 * that tells what it means: a title is seen by nobody who has no mouse.
 */
import './socket-facts.css';
import { useState } from 'preact/hooks';
import type { SocketRow } from '#protocol/events';
import { useBoxTime } from './box-time.ts';
import { moveInList, ROW } from './roving.ts';
import type { SocketDetailsProps } from './socket-details.tsx';
import { type Fact, factsOf, timerText } from './tcp-facts.ts';
import type { WordKey, Words } from './words.ts';

export function SocketFactsAndWays({ onShow, ...props }: SocketDetailsProps) {
  const { row, words } = props;
  const hasBytes = row.protocol === 'udp' || (row.protocol === 'tcp' && row.state !== 'LISTEN');
  return (
    <div class="lab-facts-place">
      <SocketFacts {...props} />
      <div class="lab-facts-ways">
        {row.protocol === 'tcp' && (
          <button type="button" class="lab-button lab-small" onClick={() => onShow('states')}>
            {words.say('lab.sockets.to-states')}
          </button>
        )}
        {hasBytes && (
          <button type="button" class="lab-button lab-small" onClick={() => onShow('bytes')}>
            {words.say('lab.sockets.to-bytes')}
          </button>
        )}
      </div>
    </div>
  );
}

type SocketFactsProps = { row: SocketRow; at: number; ticks: boolean; words: Words };

export function SocketFacts({ row, at, ticks, words }: SocketFactsProps) {
  const [told, setTold] = useState<WordKey | null>(null);
  const now = useBoxTime(at, ticks && row.timer !== undefined);
  const timer = timerText(row, now, words);
  const facts = factsOf(row, words);
  const timers: Fact[] =
    timer === null ? [] : [{ name: words.say('lab.fact.timer-name'), value: timer, about: 'lab.fact.timer' }];
  const all = [...timers, ...facts];
  if (all.length === 0) return <p class="lab-remark">{words.say('lab.sockets.no-facts')}</p>;
  const current = all.some(({ about }) => about === told) ? told : all[0]?.about;
  return (
    <div class="lab-facts-told">
      <dl class="lab-facts" onKeyDown={event => moveInList(event, '.lab-fact-name', ROW)}>
        {all.map(({ name, value, about }) => (
          <div key={about} class="lab-fact">
            <dt>
              <button
                type="button"
                class="lab-fact-name"
                title={words.say(about)}
                aria-expanded={about === told}
                tabIndex={about === current ? 0 : -1}
                // The explanation follows the keys; a press decides for itself.
                onFocus={({ currentTarget }) =>
                  told !== null && currentTarget.matches(':focus-visible') && setTold(about)
                }
                onClick={() => setTold(about === told ? null : about)}
              >
                {name}
              </button>
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="lab-remark" role="status">
        {told !== null && words.say(told)}
      </p>
    </div>
  );
}
