/**
 * The network of a lab: its picture, and what the kernel of each host has in its tables.
 */
import './network.css';
import './topology.css';
import { useMemo } from 'preact/hooks';
import type { Scene } from '#protocol/lab';
import { WORKBENCH } from '#protocol/workbench';
import type { LabState } from '#trace/fold';
import { cablingOf } from './cabling.ts';
import { HostNetworkView } from './host-network.tsx';
import type { HostMark } from './hosts.ts';
import { useChanging } from './network-change.ts';
import type { Source } from './source.ts';
import { TopologyDrawing } from './topology-drawing.tsx';
import type { Words } from './words.ts';

export type NetworkPaneProps = {
  scene: Scene;
  hosts: readonly HostMark[];
  source: Source;
  now: LabState;
  before: LabState;
  words: Words;
};

export function NetworkPane({ scene, hosts, source, now, before, words }: NetworkPaneProps) {
  const changing = useChanging(source);
  const cabling = useMemo(
    () => cablingOf(scene.network, now.networks, before.networks, now.wire),
    [scene, now.networks, before.networks, now.wire],
  );
  return (
    <section class="lab-pane lab-table lab-network-pane" aria-label={words.say('lab.network')}>
      <p class="lab-table-title" aria-hidden="true">
        {words.say('lab.network')}
      </p>
      <TopologyDrawing cabling={cabling} hosts={hosts} words={words} />
      {hosts.map((host, index) => {
        const kernel = now.networks[host.name];
        return (
          kernel && (
            <HostNetworkView
              key={host.name}
              host={host}
              now={kernel}
              before={before.networks[host.name]}
              // Programs of a reader's own are rarely about the tables, and the wire stands below them.
              isOpen={index === 0 && scene.lab !== WORKBENCH}
              changing={changing}
              words={words}
            />
          )
        );
      })}
      {!source.live && <p class="lab-remark">{words.say('lab.network.recorded')}</p>}
    </section>
  );
}
