/** Who bounds what a box takes as a whole: the kernel, where we may tell it to, or our watchdog alone. */
import { boundControllers } from '#driver/box-group';
import { type Finding, pass, skipped } from './finding.ts';

const BOUNDS = 'Bounds of a box as a whole';

/** Nothing is missing where the watchdog is alone: it is less sharp, and SECURITY.md tells how much. */
export async function checkGroups(): Promise<Finding> {
  if (process.platform !== 'linux') return skipped(BOUNDS, 'needs Linux');
  const bound = boundControllers();
  if (bound.length > 0) return pass(BOUNDS, `control groups for ${bound.join(', ')}, and the watchdog`);
  const why = process.env.CGROUPS === 'off' ? 'CGROUPS=off' : 'no control group can be made here';
  return pass(BOUNDS, `the watchdog alone (${why})`);
}
