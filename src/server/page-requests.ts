/**
 * What a page's message says of its reader. A page sends some by itself (credit as it draws, a ping
 * in silence, the file when the window gets the focus): they show nobody, and keep no box open.
 */
import type { PageMessage } from '#protocol/messages';

type Type = PageMessage['type'];

const BY_ITSELF: ReadonlySet<Type> = new Set(['credit', 'resize', 'resume', 'ping', 'file-read']);
const OF_SESSION: ReadonlySet<Type> = new Set(['open', 'workbench', 'stay', 'close']);

/** A reader did it, so the box is in use. */
export const isUse = (type: Type): boolean => !BY_ITSELF.has(type);

/** It is for the box that runs. The page counts those it sends, and learns from the count whether one was lost. */
export const isCommand = (type: Type): boolean =>
  !BY_ITSELF.has(type) && !OF_SESSION.has(type) && !isOfExercise(type);

export const isOfExercise = (request: string): boolean => request.startsWith('file-') || request === 'check';
