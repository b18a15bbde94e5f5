import { expect, test } from 'vitest';
import { importOf } from '../../src/grader/python-imports.ts';

const found = (source: string): string | undefined => importOf(source, ['socket', 'struct'])?.trim();

test.each([
  'import socket',
  'import os, socket as s',
  '    from struct import unpack',
  'import socket.somewhere',
  'x = 1; import struct',
])('%s is found', source => {
  expect(found(`# first\n${source}\n`)).toBe(source.split('; ').at(-1)?.trim());
});

test.each([
  '# import socket',
  'important = socket',
  'import sockets',
  'from os import socket',
  "print('import socket')",
])('%s is none', source => {
  expect(found(source)).toBeUndefined();
});
