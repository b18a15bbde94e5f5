/**
 * One host's part of the network pane: its tables, and the forms that change what they show. That
 * something has changed is said on a closed host too.
 */
import type { HostNetwork } from '#protocol/network';
import { Addresses, Neighbours, Routes } from './host-tables.tsx';
import type { HostMark } from './hosts.ts';
import type { Changing } from './network-change.ts';
import { AddAddress, AddRoute, RouterSwitches } from './network-edit.tsx';
import { hasChanged } from './network-marks.ts';
import type { Words } from './words.ts';

type HostNetworkViewProps = {
  host: HostMark;
  now: HostNetwork;
  before: HostNetwork | undefined;
  isOpen: boolean;
  changing: Changing | undefined;
  words: Words;
};

export function HostNetworkView({ host, now, before, isOpen, changing, words }: HostNetworkViewProps) {
  const edit = changing && { host: host.name, network: now, changing, words };
  const shown = now.interfaces.flatMap(({ link, addresses }) => (link === null ? [] : addresses));
  return (
    <details class="lab-host-network" style={host.style} open={isOpen}>
      <summary>
        <span class="lab-host-network-name">{host.name}</span>{' '}
        <span class="lab-host-address">{shown.join(', ')}</span>{' '}
        {now.forwards && <span class="lab-chip">{words.say('lab.network.forwards')}</span>}{' '}
        {now.proxyArp && <span class="lab-chip">{words.say('lab.network.proxy-arp')}</span>}{' '}
        {hasChanged(before, now) && <span class="lab-host-changed">{words.say('lab.network.changed')}</span>}
      </summary>
      <div class="lab-host-tables">
        <div>
          <Addresses host={host.name} now={now} before={before} edit={edit} words={words} />
          {edit && <AddAddress {...edit} />}
          <Neighbours host={host.name} now={now} before={before} words={words} />
        </div>
        <div>
          <Routes host={host.name} now={now} before={before} edit={edit} words={words} />
          {edit && <AddRoute {...edit} />}
          {isBetween(now) && (
            <p class="lab-forwarding">{edit ? <RouterSwitches {...edit} /> : forwardingText(now, words)}</p>
          )}
        </div>
      </div>
    </details>
  );
}

/** Forwarding matters where a packet could go on to another link. */
const isBetween = ({ interfaces, forwards }: HostNetwork) =>
  forwards || interfaces.filter(({ link }) => link !== null).length > 1;

const forwardingText = ({ forwards }: HostNetwork, words: Words) =>
  words.say(forwards ? 'lab.network.forwards' : 'lab.network.forwards-not');
