/**
 * The workbench's form as a value: a network's name and up to four files with their hosts and
 * arguments. Pure: what changes it gives a new one.
 */
import type { RefusalCode } from '#protocol/faults';
import { MOST_PROGRAMS } from '#protocol/message-sizes';
import type { Network } from '#protocol/network';
import { addressOf } from '#protocol/scene';
import { type OwnProgram, problemOf, type Setup, secondOfItsName } from '#protocol/workbench';
import { shellWords } from './shell-words.ts';

export type OwnFile = {
  /** tells it apart while names and places change */
  id: number;
  host: string;
  file: string;
  /** as typed: "10.0.0.2 7777" */
  args: string;
  text: string;
};
export type Form = { network: string; files: readonly OwnFile[] };

export type Field = 'host' | 'file' | 'args' | 'text';
/** What keeps the form from being opened, at the field that has to change. */
export type Problem = { id: number; field: Field; code: RefusalCode | 'open-quote' };

const FIELDS: Partial<Record<RefusalCode, Field>> = {
  'unknown-host': 'host',
  'bad-file-name': 'file',
  'file-too-large': 'text',
  'bad-arguments': 'args',
};

const programOf = ({ host, file, args, text }: OwnFile): OwnProgram => ({
  host,
  file,
  text,
  args: shellWords(args) ?? [],
});

/** One for each file at most, in their order. */
export function problemsOf({ files }: Form, network: Network): Problem[] {
  const problems = files.flatMap((file): Problem[] => {
    const { id } = file;
    if (shellWords(file.args) === null) return [{ id, field: 'args', code: 'open-quote' }];
    const code = problemOf(programOf(file), network);
    return code === null ? [] : [{ id, field: FIELDS[code] ?? 'file', code }];
  });
  const second = files[secondOfItsName(files)];
  return second === undefined || problems.some(({ id }) => id === second.id)
    ? problems
    : [...problems, { id: second.id, field: 'file', code: 'same-file-twice' }];
}

export const setupOf = ({ network, files }: Form): Setup => ({ network, programs: files.map(programOf) });

/** The form with one file more; the same one when there are four. */
export function withFile(form: Form, network: Network, file: Pick<OwnFile, 'file' | 'text'>): Form {
  if (form.files.length >= MOST_PROGRAMS) return form;
  const id = 1 + Math.max(0, ...form.files.map(other => other.id));
  return { ...form, files: [...form.files, { args: '', ...file, id, host: freeHost(form.files, network) }] };
}

export const withChange = (form: Form, id: number, change: Partial<Omit<OwnFile, 'id'>>): Form => ({
  ...form,
  files: form.files.map(file => (file.id === id ? { ...file, ...change } : file)),
});

export const withoutFile = (form: Form, id: number): Form => ({
  ...form,
  files: form.files.filter(file => file.id !== id),
});

/**
 * The form on another network: each file stays on a host of its name, else goes to a free one, and
 * arguments that named its host or address name the new one.
 */
export function onNetwork(form: Form, name: string, before: Network, after: Network): Form {
  const moved = new Map<string, string>();
  const hasHost = (host: string) => after.hosts.some(other => other.name === host);
  for (const { host } of form.files.filter(file => hasHost(file.host))) moved.set(host, host);
  for (const { host } of form.files) {
    if (moved.has(host)) continue;
    const taken = [...moved.values()].map(host => ({ host }));
    moved.set(host, freeHost(taken, after));
  }
  const addresses = new Map(
    [...moved].flatMap(([from, to]): [string, string][] => [
      [from, to],
      [addressIn(before, from), addressIn(after, to)],
    ]),
  );
  const files = form.files.map(file => ({
    ...file,
    host: moved.get(file.host) ?? file.host,
    args: file.args.replaceAll(/[^\s'"]+/g, word => addresses.get(word) ?? word),
  }));
  return { network: name, files };
}

const addressIn = ({ hosts }: Network, name: string): string =>
  addressOf(hosts.find(host => host.name === name)) ?? '127.0.0.1';

/** A host without a program, a router last; the first one when all have one. */
function freeHost(files: readonly Pick<OwnFile, 'host'>[], { hosts }: Network): string {
  const free = hosts.filter(({ name }) => !files.some(({ host }) => host === name));
  const chosen = free.find(({ forwards }) => !forwards) ?? free[0] ?? hosts[0];
  return chosen?.name ?? '';
}

/** A name that can be taken: "Chat Server.PY" is chat_server.py. */
export function fileNameFrom(name: string): string {
  const stem = name
    .replace(/\.py$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, 60)
    .replaceAll(/^_|_$/g, '')
    .replace(/^(?=\d)/, '_');
  return `${/[a-z0-9]/.test(stem) ? stem : 'program'}.py`;
}
