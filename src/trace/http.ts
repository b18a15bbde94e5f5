/**
 * The first line of an HTTP/1 message (RFC 9112, sections 3 and 4), when a segment's payload begins with
 * one. Headers and body stay payload: they may go on in other segments.
 */
import { previewOf } from './bytes.ts';
import type { FieldKey } from './field-keys.ts';
import { type Field, header, type Layer, type Span, sizeOf } from './layer.ts';

/** A request line that servers should take at least (RFC 9112, section 3). */
const MOST_BYTES = 8000;
const LF = 0x0a;

// On text of one character per byte, so that places in it are places in the frame.
const REQUEST = /^([A-Z]{3,16}) (\S+) (HTTP\/1\.[01])\r?\n$/d;
const RESPONSE = /^(HTTP\/1\.[01]) (\d{3})(?: ([^\r\n]*))?\r?\n$/d;

const REQUEST_KEYS = ['http.request.method', 'http.request.uri', 'http.request.version'] as const;
const RESPONSE_KEYS = ['http.response.version', 'http.response.code', 'http.response.phrase'] as const;

/** Returns null when the span does not begin with such a line, ended by a line feed. */
export function httpLine(span: Span): Layer | null {
  const { bytes, from, to } = span;
  const feed = bytes.subarray(from, Math.min(to, from + MOST_BYTES)).indexOf(LF);
  if (sizeOf(span) === 0 || feed === -1) return null;
  const text = Array.from(bytes.subarray(from, from + feed + 1), byte => String.fromCharCode(byte)).join('');
  const fields =
    fieldsIn(REQUEST.exec(text), REQUEST_KEYS, span) ?? fieldsIn(RESPONSE.exec(text), RESPONSE_KEYS, span);
  return fields === null ? null : { ...header('http', span, feed + 1, []), fields };
}

function fieldsIn(found: RegExpExecArray | null, keys: readonly FieldKey[], span: Span): Field[] | null {
  const places = found?.indices;
  if (places === undefined) return null;
  return keys.flatMap((key, index) => {
    const [start = 0, end = 0] = places[index + 1] ?? [];
    if (start === end) return [];
    const [from, to] = [span.from + start, span.from + end];
    return [{ key, value: previewOf(span.bytes, from, to), offset: from, length: end - start }];
  });
}
