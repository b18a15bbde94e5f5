/**
 * The learner's record over HTTP, at `<base>api/record`: GET tells it, POST adds what a record file holds,
 * DELETE forgets it. Whoever may ask has been let in by the guard (http.ts).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RecordDatabase } from '#progress/record-database';
import { RecordFile } from '#protocol/record';
import { MAX_RECORD_BYTES } from '#protocol/record-format';
import { RecordUnavailable } from '#record/learner-record';
import { entriesIn, RecordRefused } from '#record/record-file';

const METHODS = 'GET, HEAD, POST, DELETE';

export async function answerRecord(
  request: IncomingMessage,
  response: ServerResponse,
  record: RecordDatabase,
): Promise<void> {
  try {
    switch (request.method) {
      case 'GET':
      case 'HEAD':
        return say(response, 200, { entries: await record.entries(), setAside: record.setAside() });
      case 'POST':
        await record.add(entriesIn(await bodyOf(request), misfitIn));
        return say(response, 200, {});
      case 'DELETE':
        await record.forget();
        return say(response, 200, {});
      default:
        response.setHeader('Allow', METHODS);
        return say(response, 405, { why: `only ${METHODS} are answered` });
    }
  } catch (error) {
    if (error instanceof RecordRefused)
      return say(response, error.code === 'too-large' ? 413 : 400, { why: error.message });
    if (error instanceof RecordUnavailable) return say(response, 503, { why: error.message });
    throw error;
  }
}

/** Where a message first departs from the schema of its version; null: nowhere. */
function misfitIn(file: unknown): readonly PropertyKey[] | null {
  const parsed = RecordFile.safeParse(file);
  return parsed.success ? null : (parsed.error.issues[0]?.path ?? []);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    size += (piece as Buffer).length;
    if (size > MAX_RECORD_BYTES) throw new RecordRefused('too-large');
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function say(response: ServerResponse, status: number, what: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(what));
}
