/**
 * A reader's changes to a running network: which form asked last, so that a refusal stands beside it,
 * and what the kernel said.
 */
import { useState } from 'preact/hooks';
import type { HostNetwork, NetworkChange } from '#protocol/network';
import type { Source } from './source.ts';

export type Changing = {
  ask(form: string, change: NetworkChange): void;
  /** The kernel's words, for the form whose change it refused. */
  refusalOf(form: string): string | null;
};

/** Undefined where nothing can be changed: in a recording. */
export function useChanging(source: Source): Changing | undefined {
  const [asked, setAsked] = useState<string | null>(null);
  if (!source.live) return undefined;
  const isRefused = source.refused.value === 'change-refused';
  return {
    ask(form, change) {
      setAsked(form);
      source.changeNetwork(change);
    },
    refusalOf: form => (isRefused && form === asked ? (source.refusedDetail.value ?? '') : null),
  };
}

/** What a change can alter; another value says that it was done. Neighbours come and go by themselves. */
export const settingsOf = ({ interfaces, routes, forwards, proxyArp }: HostNetwork): string =>
  JSON.stringify([interfaces, routes, forwards, proxyArp]);
