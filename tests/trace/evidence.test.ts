import { expect, test } from 'vitest';
import { loadScene } from '#driver/scenes';
import type { Probe } from '#protocol/lab';
import { evidenceOf } from '#trace/evidence';
import { momentOfMove, probe } from '#trace/probes';
import { say } from '#trace/sentence';
import { en, ko } from './catalogue.ts';
import { recordings } from './recordings.ts';

const all = await recordings();

function shown(name: string, prediction: string) {
  const [lab = '', whatIf = null] = name.split(' ');
  const trace = all.find(recording => recording.name === name)?.trace ?? [];
  const spec = loadScene(lab, whatIf).predictions.find(({ id }) => id === prediction);
  if (spec === undefined) throw new Error(`no prediction ${prediction}`);
  const moment = momentOfMove(trace, spec.at) ?? 0;
  return { trace, spec, moment, evidence: evidenceOf(spec.probe, trace, moment) };
}

test('a state is shown by the table in which the socket came into it', () => {
  const { evidence, trace } = shown('echo-once', 'accepted-state');
  expect(say(en, evidence.message ?? { key: '', values: {} })).toMatch(
    /^server: TCP 10\.0\.0\.2:3333 .* is now CLOSE-WAIT$/,
  );
  expect(evidence.picked).toMatchObject({ kind: 'socket', host: 'server', row: { state: 'CLOSE-WAIT' } });
  expect(trace[evidence.moment - 1]).toMatchObject({ type: 'sockets', host: 'server' });
});

test('output is shown at the moment at which it stood in the terminal', () => {
  const { evidence } = shown('echo-once', 'echo-output');
  expect(evidence.message && say(en, evidence.message)).toBe('client printed: echo: hello');
});

test('a failure is shown by the call that failed, not by the traceback behind it', () => {
  const { evidence } = shown('echo-once client-first', 'nobody-listens');
  expect(evidence.message && say(en, evidence.message)).toBe(
    'client: connect failed with ECONNREFUSED, ConnectionRefusedError',
  );
  expect(evidence.picked).toMatchObject({ kind: 'call', program: 'client' });
});

test('a call that has not returned is shown by its beginning', () => {
  const { evidence } = shown('first-packet', 'has-it-returned');
  expect(evidence.message && say(ko, evidence.message)).toMatch(/^client: connect\(/);
  expect(evidence.picked).toMatchObject({ kind: 'call', program: 'client' });
});

test('what no event has brought about is shown where it is asked for', () => {
  const trace = all[0]?.trace ?? [];
  const spec: Probe = { name: 'errno', program: 'nobody' };
  expect(evidenceOf(spec, trace, 20)).toEqual({ moment: 20, message: null, picked: null });
});

const asked = all.flatMap(({ name }) => {
  const [lab = '', whatIf = null] = name.split(' ');
  return loadScene(lab, whatIf).predictions.map(({ id }) => ({ name, id }));
});
test.each(asked)(
  'the evidence of $id in $name is the moment since which the answer holds',
  ({ name, id }) => {
    const { trace, spec, moment, evidence } = shown(name, id);
    const answer = probe(spec.probe, trace, moment);
    expect(probe(spec.probe, trace, evidence.moment)).toBe(answer);
    if (evidence.message === null) {
      // Nothing has brought it about: it was so from the beginning.
      expect(probe(spec.probe, trace, 0)).toBe(answer);
      expect(evidence.moment).toBe(moment);
      return;
    }
    expect(probe(spec.probe, trace, evidence.moment - 1)).not.toBe(answer);
  },
);
