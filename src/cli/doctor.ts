/**
 * `npm run doctor`: can this machine run the labs and the tests? One line per check, and a command
 * for everything that is missing. With --cure it installs what it can; `npm start` and `npm test`
 * call it that way, and it then says nothing when nothing is wrong.
 *
 * exit code: 0 all is there, 1 something is missing
 */
import { parseArgs } from 'node:util';
import { canInstall, install, missingPackages } from './doctor/cure.ts';
import { examine } from './doctor/examine.ts';
import { type Finding, installCommand, NEEDS, type Need } from './doctor/finding.ts';

/** Examines, installs what is missing where it may, and says what it did and what is left to do. */
export async function cure(need: Need): Promise<Finding[]> {
  const findings = await examine(need);
  const packages = missingPackages(findings);
  if (packages.length === 0 || !canInstall()) {
    tellMissing(findings);
    return findings;
  }
  console.log(
    `doctor: installing ${packages.join(', ')} with apt-get, because this machine lacks ${them(packages)}`,
  );
  await install(packages);
  const after = await examine(need);
  tellMissing(after);
  return after;
}

const them = ({ length }: readonly string[]): string => (length === 1 ? 'it' : 'them');

/** What is not there, and the one command that would bring it. */
function tellMissing(findings: readonly Finding[]): void {
  const packages = missingPackages(findings);
  for (const finding of findings.filter(one => one.status === 'FAIL'))
    console.log(describe(finding, { withCure: finding.packages.length === 0 }));
  if (packages.length > 0) console.log(`         cure:  ${installCommand(packages)}`);
}

function describe({ name, status, cause, cure }: Finding, { withCure }: { withCure: boolean }): string {
  const line = `${status.padEnd(8)} ${name}: ${cause}`;
  return withCure && cure !== null ? `${line}\n         cure:  ${cure}` : line;
}

/** Prints a line for each check; returns the exit code. */
export async function doctor(need: Need = 'test', isToCure = false): Promise<number> {
  const findings = isToCure ? await cure(need) : await examine(need);
  if (!isToCure) for (const finding of findings) console.log(describe(finding, { withCure: true }));
  return findings.some(finding => finding.status === 'FAIL') ? 1 : 0;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { for: { type: 'string' }, cure: { type: 'boolean' } } });
  const need = NEEDS.find(each => each === (values.for ?? 'test'));
  if (need === undefined) throw new Error(`--for ${NEEDS.join(', --for ')}, not ${values.for}`);
  process.exitCode = await doctor(need, values.cure);
}

if (import.meta.main) await main();
