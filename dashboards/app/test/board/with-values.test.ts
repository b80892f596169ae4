import { describe, expect, test } from 'vitest';
import { withParameters } from '../../src/address/query.ts';
import { askedValues, variableParameter } from '../../src/address/variables.ts';
import type { Variable } from '../../src/board/board.ts';
import { chooseValue } from '../../src/board/variable-values.ts';
import { topicWith, withValues } from '../../src/board/with-values.ts';

const variable = (settings: Partial<Variable> = {}): Variable => ({
  name: 'host',
  label: 'Host',
  topics: 'm/{host}/cpu',
  all: false,
  optional: false,
  ...settings,
});

describe('a value stands', () => {
  const file = {
    title: 'Host {host}',
    variables: { host: { topics: 'm/{host}/cpu' } },
    tiles: [
      {
        type: 'line',
        title: '{host}: {}',
        topics: ['m/{host}/cpu', 'm/{other}'],
        except: ['m/{host}/x'],
        label: { 'm/{host}/cpu': 'of {host}' },
        width: 4,
      },
    ],
  };

  test('for its name in topics and texts, and nowhere else', () => {
    expect(withValues(file, { host: 'a' })).toEqual({
      title: 'Host a',
      variables: { host: { topics: 'm/{host}/cpu' } },
      tiles: [
        {
          type: 'line',
          title: 'a: {}',
          topics: ['m/a/cpu', 'm/{other}'],
          except: ['m/a/x'],
          label: { 'm/a/cpu': 'of a' },
          width: 4,
        },
      ],
    });
  });

  test('as * in topics and in words in texts when it is all', () => {
    expect(withValues(file, { host: '*' })).toMatchObject({
      title: 'Host all',
      tiles: [{ title: 'all: {}', topics: ['m/*/cpu', 'm/{other}'], except: ['m/*/x'] }],
    });
  });

  test('by leaving its segment out of topics when it is empty', () => {
    expect(withValues({ ...file, title: '{host}**{m/{host}/x}**' }, { host: '' })).toMatchObject({
      title: '**{m/x}**',
      tiles: [{ title: ': {}', topics: ['m/cpu', 'm/{other}'], except: ['m/x'], label: { 'm/cpu': 'of ' } }],
    });
    expect(topicWith('{host}/a/{host}', { host: '' })).toBe('a');
  });

  test('once: what it says itself is not looked at', () => {
    expect(withValues({ title: '{a}' }, { a: '{b}', b: 'x' })).toEqual({ title: '{b}' });
  });
});

describe('the value at first', () => {
  test.each([
    ['what the address asks for', variable({ default: 'c' }), ['a', 'b'], 'b', 'b'],
    ['what it asks for though nothing has it yet', variable(), ['a'], 'later', 'later'],
    ["the board's", variable({ default: 'c' }), ['a'], undefined, 'c'],
    ['all where that is a choice', variable({ all: true }), ['a'], undefined, '*'],
    ['the first there is', variable(), ['a', 'b'], undefined, 'a'],
    ['any while there is none', variable(), [], undefined, '*'],
    ['not all where that is none', variable(), ['a'], '*', 'a'],
    ['no other topic than one of the board', variable(), ['a'], 'x/y', 'a'],
    ['no pattern', variable(), ['a'], '**', 'a'],
    ['not nothing', variable(), ['a'], '', 'a'],
    ['none while an optional one has no choices', variable({ optional: true, default: 'c' }), [], undefined, ''],
    ['the first of an optional one with choices', variable({ optional: true }), ['a', 'b'], undefined, 'a'],
  ])('is %s', (_, one, choices, asked, value) => {
    expect(chooseValue(one, choices, asked)).toBe(value);
  });
});

describe('the value that was the first', () => {
  test('stays when a topic comes that stands before it', () => {
    expect(chooseValue(variable(), ['a', 'b'], undefined, 'b')).toBe('b');
  });

  test('stays when its own topic is gone', () => {
    expect(chooseValue(variable(), ['a'], undefined, 'b')).toBe('b');
  });

  test('gives way to what the address asks for, and to the board', () => {
    expect(chooseValue(variable(), ['a', 'b'], 'a', 'b')).toBe('a');
    expect(chooseValue(variable({ default: 'a' }), ['a', 'b'], undefined, 'b')).toBe('a');
    expect(chooseValue(variable({ all: true }), ['a', 'b'], undefined, 'b')).toBe('*');
  });

  test('was none while there were no topics', () => {
    expect(chooseValue(variable(), ['a'], undefined, '*')).toBe('a');
  });
});

describe('the address', () => {
  test('says what is asked for, of the variables there are', () => {
    expect(askedValues('?var.host=a%20b&var.none=1&window=5', [variable(), variable({ name: 'dc' })])).toEqual({
      host: 'a b',
    });
  });

  test('keeps what else it says', () => {
    expect(withParameters('?window=5&var.host=a', { [variableParameter('host')]: 'b' })).toBe('?window=5&var.host=b');
    expect(withParameters('?var.host=a', { [variableParameter('host')]: undefined })).toBe('');
  });
});
