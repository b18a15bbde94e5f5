/** What keeps a user from opening namespaces: who forbids it, in words, and the command that allows it. */
import { existsSync, readFileSync } from 'node:fs';
import { asRoot } from './finding.ts';

export type Permission = {
  /** who forbids it; null when nobody known does */
  who: string | null;
  cure: string | null;
};

/** What the machine says of itself; tests say it for others. */
export type Machine = {
  /** a file of /proc/sys by its name in sysctl(8) */
  setting(name: string): string | undefined;
  isContainer: boolean;
};

const KERNEL = 'this machine’s kernel is set to forbid it';

/** Each of these switches alone forbids a user to open namespaces. */
const SWITCHES = [
  {
    name: 'kernel.apparmor_restrict_unprivileged_userns',
    ...{ forbids: '1', allow: '0', who: 'AppArmor forbids it, as on Ubuntu since 23.10' },
  },
  { name: 'kernel.unprivileged_userns_clone', forbids: '0', allow: '1', who: KERNEL },
  { name: 'user.max_user_namespaces', forbids: '0', allow: '15000', who: KERNEL },
  { name: 'user.max_net_namespaces', forbids: '0', allow: '15000', who: KERNEL },
] as const;

export function permissionFor(complaint: string, machine: Machine = thisMachine()): Permission {
  const closed = SWITCHES.filter(one => machine.setting(one.name) === one.forbids);
  const [first] = closed;
  if (first !== undefined) return { who: first.who, cure: openSwitches(closed) };
  // ENOSPC: a limit is reached, and perhaps not ours but that of a namespace around us.
  if (/No space left|ENOSPC/.test(complaint))
    return { who: null, cure: `outside of this container, ${openSwitches(SWITCHES.slice(-2))}` };
  // Nothing inside a container can lift its seccomp profile: it must be started otherwise.
  if (!machine.isContainer) return { who: null, cure: null };
  return {
    who: 'the profile of this container forbids it, as Docker’s default does',
    cure: 'start this container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined',
  };
}

const openSwitches = (closed: readonly { name: string; allow: string }[]): string =>
  asRoot(`sysctl -w ${closed.map(({ name, allow }) => `${name}=${allow}`).join(' ')}`);

const thisMachine = (): Machine => ({
  setting: readSetting,
  // Docker's mark, Podman's, and the one of all others.
  isContainer:
    existsSync('/.dockerenv') || existsSync('/run/.containerenv') || process.env.container !== undefined,
});

function readSetting(name: string): string | undefined {
  try {
    return readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
