/**
 * What a reader can set on the wire: whether each frame waits, rules for some frames, and what links
 * do to all. The forms are loaded when they are opened; in a recording they only tell.
 */
import type { ComponentChildren, ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import type { WireSetting } from '#protocol/wire';
import type { HostMark } from './hosts.ts';
import { lazily } from './lazily.tsx';
import { type Cable, cablesOf, troubledLinks } from './link-conditions.ts';
import { useReadiness } from './readiness.tsx';
import type { Source } from './source.ts';
import { Toggle } from './toggle.tsx';
import { useId } from './use-id.ts';
import type { WordKey, Words } from './words.ts';

/** What both forms get. */
export type SettingProps = {
  hosts: readonly HostMark[];
  cables: readonly Cable[];
  wire: WireSetting;
  /** undefined: nothing can be changed */
  onSet: ((setting: Partial<WireSetting>) => void) | undefined;
  words: Words;
};

type Panel = { id: string; key: WordKey; Form: ComponentType<SettingProps> };

const PANELS: readonly Panel[] = [
  {
    id: 'rules',
    key: 'lab.wire.rules',
    Form: lazily(async () => (await import('./rules-form.tsx')).RulesForm),
  },
  {
    id: 'links',
    key: 'lab.wire.links',
    Form: lazily(async () => (await import('./links-form.tsx')).LinksForm),
  },
];

type WireControlsProps = {
  hosts: readonly HostMark[];
  wire: WireSetting;
  source: Source;
  words: Words;
  /** further switches */
  children: ComponentChildren;
};

export function WireControls({ hosts, wire, source, words, children }: WireControlsProps) {
  const id = useId();
  const [opened, setOpened] = useState<string | null>(null);
  const { live } = source;
  const readiness = useReadiness();
  const cables = cablesOf(hosts);
  const counts: Record<string, number> = {
    rules: wire.rules.length,
    links: troubledLinks(wire.impairments, cables).length,
  };
  const shown = PANELS.filter(panel => live || (counts[panel.id] ?? 0) > 0);
  const open = shown.find(panel => panel.id === opened);
  const title = (
    <p class="lab-table-title" aria-hidden="true">
      {words.say('lab.wire')}
    </p>
  );
  // A machine that only talks to itself has nothing that could be held or cut.
  if (cables.length === 0)
    return (
      <div class="lab-wire-head">
        {title}
        {children}
      </div>
    );
  return (
    <>
      <div class="lab-wire-head">
        {title}
        <Toggle
          isOn={wire.mode === 'step'}
          isActive={live && readiness.isReady}
          name={words.say('lab.wire.step')}
          note={live ? (readiness.isReady ? undefined : readiness.why) : `${id}-why`}
          onPress={() => source.setWire({ mode: wire.mode === 'step' ? 'pass' : 'step' })}
        />
        {!live && (
          <span class="lab-remark" id={`${id}-why`}>
            {words.say('lab.wire.recorded')}
          </span>
        )}
        {shown.map(panel => (
          <button
            key={panel.id}
            type="button"
            class="lab-button lab-small"
            aria-expanded={panel === open}
            aria-controls={panel === open ? `${id}-panel` : undefined}
            onClick={() => setOpened(panel === open ? null : panel.id)}
          >
            {words.say(panel.key)}{' '}
            {(counts[panel.id] ?? 0) > 0 && <b class="lab-count">{counts[panel.id]}</b>}
          </button>
        ))}
        {children}
      </div>
      {open && (
        <section class="lab-wire-panel" id={`${id}-panel`} aria-label={words.say(open.key)}>
          <open.Form
            key={open.id}
            hosts={hosts}
            cables={cables}
            wire={wire}
            onSet={live ? setting => source.setWire(setting) : undefined}
            words={words}
          />
        </section>
      )}
    </>
  );
}
