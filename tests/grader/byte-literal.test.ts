import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import {
  byteDifference,
  byteLiteral,
  bytesWithCaret,
  printfArgument,
} from '../../src/grader/byte-literal.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('bytes are written as Python writes them', () => {
  const every = Uint8Array.from({ length: 256 }, (_, index) => index);
  const code = 'import ast, sys; sys.stdout.buffer.write(ast.literal_eval(sys.argv[1]))';
  const back = execFileSync('python3', ['-c', code, byteLiteral(every)]);
  expect(new Uint8Array(back)).toEqual(every);
});

test.each(['hello', '안녕하세요', '100 % \\ sure', "it's", 'two\nlines', 'a\tb'])(
  'printf gives %j back in a shell',
  text => {
    const back = execFileSync('sh', ['-c', `printf ${printfArgument(bytes(text))}`]);
    expect(back.toString()).toBe(text);
  },
);

test('a line end does not make a text unreadable', () => {
  expect(printfArgument(bytes('15 bytes\n'))).toBe("'15 bytes\\n'");
});

test('printf gives bytes back that are no text', () => {
  const binary = Uint8Array.of(0xff, 0x00, 0x41);
  expect(new Uint8Array(execFileSync('sh', ['-c', `printf ${printfArgument(binary)}`]))).toEqual(binary);
});

test('the caret stands under the first wrong byte, escapes counted as they are written', () => {
  const { wanted, saw, caret } = byteDifference(bytes('a\nbc'), bytes('a\nXc'));
  expect(wanted).toBe("b'a\\nbc'  # 4 bytes");
  expect(saw).toBe("b'a\\nXc'  # 4 bytes");
  expect(saw.slice(caret)).toMatch(/^Xc'/);
});

test('a cut answer is cut on both sides at the same byte, and says how much is missing', () => {
  const whole = bytes('안녕하세요'.repeat(8));
  const { wanted, saw, caret } = byteDifference(whole, whole.subarray(0, 100));
  expect(saw).toMatch(/^…b'.*' {2}# 100 bytes, 20 missing$/);
  expect(wanted).toMatch(/^…b'.*'… {2}# 120 bytes$/);
  expect(saw.slice(caret)).toMatch(/^' {2}#/);
  expect(wanted.slice(0, caret)).toBe(saw.slice(0, caret));
});

test('one side alone is cut around the caret as both are', () => {
  expect(bytesWithCaret(bytes('hello\r\n'), 5)).toEqual({ saw: "b'hello\\r\\n'  # 7 bytes", caret: 7 });
  const { saw, caret } = bytesWithCaret(bytes(`${'x'.repeat(50)}y${'z'.repeat(50)}`), 50);
  expect(saw).toMatch(/^…b'x{10}yz{9}'… {2}# 101 bytes$/);
  expect(saw.slice(caret)).toMatch(/^yz/);
});

test('bytes too many are counted', () => {
  const { saw, caret } = byteDifference(bytes('hi'), bytes('hi\n'));
  expect(saw).toBe("b'hi\\n'  # 3 bytes, 1 too many");
  expect(saw.slice(caret)).toMatch(/^\\n/);
});

test('nothing at all is an empty literal', () => {
  expect(byteDifference(bytes('x'), bytes(''))).toEqual({
    wanted: "b'x'  # 1 byte",
    saw: "b''  # 0 bytes, 1 missing",
    caret: 2,
  });
});
