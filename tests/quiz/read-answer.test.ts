/** Every way in which an answer is usually written is taken; what cannot be one is refused, with the reason. */
import { describe, expect, test } from 'vitest';
import { type Field, type Form, said } from '#quiz/question';
import { readAnswer } from '#quiz/read-answer';

const field = (form: Form, more: Partial<Field> = {}): Field => ({
  ...{ id: 'it', label: said('field.it'), form },
  ...more,
});
const value = (form: Form, text: string) => readAnswer(field(form), text);
const reason = (read: ReturnType<typeof readAnswer>) => ('refused' in read ? read.refused.key : 'taken');

describe('the same answer, written in many ways', () => {
  test.each<[Form, string, string[]]>([
    ['mask', '255.255.255.192', ['/26', '26', ' / 26 ', '255.255.255.192', ' 255. 255.255 .192 ']],
    ['prefix', '26', ['/26', '26', ' /26', '255.255.255.192', '255.255.255.192 ']],
    [
      'network',
      '192.168.1.64/26',
      [
        '192.168.1.64/26',
        ' 192.168.1.64 / 26',
        '192.168.1.64 255.255.255.192',
        '192.168.1.64/255.255.255.192',
        '192. 168.1.64 /26',
        '192.168.1.64 26',
      ],
    ],
    ['address', '10.0.0.1', ['10.0.0.1', ' 10.0.0.1 ', '10. 0. 0. 1']],
    ['number', '16777214', ['16777214', '16,777,214', '16 777 214', '16_777_214', '2^24 - 2', '2**24-2']],
    ['number', '-1', ['-1', '−1']],
    ['milliseconds', '200', ['200', '200 ms', '200ms', '200 MS', '200 밀리초']],
    ['octet', '00001010', ['00001010', '1010', '0b1010', '0000 1010', '0000_1010']],
  ])('%s %s', (form, canonical, ways) => {
    for (const way of ways) expect(value(form, way), way).toEqual({ value: canonical });
  });
});

describe('what cannot be an answer', () => {
  test.each<[Form, string, string]>([
    ['address', '', 'empty'],
    ['address', '   ', 'empty'],
    ['address', '10.0.0', 'four-numbers'],
    ['address', '10.0.0.0.1', 'four-numbers'],
    ['address', '192.168.1.256', 'octet-too-large'],
    ['address', '192.168.01.1', 'leading-zero'],
    ['address', 'ten', 'not-an-address'],
    ['address', '10.0.0.', 'not-an-address'],
    ['address', '10.0.0.1/24', 'address-only'],
    ['mask', '/33', 'prefix-too-long'],
    ['prefix', '33', 'prefix-too-long'],
    ['prefix', '255.255.0.255', 'not-a-mask'],
    ['network', '192.168.1.64', 'network'],
    ['network', '192.168.1.64/33', 'prefix-too-long'],
    ['network', '192.168.300.64/26', 'octet-too-large'],
    ['number', 'many', 'number'],
    ['number', '1.5', 'number'],
    ['number', '1,5', 'number'],
    ['octet', '102', 'not-binary'],
    ['octet', '101010101', 'too-many-bits'],
  ])('%s “%s” is refused: %s', (form, text, why) => {
    expect(reason(value(form, text))).toBe(`refused.${why}`);
  });

  test('a wrong mask is an answer, and a wrong one: it must be diagnosed', () => {
    expect(value('mask', '0.0.0.63')).toEqual({ value: '0.0.0.63' });
  });

  test('the question’s own words are no answer to it', () => {
    expect(reason(readAnswer(field('mask', { refuses: 'prefix' }), '/26'))).toBe('refused.as-in-question');
    expect(reason(readAnswer(field('prefix', { refuses: 'dotted' }), '255.0.0.0'))).toBe(
      'refused.as-in-question',
    );
  });

  test('what may stay empty may', () => {
    expect(readAnswer(field('network', { optional: true }), ' ')).toEqual({ value: '' });
  });
});
