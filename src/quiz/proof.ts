/** What a question is proved with: hosts and programs, and which field of it each printed line decides. */
import type { Network } from '#protocol/network';
import type { WireSetting } from '#protocol/wire';
import type { Answers, Question, Said } from './question.ts';

export type ProofProgram = {
  host: string;
  /** of sandbox/proofs; its text is the page's to bring, unless `text` is given */
  file: string;
  args: readonly string[];
  text?: string;
};

export type Proof = {
  network: Network;
  /** Each begins when those before it have ended, or wait for it. */
  programs: readonly ProofProgram[];
  /** what the wire does to the question's frames; absent: every frame passes */
  wire?: WireSetting;
  /** by what a program prints: the field of the question that is decided by it */
  decides: Readonly<Record<string, string>>;
};

/** @param said what the reader has answered, by field; for questions that have more than one right answer */
export type Prover = (question: Question, said: Answers) => Proof | null;

/** What the programs have printed, by field. */
export function decided({ decides }: Proof, output: string): Answers {
  const found = [...output.matchAll(/^=> (\S+) (.*\S)/gm)].map(([, name = '', value = '']) => [
    decides[name] ?? '',
    value,
  ]);
  return Object.fromEntries(found.filter(([field]) => field !== ''));
}

export const host = (name: string, ...addresses: string[]): Network['hosts'][number] => ({
  name,
  interfaces: addresses.map((each, index) => ({ link: linkName(index), addresses: [each] })),
  routes: [],
  forwards: false,
  names: [],
});

const linkName = (index: number): string => (index === 0 ? 'lan' : `lan-${index + 1}`);

/** A client and a server on one wire. */
export const PAIR: Network = { hosts: [host('client', '10.0.0.1/24'), host('server', '10.0.0.2/24')] };

/** A text that fills a gap of the question. */
export const gap = ({ ask }: Question, name: string): string => {
  const value: string | Said = ask.values[name] ?? '';
  return typeof value === 'string' ? value : value.key;
};
