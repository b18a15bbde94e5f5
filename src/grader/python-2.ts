/** Source of Python 2, as much of what is published still is: how Python 3 complains of it. */
import type { Saw } from './causes.ts';

const SYNTAX = /Missing parentheses in call to '(print|exec)'|multiple exception types must be parenthesized/;
const MODULES = /No module named '(SocketServer|Queue|thread|StringIO|urllib2|httplib|ConfigParser|Tkinter)'/;
const NAMES = /name '(raw_input|unicode|xrange|unichr|basestring)' is not defined/;

/** What only Python 2 reads or has. */
export const isPython2 = ({ raised, message }: Pick<Saw, 'raised' | 'message'>): boolean =>
  (raised === 'SyntaxError' && SYNTAX.test(message)) ||
  (raised === 'ModuleNotFoundError' && MODULES.test(message)) ||
  (raised === 'NameError' && NAMES.test(message));
