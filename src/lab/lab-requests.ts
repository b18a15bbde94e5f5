/** Requests of a lab, apart from those of an exercise, which may use the same connection. */
import type { PageMessage } from '#protocol/messages';

type Exercise = 'file-read' | 'file-save' | 'file-reset' | 'check';
/** The connection's own. */
type Connection = 'ping';

const LAB: Readonly<Record<Exclude<PageMessage['type'], Exercise | Connection>, true>> = {
  open: true,
  workbench: true,
  resume: true,
  next: true,
  step: true,
  pause: true,
  breakpoints: true,
  stop: true,
  resize: true,
  credit: true,
  'wire-set': true,
  'wire-frame': true,
  'network-change': true,
  shell: true,
  stay: true,
  close: true,
};

export const isLabRequest = (request: string): boolean => Object.hasOwn(LAB, request);
