/** "Prove it": the hosts and programs of a question, in real boxes. What the kernel says there is right. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openBox } from '#driver/open';
import { setupScene } from '#driver/scenes';
import type { TraceEvent } from '#protocol/events';
import { GENERATORS, type GeneratorId } from '#quiz/catalogue';
import { loadGenerator } from '#quiz/loaders';
import { decided, type Proof } from '#quiz/proof';
import { proofOf } from '#quiz/proofs';
import type { Question } from '#quiz/question';
import { exit, text } from '../sandbox/seen.ts';

/** Enough of each to meet every form of its answer. */
const SEEDS = 3;
/** Its wire is slow, and the clock decides. */
const seedsOf = (id: GeneratorId): number => (id === 'trip' ? 1 : SEEDS);
const SEARCHED = 200;

const source = (file: string): string =>
  readFileSync(new URL(`../../sandbox/proofs/${file}`, import.meta.url), 'utf8');

const sceneOf = ({ network, programs, wire }: Proof) =>
  setupScene({
    network,
    wire,
    programs: programs.map(({ host, file, args, text: own }) => ({
      ...{ host, file, args: [...args] },
      text: own ?? source(file),
    })),
  });

async function askedOfTheKernel(proof: Proof) {
  const scene = sceneOf(proof);
  await using box = await openBox(scene);
  for (const { name } of scene.programs) {
    await box.start(name, { mode: 'run' });
    const waits = (event: TraceEvent) => event.type === 'blocked' && event.program === name;
    await box.waitFor(event => exit(name)(event) || waits(event));
  }
  for (const { name } of scene.programs) await box.waitFor(exit(name));
  const printed = scene.programs.map(({ name }) => text(box, name)).join('\n');
  return { printed, said: decided(proof, printed.replaceAll('\r', '')) };
}

async function questionsOf(id: GeneratorId): Promise<Question[]> {
  const generator = await loadGenerator(id);
  return Array.from({ length: SEARCHED }, (_, seed) => generator.question(seed));
}

const PROVED: readonly GeneratorId[] = [
  ...([
    'fd',
    'demux',
    'queue',
    'buf',
    'frame',
    'seq',
    'state',
    'trip',
    'vlsm',
    'mask',
    'and',
    'net',
    'same',
    'split',
    'hosts',
    'lpm',
  ] as const),
];

const proofsOf = async (id: GeneratorId) =>
  (await questionsOf(id)).flatMap(question => {
    const proof = proofOf(question);
    return proof === null ? [] : [{ question, proof }];
  });

test.each(PROVED)('%s: what a proof needs can be opened, and its kernel says what is right', async id => {
  const proofs = await proofsOf(id);
  expect(proofs.length, 'most questions have one').toBeGreaterThan(SEARCHED / 2);
  for (const { proof } of proofs) expect(sceneOf(proof).programs.length).toBeGreaterThan(0);
  for (const { question, proof } of proofs.slice(0, seedsOf(id))) {
    const { said, printed } = await askedOfTheKernel(proof);
    expect(Object.keys(said).sort(), printed).toEqual(Object.values(proof.decides).sort());
    expect(question.right, `seed ${question.seed}: ${printed}`).toMatchObject(said);
  }
});

test('of a plan that is wrong the kernel finds some host elsewhere, or not at all', async () => {
  const isPlan = ({ right }: Question) => right['net-d'] !== undefined && right['net-e'] === undefined;
  const question = (await questionsOf('vlsm')).find(isPlan);
  if (question === undefined) throw new Error('no plan of four networks was drawn');
  const [base = '', prefix] = question.right['net-a']?.split('/') ?? [];
  const tooSmall = { ...question.right, 'net-a': `${base}/${Number(prefix) + 1}` };
  const overlapping = { ...question.right, 'net-b': question.right['net-a'] ?? '' };
  for (const said of [tooSmall, overlapping]) {
    const proof = proofOf(question, said);
    if (proof === null) throw new Error('a plan without a proof');
    const { said: kernel, printed } = await askedOfTheKernel(proof);
    expect(Object.values(kernel), printed).toContain('-');
  }
});

test('where no kernel knows the answer there is no proof', async () => {
  for (const id of GENERATORS.filter(each => !PROVED.includes(each))) expect(await proofsOf(id)).toEqual([]);
});
