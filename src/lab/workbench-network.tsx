/** Choosing the network of the workbench: the names, what each is for, and a picture of the chosen one. */
import { useMemo } from 'preact/hooks';
import type { Network } from '#protocol/network';
import { OPEN_WIRE } from '#protocol/scene';
import { cablingOf } from './cabling.ts';
import { hostMarks } from './hosts.ts';
import { TopologyDrawing } from './topology-drawing.tsx';
import type { WordKey, Words } from './words.ts';

type NetworkChoiceProps = {
  networks: Readonly<Record<string, Network>>;
  chosen: string;
  onChoose: (name: string) => void;
  words: Words;
};

export function NetworkChoice({ networks, chosen, onChoose, words }: NetworkChoiceProps) {
  const network = networks[chosen] ?? { hosts: [] };
  const cabling = useMemo(() => cablingOf(network, {}, {}, OPEN_WIRE), [network]);
  const hosts = useMemo(() => hostMarks(network), [network]);
  return (
    <fieldset class="own-networks">
      <legend>{words.say('workbench.network')}</legend>
      <div class="own-network-names">
        {Object.keys(networks).map(name => (
          <label key={name}>
            <input
              type="radio"
              name="network"
              value={name}
              checked={name === chosen}
              onChange={() => onChoose(name)}
            />
            <span>
              <strong>{name}</strong> {purposeOf(name, words)}
            </span>
          </label>
        ))}
      </div>
      <TopologyDrawing cabling={cabling} hosts={hosts} words={words} />
    </fieldset>
  );
}

/** What a network is for; one that nobody has described yet has its name alone. */
function purposeOf(name: string, words: Words): string {
  const key = `workbench.network.${name}`;
  const purpose = words.say(key as WordKey);
  return purpose === key ? '' : purpose;
}
