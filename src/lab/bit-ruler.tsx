/**
 * The bit ruler: a host's real address as 32 switches and a line. A press asks its kernel; what is shown
 * is what the kernels and the wire have said. After each change the lab's own programs try to connect.
 */
import './bit-ruler.css';
import { useState } from 'preact/hooks';
import type { BitRuler as Ruling, Scene } from '#protocol/lab';
import type { HostNetwork } from '#protocol/network';
import { networkOf } from '#quiz/ipv4';
import { probe } from '#trace/probes';
import { reachOf } from '#trace/reach';
import { useWish } from './bit-change.ts';
import { BitGrid } from './bit-grid.tsx';
import { type Bits, classOf, firstAddress, type Place, readBits, rulerRows, writeBits } from './bit-line.ts';
import { HostPart } from './host-part.tsx';
import { type HostMark, markOf } from './hosts.ts';
import { type Changing, useChanging } from './network-change.ts';
import { ReachView } from './reach-view.tsx';
import type { Source } from './source.ts';
import { useTries } from './tries.ts';
import type { View } from './view.ts';
import type { Words } from './words.ts';

export type BitRulerProps = {
  scene: Scene;
  ruling: Ruling;
  hosts: readonly HostMark[];
  source: Source;
  view: View;
  words: Words;
};

export function BitRuler({ scene, ruling, hosts, source, view, words }: BitRulerProps) {
  const changing = useChanging(source);
  const [chosen, setChosen] = useState(ruling.hosts[0] ?? '');
  const tries = useTries(scene, ruling, source, view);
  const now = view.now.value;
  const network = now.networks[chosen];
  const place = firstAddress(network);
  const { list } = view.events.value;
  return (
    <section
      class="lab-pane lab-table lab-bits-pane"
      aria-label={words.say('lab.bits')}
      style={markOf(hosts, chosen).style}
    >
      <p class="lab-table-title" aria-hidden="true">
        {words.say('lab.bits')}
      </p>
      {ruling.hosts.length > 1 && (
        <HostChoice names={ruling.hosts} chosen={chosen} onChoose={setChosen} words={words} />
      )}
      {network && place ? (
        <HostBits
          key={chosen}
          host={chosen}
          network={network}
          place={place}
          changing={changing}
          onDone={tries.all}
          words={words}
        />
      ) : (
        <p class="lab-empty">{words.say('lab.bits.no-address', { host: chosen })}</p>
      )}
      {ruling.tries.map(({ program, to }, index) => (
        <ReachView
          key={`${program} ${to}`}
          from={scene.programs.find(({ name }) => name === program)?.host ?? ''}
          to={to}
          reach={reachOf(list, now.moment, program)}
          networks={now.networks}
          wayOf={(host, address) =>
            String(probe({ name: 'route', host, to: address, of: 'next' }, list, now.moment))
          }
          onTry={source.live ? () => tries.one(index) : undefined}
          words={words}
        />
      ))}
      {!source.live && !scene.panes.includes('network') && (
        <p class="lab-remark">{words.say('lab.network.recorded')}</p>
      )}
    </section>
  );
}

type HostChoiceProps = {
  names: readonly string[];
  chosen: string;
  onChoose: (host: string) => void;
  words: Words;
};

const HostChoice = ({ names, chosen, onChoose, words }: HostChoiceProps) => (
  <fieldset class="lab-bits-hosts" aria-label={words.say('lab.bits.whose')}>
    {names.map(name => (
      <button
        key={name}
        type="button"
        class="lab-button lab-small"
        aria-pressed={name === chosen}
        onClick={() => onChoose(name)}
      >
        {name}
      </button>
    ))}
  </fieldset>
);

type HostBitsProps = {
  host: string;
  network: HostNetwork;
  place: Place;
  changing: Changing | undefined;
  onDone: () => void;
  words: Words;
};

function HostBits({ host, network, place, changing, onDone, words }: HostBitsProps) {
  const wish = useWish(host, place, changing, onDone);
  const bits = readBits(wish.shown);
  const onWant = changing && ((wanted: Bits) => wish.want(writeBits(wanted)));
  const onLink = network.routes.filter(route => route.via === null && route.interface === place.interface);
  return (
    <>
      <p class="lab-bits-now">
        <code>
          {host} {place.interface} {wish.shown}
        </code>
      </p>
      <BitGrid host={host} bits={bits} onWant={onWant} words={words} />
      <HostPart bits={bits} onWant={onWant} words={words} />
      <Facts bits={bits} words={words} />
      <p class="lab-bits-fact">
        {onLink.length === 0
          ? words.say('lab.bits.no-route', { host, interface: place.interface })
          : words.say('lab.bits.route', {
              ...{ host, interface: place.interface },
              route: onLink.map(({ to }) => to).join(', '),
            })}
      </p>
      <p class="lab-network-trouble" role="alert">
        {wish.refusal !== null && words.say('lab.network.refused', { said: wish.refusal })}
      </p>
    </>
  );
}

/** Mask, network and host part as text, and the class that the first bits once meant. */
function Facts({ bits, words }: { bits: Bits; words: Words }) {
  const [, mask, network] = rulerRows(bits).map(({ octets }) => octets.join('.'));
  const { name, first, mask: old } = classOf(bits);
  const part = bits.value - networkOf(bits.value, bits.prefix);
  return (
    <>
      <p class="lab-bits-fact">
        {words.say('lab.bits.sum', {
          ...{ prefix: bits.prefix, mask: mask ?? '', network: network ?? '', part },
          integer: bits.value,
        })}
      </p>
      <p class="lab-bits-fact">
        {old === null
          ? words.say('lab.bits.class.other', { name, first })
          : words.say('lab.bits.class', { name, first, mask: old })}
      </p>
    </>
  );
}
