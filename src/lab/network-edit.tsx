/**
 * The controls that change a running host: an address and its mask, routes, an interface's switch,
 * forwarding. Shown only where a change can really be made.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { HostNetwork } from '#protocol/network';
import { readAddress, readCidr, readDestination } from './address-text.ts';
import { type Changing, settingsOf } from './network-change.ts';
import { NetworkForm } from './network-form.tsx';
import { CommandButton } from './readiness.tsx';
import type { Words } from './words.ts';

export type EditProps = { host: string; network: HostNetwork; changing: Changing; words: Words };

const EXAMPLE = { cidr: '192.168.1.10/26', network: '192.168.1.64/26', address: '192.168.1.1' };

type AddressProps = EditProps & { on: string; address: string };

/** An address with its buttons, or the form in its place. */
export function EditableAddress({ host, network, changing, words, on, address }: AddressProps) {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !isOpen) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  const form = `${host} ${on} ${address}`;
  const remove = `${form} remove`;
  if (isOpen)
    return (
      <NetworkForm
        name={words.say('lab.network.change-of', { what: address })}
        fields={[
          {
            label: words.say('lab.network.new-address'),
            value: address,
            example: EXAMPLE.cidr,
            read: readCidr,
          },
        ]}
        action={words.say('lab.network.apply')}
        settings={settingsOf(network)}
        refusal={changing.refusalOf(form)}
        onAsk={([asked = address]) => {
          if (asked === address) setOpen(false);
          else
            changing.ask(form, {
              what: 'address-replaced',
              host,
              interface: on,
              old: address,
              address: asked,
            });
        }}
        onDone={() => setOpen(false)}
        onCancel={() => setOpen(false)}
        words={words}
      />
    );
  return (
    <>
      <span class="lab-network-value">{address}</span>{' '}
      <button
        type="button"
        class="lab-button lab-small"
        ref={opener}
        aria-label={words.say('lab.network.change-of', { what: address })}
        onClick={() => setOpen(true)}
      >
        {words.say('lab.network.change')}
      </button>
      <RemoveButton
        what={address}
        onPress={() => changing.ask(remove, { what: 'address-removed', host, interface: on, address })}
        words={words}
      />
      <Refusal said={changing.refusalOf(remove)} words={words} />
    </>
  );
}

type RemoveButtonProps = { what: string; onPress: () => void; words: Words };

const RemoveButton = ({ what, onPress, words }: RemoveButtonProps) => (
  <CommandButton
    class="lab-button lab-quiet lab-small"
    aria-label={words.say('lab.network.remove-of', { what })}
    onClick={onPress}
  >
    {words.say('lab.network.remove')}
  </CommandButton>
);

const Refusal = ({ said, words }: { said: string | null; words: Words }) => (
  <span class="lab-network-trouble" role="alert">
    {said !== null && words.say('lab.network.refused', { said })}
  </span>
);

export function AddAddress({ host, network, changing, words }: EditProps) {
  const names = network.interfaces.flatMap(({ name, link }) => (link === null ? [] : [name]));
  const [chosen, setChosen] = useState(names[0] ?? '');
  const form = `${host} address`;
  if (names.length === 0) return null;
  return (
    <NetworkForm
      name={words.say('lab.network.add-address', { host })}
      fields={[{ label: words.say('lab.network.new-address'), example: EXAMPLE.cidr, read: readCidr }]}
      action={words.say('lab.network.add')}
      settings={settingsOf(network)}
      refusal={changing.refusalOf(form)}
      onAsk={([address = '']) =>
        changing.ask(form, { what: 'address-added', host, interface: chosen, address })
      }
      words={words}
    >
      {names.length > 1 && (
        <label>
          <span>{words.say('lab.network.interface')}</span>
          <select value={chosen} onChange={event => setChosen(event.currentTarget.value)}>
            {names.map(name => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
    </NetworkForm>
  );
}

export function AddRoute({ host, network, changing, words }: EditProps) {
  const form = `${host} route`;
  if (network.interfaces.every(({ link }) => link === null)) return null;
  return (
    <NetworkForm
      name={words.say('lab.network.add-route', { host })}
      fields={[
        { label: words.say('lab.network.to'), example: EXAMPLE.network, read: readDestination },
        { label: words.say('lab.network.via'), example: EXAMPLE.address, read: readAddress },
      ]}
      action={words.say('lab.network.add')}
      settings={settingsOf(network)}
      refusal={changing.refusalOf(form)}
      onAsk={([to = '', via = '']) => changing.ask(form, { what: 'route-added', host, to, via })}
      words={words}
    />
  );
}

/** Only a route that goes by way of a router: those of the interface come back with its address alone. */
export function RemoveRoute({ host, changing, words, to }: EditProps & { to: string }) {
  const form = `${host} ${to} remove`;
  return (
    <>
      <RemoveButton
        what={to}
        onPress={() => changing.ask(form, { what: 'route-removed', host, to })}
        words={words}
      />
      <Refusal said={changing.refusalOf(form)} words={words} />
    </>
  );
}

type SwitchProps = {
  isOn: boolean;
  name: string;
  text: string;
  onPress: () => void;
  said: string | null;
  words: Words;
};

const Switch = ({ isOn, name, text, onPress, said, words }: SwitchProps) => (
  <>
    <CommandButton class="lab-toggle" role="switch" aria-checked={isOn} aria-label={name} onClick={onPress}>
      {text}
    </CommandButton>
    <Refusal said={said} words={words} />
  </>
);

export function InterfaceSwitch({
  host,
  changing,
  words,
  on,
}: EditProps & { on: HostNetwork['interfaces'][number] }) {
  const form = `${host} ${on.name} switch`;
  return (
    <Switch
      isOn={on.up}
      name={words.say('lab.network.is-up', { name: on.name })}
      text={words.say('lab.network.up')}
      onPress={() => changing.ask(form, { what: 'interface-set', host, interface: on.name, up: !on.up })}
      said={changing.refusalOf(form)}
      words={words}
    />
  );
}

type RouterSwitchProps = EditProps & {
  isOn: boolean;
  /** what it sets, and its texts: "forwards" for what is seen, "host-forwards" for what is heard */
  what: 'forwarding-set' | 'proxy-arp-set';
  text: 'forwards' | 'proxy-arp';
};

function RouterSwitch({ host, isOn, what, text, changing, words }: RouterSwitchProps) {
  const form = `${host} ${what}`;
  return (
    <Switch
      isOn={isOn}
      name={words.say(`lab.network.host-${text}`, { host })}
      text={words.say(`lab.network.${text}`)}
      onPress={() => changing.ask(form, { what, host, on: !isOn })}
      said={changing.refusalOf(form)}
      words={words}
    />
  );
}

/** What makes a router of a host, and what a router may do besides. */
export const RouterSwitches = (props: EditProps) => (
  <>
    <RouterSwitch {...props} isOn={props.network.forwards} what="forwarding-set" text="forwards" />
    <RouterSwitch {...props} isOn={props.network.proxyArp === true} what="proxy-arp-set" text="proxy-arp" />
  </>
);
