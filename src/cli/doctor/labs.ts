/** What of all that was found comes to for a reader: in which kind of box the labs run here, and which of them. */
import { canOpenPlainBoxes } from '#driver/open';
import { type Finding, fail, pass } from './finding.ts';
import { BOX } from './sandbox.ts';

export const LABS = 'Labs';

/** What keeps this machine from full boxes, the first of it; undefined when nothing does. */
export const obstacle = (findings: readonly Finding[]): Finding | undefined =>
  findings.find(({ name, status }) => status === 'FAIL' && BOX.includes(name));

/** A plain box is tried by opening one. */
export async function judgeLabs(findings: readonly Finding[]): Promise<Finding> {
  const found = obstacle(findings);
  const isMissing = findings.some(({ name, status }) => status !== 'PASS' && BOX.includes(name));
  if (!isMissing) return pass(LABS, 'every one runs live, in a full box');
  const { live, why } = await canOpenPlainBoxes();
  const because = found === undefined ? '' : `, because of: ${found.name}`;
  if (!live) return fail(LABS, `none runs live${because}. Nor in a plain box: ${why}`, null);
  return pass(
    LABS,
    'those about loopback run live, in a plain box (on this machine itself, without isolation and ' +
      `without a wire); the others show their recordings${because}`,
  );
}
