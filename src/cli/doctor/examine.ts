/** All checks, in the order they are told; they run at the same time, but for the last, which is their sum. */
import { checkChromium, checkKoreanFont, checkTshark } from './browser.ts';
import { type Check, type Finding, NEEDS, type Need } from './finding.ts';
import { checkGroups } from './groups.ts';
import { checkNode, checkPython } from './interpreters.ts';
import { judgeLabs } from './labs.ts';
import { checkPythonTests } from './python-tests.ts';
import {
  checkBubblewrap,
  checkBwrapStarts,
  checkFilter,
  checkIproute,
  checkNamespaces,
  checkWire,
} from './sandbox.ts';

const checks: readonly Check[] = [
  { need: 'start', run: checkNode },
  { need: 'start', run: checkPython },
  { need: 'start', run: checkBubblewrap },
  { need: 'start', run: checkIproute },
  { need: 'start', run: checkNamespaces },
  { need: 'start', run: checkWire },
  { need: 'start', run: checkBwrapStarts },
  { need: 'start', run: checkFilter },
  { need: 'start', run: checkGroups },
  { need: 'test', run: checkChromium },
  { need: 'test', run: checkKoreanFont },
  { need: 'test', run: checkTshark },
  { need: 'prove', run: checkPythonTests },
];

export async function examine(need: Need): Promise<Finding[]> {
  const wanted = checks.filter(check => NEEDS.indexOf(check.need) <= NEEDS.indexOf(need));
  const findings = await Promise.all(wanted.map(check => check.run()));
  return [...findings, await judgeLabs(findings)];
}
