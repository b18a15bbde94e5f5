/** What the doctor says on machines that this one is not. */
import { expect, test } from 'vitest';
import { permissionFor } from '../../src/cli/doctor/permission.ts';

const machine = (settings: Record<string, string>, isContainer = false) => ({
  setting: (name: string) => settings[name],
  isContainer,
});
const REFUSED = 'PermissionError: [Errno 1] Operation not permitted';

test('on Ubuntu since 23.10 AppArmor is named, with the command that lets it be', () => {
  const { who, cure } = permissionFor(
    REFUSED,
    machine({ 'kernel.apparmor_restrict_unprivileged_userns': '1', 'user.max_user_namespaces': '63000' }),
  );
  expect(who).toContain('AppArmor');
  expect(who).toContain('23.10');
  expect(cure).toMatch(/sysctl -w kernel\.apparmor_restrict_unprivileged_userns=0$/);
});

test('in a container the profile of Docker is named, with the options that lift it', () => {
  const { who, cure } = permissionFor('unshare: Operation not permitted', machine({}, true));
  expect(who).toContain('Docker');
  expect(cure).toContain('--security-opt seccomp=unconfined');
  expect(cure).toContain('--security-opt apparmor=unconfined');
});

test('switches that forbid it are opened in one command, those that do not are left', () => {
  const settings = { 'kernel.unprivileged_userns_clone': '0', 'user.max_net_namespaces': '0' };
  expect(permissionFor(REFUSED, machine({ ...settings, 'user.max_user_namespaces': '9' })).cure).toMatch(
    /sysctl -w kernel\.unprivileged_userns_clone=1 user\.max_net_namespaces=15000$/,
  );
});

test('where nobody known forbids it, nothing is made up', () => {
  expect(permissionFor(REFUSED, machine({}))).toEqual({ who: null, cure: null });
});
