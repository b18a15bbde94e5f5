/** The exception that ended a Python program, read from the traceback in its terminal. */
import { errnoName } from './errno.ts';

/** Not at the start of its line when Ctrl-C was pressed behind a prompt: "msg:^CTraceback …". */
const HEADER = /Traceback \(most recent call last\):$/;
/** The line that names the exception: "ConnectionRefusedError: [Errno 111] Connection refused". */
const EXCEPTION = /^((?:\w+\.)*)([A-Za-z_]\w*)(?::\s*(?:\[Errno (-?\d+)\])?.*)?$/;
/** A SyntaxError of the program's own file comes without the header. */
const BARE = /^(?:\w+\.)*\w*(?:Error|Exception|Interrupt)(?::|$)/;

/**
 * Returns the errno name of an OSError ("ECONNRESET"), the class name of any other exception
 * ("UnicodeDecodeError"), undefined when the lines hold no traceback.
 */
export function exceptionIn(lines: readonly string[]): string | undefined {
  // Of chained exceptions the last one ended the program.
  const header = lines.findLastIndex(line => HEADER.test(line));
  const line =
    header === -1
      ? lines.findLast(each => BARE.test(each))
      : lines.slice(header + 1).find(each => /^\S/.test(each));
  const parts = line === undefined ? null : EXCEPTION.exec(line);
  if (parts === null) return undefined;
  const errno = Number(parts[3] ?? 0);
  // gaierror counts in negative numbers of its own (netdb.h).
  return errno > 0 ? errnoName(errno) : parts[2];
}
