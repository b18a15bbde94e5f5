/** The play page shows what it promises, and only to developers. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { labFolder } from '#driver/scenes';
import { keyOf, momentOf, playStates } from '../../src/site/dev/states.ts';
import { files, ROOT } from '../repository/files.ts';
import { runs as joinRuns } from '../sandbox/join-runs.ts';
import { readRecording } from '../trace/recordings.ts';
import { readPrograms } from '../trace/run-programs.ts';
import { runs as streamRuns } from '../trace/stream-runs.ts';

/** "streams.reset" is a recording of the tests, "echo-once.hangul" one of a lab. */
function fileOf(run: string): string {
  const [first = '', second] = run.split('.');
  if (['runs', 'streams'].includes(first)) return join(ROOT, 'tests/trace', first, `${second}.jsonl`);
  return join(labFolder(first), second === undefined ? 'recorded.jsonl' : `recorded.${second}.jsonl`);
}

test.each(playStates.map(state => [keyOf(state), state] as const))('%s is in its run', (_, { run, when }) => {
  expect(existsSync(fileOf(run))).toBe(true);
  expect(momentOf(readRecording(fileOf(run)), when)).toBeDefined();
});

test('each state has an address of its own', () => {
  const keys = playStates.map(keyOf);
  expect(new Set(keys).size).toBe(keys.length);
});

test('beside the recordings of the tests stand the programs that ran', () => {
  const folder = (name: string): URL => new URL(`../trace/${name}/`, import.meta.url);
  const joined = Object.entries(joinRuns).map(([name, { server, client }]) => [
    name,
    { 'server@server': server, 'client@client': client },
  ]);
  expect(readPrograms(folder('runs'))).toEqual(Object.fromEntries(joined));
  const streamed = Object.entries(streamRuns).map(([name, { programs }]) => [name, programs]);
  expect(readPrograms(folder('streams'))).toEqual(Object.fromEntries(streamed));
});

test('no page of the course comes from the play page’s folder', () => {
  expect(files('src/site/pages').filter(path => path.includes('play'))).toEqual([]);
});
