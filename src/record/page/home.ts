/**
 * Which home the record of this page has: the server's where one keeps it, else the browser's. What was
 * done without a server is handed over when there is one.
 */
import type { Entry } from '#protocol/record';
import type { LearnerRecord } from '#record/learner-record';
import { BrowserRecord } from './browser-record.ts';
import { ServedRecord } from './served-record.ts';

export type Home = 'server' | 'browser';

export type Found = {
  /** null: nothing is kept */
  home: Home | null;
  record: LearnerRecord;
  entries: Entry[];
  setAside: string[];
  /** why the server does not keep it although there is a server */
  trouble: string | null;
};

const WAITS_MS = 3000;

/** `server: false`: files only, as a static host has them (public/api/record), where a 404 would be an error. */
type Said = { server?: false; entries?: Entry[]; setAside?: string[]; why?: string };

export async function findHome(base: string): Promise<Found> {
  const address = `${base}api/record`;
  const inBrowser = new BrowserRecord();
  const [said, kept] = await Promise.all([ask(address), inBrowser.entries().catch(() => null)]);
  if (said.entries === undefined)
    return {
      home: kept === null ? null : 'browser',
      record: inBrowser,
      entries: kept ?? [],
      setAside: [],
      trouble: said.why ?? null,
    };
  const record = new ServedRecord(address, inBrowser);
  if (kept !== null && kept.length > 0) void record.deliver();
  const entries = [...said.entries, ...(kept ?? [])];
  return { home: 'server', record, entries, setAside: said.setAside ?? [], trouble: null };
}

async function ask(address: string): Promise<Said> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(WAITS_MS) });
    return (await answer.json()) as Said;
  } catch {
    return {};
  }
}
