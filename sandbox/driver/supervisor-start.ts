/**
 * Starting a supervisor: under a uid of its own, with the sources that it lays into every host. It
 * needs nothing of a scene, so it can be started before anybody wants a box.
 */
import { fileURLToPath } from 'node:url';
import { nextBoxUid } from './python.ts';
import { SupervisorProcess } from './supervisor-process.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const MAIN = path('../supervisor/main.py');
const STEPPER = path('../stepper');
const TOOLS = path('../tools');

/** A supervisor without hosts yet; whoever has it ends its process. */
export type FreshSupervisor = { process: SupervisorProcess; python: string; uid: number };

/** `plain`: of a box without namespaces, for a machine on which nobody may open any. */
export type BoxKind = 'full' | 'plain';

export function startSupervisor(python: string, kind: BoxKind = 'full'): FreshSupervisor {
  const uid = nextBoxUid();
  const args = ['-I', '-S', MAIN, '--uid', `${uid}`, '--gid', `${uid}`];
  args.push('--stepper', STEPPER, '--tools', TOOLS, '--box', kind);
  return { process: new SupervisorProcess(python, args), python, uid };
}
