/** Our own tests; the checks that judge a learner (`check.spec.ts`) are run by the grader alone. */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that wait for real programs begin first: begun last, one of them would be waited for alone. */
class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const waits = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/tests/grader/');
    return [...sorted.filter(waits), ...sorted.filter(file => !waits(file))];
  }
}

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    exclude: ['tests/e2e/**', 'node_modules/**'],
    // Real boxes and real processes on two cores: more at once would only wait for each other.
    maxWorkers: 2,
    sequence: { sequencer: WaitingFirst },
    tags: [{ name: 'prove', description: 'what only the long proof runs, as @prove in the browser' }],
    testTimeout: 60_000, // a loaded machine is no failure, what hangs is one
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
