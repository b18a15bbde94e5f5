/** Judges __FILE__, a client: the check's server listens on port 3333 and takes one line. */
import { type LikelyCauses, test } from '#grader/face';

const causes: LikelyCauses = [
  ['nothing-came', saw => saw.waitingFor === 'bytes' && saw.got.length === 0],
  ['other-text', saw => saw.waitingFor === 'bytes' && saw.got.length > 0],
];

test('line', async ({ run }) => {
  const { server } = await run.client({ listens: { host: 'server', port: 3333 }, causes });
  const connection = await server.accepts();
  await connection.receivesExactly('hello\n');
});
