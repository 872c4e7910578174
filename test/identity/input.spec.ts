import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Problem } from '../../src/kernel/problem.ts';
import { Code, Codes, Day, Flag, Id, Maybe, Quarter, Text, Whole } from '../../src/platform/input.ts';
import { IdParam, InputPipe } from '../../src/platform/validation.pipe.ts';

class Sample {
  @Text(10) text: string;
  @Maybe() @Text(10, { lines: true }) lines?: string;
  @Maybe() @Code(['red', 'green']) code?: string;
  @Maybe() @Codes(() => ['red', 'green'], { max: 2 }) codes?: string[];
  @Maybe() @Id() someId?: string;
  @Maybe() @Day() day?: string;
  @Maybe() @Quarter() quarter?: string;
  @Maybe() @Flag() flag?: boolean;
  @Maybe() @Whole(1, 9) whole?: number;
}

const pipe = new InputPipe();
const take = (body: unknown): Promise<unknown> => pipe.transform(body, { type: 'body', metatype: Sample });

async function refusal(body: unknown): Promise<unknown> {
  try {
    await take(body);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.errors.map(({ field, code }) => `${field} ${code}`);
  }
  return null;
}

describe('What comes in', () => {
  it('is taken as it is when it is right', async () => {
    const id = '3f2b8c1e-1111-4000-8000-00000000000A';
    const body = {
      text: 'Ўқғҳ ӣӯ',
      lines: 'a\nb',
      code: 'red',
      codes: ['green'],
      someId: id,
      day: '2024-02-29',
      quarter: '2015-Q3',
      flag: false,
      whole: 9,
    };
    await expect(take(body)).resolves.toEqual({ ...body, someId: id.toLowerCase() });
    expect(await take({ text: 'x' })).toBeInstanceOf(Sample);
  });

  it('is kept in one form of Unicode', async () => {
    await expect(take({ text: 'e\u0301' })).resolves.toEqual({ text: '\u00e9' });
  });

  it.each([
    [{}, 'text missing'],
    [{ text: null }, 'text not-text'],
    [{ text: 7 }, 'text not-text'],
    [{ text: ['x'] }, 'text not-text'],
    [{ text: { $ne: null } }, 'text not-text'],
    [{ text: '' }, 'text empty'],
    [{ text: ' \u00a0 ' }, 'text empty'],
    [{ text: 'x'.repeat(11) }, 'text too-long'],
    [{ text: 'x'.repeat(1_000_000) }, 'text too-long'],
    [{ text: 'a\0b' }, 'text unseen-characters'],
    [{ text: 'a\nb' }, 'text unseen-characters'],
    [{ text: 'a\ud800b' }, 'text unseen-characters'],
    [{ text: 'a\u202eb' }, 'text unseen-characters'],
    [{ text: '\ufeffa' }, 'text unseen-characters'],
    [{ text: 'x', lines: 'a\rb' }, 'lines unseen-characters'],
    [{ text: 'x', lines: null }, 'lines not-text'],
    [{ text: 'x', code: 'Red' }, 'code not-a-code'],
    [{ text: 'x', code: 'геd' }, 'code not-a-code'],
    [{ text: 'x', code: ['red'] }, 'code not-a-code'],
    [{ text: 'x', codes: 'red' }, 'codes not-a-list'],
    [{ text: 'x', codes: ['red', 'red'] }, 'codes given-twice'],
    [{ text: 'x', codes: ['red', 'blue'] }, 'codes not-a-code'],
    [{ text: 'x', codes: ['red', 'green', 'red'] }, 'codes too-many-codes'],
    [{ text: 'x', someId: '17' }, 'someId not-an-id'],
    [{ text: 'x', day: '2023-02-29' }, 'day not-a-day'],
    [{ text: 'x', day: '0000-00-00' }, 'day not-a-day'],
    [{ text: 'x', day: '2023-2-9' }, 'day not-a-day'],
    [{ text: 'x', day: '2023-02-09T00:00:00Z' }, 'day not-a-day'],
    [{ text: 'x', day: '10000-01-01' }, 'day not-a-day'],
    [{ text: 'x', day: '۲۰۲۳-۰۲-۰۹' }, 'day not-a-day'],
    [{ text: 'x', quarter: '2015-Q5' }, 'quarter not-a-quarter'],
    [{ text: 'x', flag: 'true' }, 'flag not-yes-or-no'],
    [{ text: 'x', flag: 0 }, 'flag not-yes-or-no'],
    [{ text: 'x', whole: '5' }, 'whole not-a-whole-number'],
    [{ text: 'x', whole: 5.5 }, 'whole not-a-whole-number'],
    [{ text: 'x', whole: Infinity }, 'whole not-a-whole-number'],
    [{ text: 'x', whole: 10 }, 'whole out-of-range'],
    [{ text: 'x', role: 'administrator' }, 'role unknown-field'],
    [{ text: 'x', constructor: 'x' }, 'constructor unknown-field'],
    [[], '(body) not-an-object'],
    [null, '(body) not-an-object'],
    [undefined, '(body) not-an-object'],
    ['x', '(body) not-an-object'],
  ])('%j is refused: %s', async (body, error) => {
    expect(await refusal(body)).toEqual([error]);
  });

  it('is refused with all its mistakes at once', async () => {
    expect(await refusal({ code: 'blue', extra: 1 })).toEqual(
      expect.arrayContaining(['text missing', 'code not-a-code', 'extra unknown-field']),
    );
  });
});

describe('An id in a path', () => {
  it('is taken in one way of writing, and refused when it is none', () => {
    const pipe = new IdParam();
    expect(pipe.transform('3F2B8C1E-1111-4000-8000-00000000000A')).toBe('3f2b8c1e-1111-4000-8000-00000000000a');
    for (const wrong of ['', '17', '3f2b8c1e11114000800000000000000a', "x'; --", undefined])
      expect(() => pipe.transform(wrong)).toThrow(Problem);
  });
});
