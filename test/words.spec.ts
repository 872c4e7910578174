import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Policy } from '../src/access/role.ts';
import { Words } from '../src/platform/words.ts';
import { roles } from '../src/policy/index.ts';

const words = new Words();
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join('src', path), 'utf8'));
const found = (pattern: RegExp): string[] =>
  [...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1]!)))].sort();
const wordless = (keys: readonly string[]): string[] => keys.filter((key) => !words.knows(key));
const told = (code: string): string[] => [`problem.${code}.title`, `problem.${code}.detail`];

describe('Every refusal has words', () => {
  it('of a problem', () => {
    const codes = [...found(/conflict\(\s*'([a-z-]+)'/g), ...found(/new Problem\(\s*\d{3},\s*'([a-z-]+)'/g)];
    expect(codes.length).toBeGreaterThan(30);
    expect(wordless(codes.flatMap(told))).toEqual([]);
  });

  it('of an input', () => {
    const codes = found(/\bcode: (?:[^'\n]*\? )?'([a-z-]+)'/g);
    const others = found(/\bcode: [^'\n]*\? '[a-z-]+' : '([a-z-]+)'/g);
    expect(codes.length).toBeGreaterThan(30);
    expect(wordless([...codes, ...others].map((code) => `input.${code}`))).toEqual([]);
  });

  it('of a move that the state of a record does not allow, if a person may try it', () => {
    const tried = new Policy(roles)
      .records()
      .flatMap(({ name, lifecycle }) =>
        (lifecycle?.moves() ?? [])
          .filter((move) =>
            roles.some(
              ({ persona, grants }) =>
                persona !== 'p_system' && grants.some((grant) => grant.record.name === name && grant.do.includes(move)),
            ),
          )
          .map((move) => `${lifecycle?.of}-cannot-${move}`),
      );
    expect(tried.length).toBeGreaterThan(15);
    expect(wordless(tried.flatMap(told))).toEqual([]);
  });

  it('of a deed of a referral that no lifecycle knows', () => {
    const deeds = found(/refuseWhenOver\('([a-z-]+)'\)/g);
    expect(deeds).toEqual(['claim', 'release-claim', 'take-over', 'unclaim', 'write']);
    expect(wordless(deeds.flatMap((deed) => told(`referral-cannot-${deed}`)))).toEqual([]);
  });

  it('and no code is put together anywhere else', () => {
    const put = found(/(?:conflict|new Problem|code:)\(?\s*(?:\d{3},\s*)?`([^`]+)`/g);
    expect(put).toEqual(['${this.of}-cannot-${move}', 'referral-cannot-${deed}']);
  });
});

describe('Every word', () => {
  const raw = readFileSync('locales/en.json', 'utf8');
  const texts = JSON.parse(raw) as Record<string, string>;

  it('stands once: a key that is there twice would be read as its last line alone', () => {
    const keys = [...raw.matchAll(/^\s*("(?:[^"\\]|\\.)*")\s*:/gm)].map((match) => JSON.parse(match[1]!) as string);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    expect(keys).toEqual(Object.keys(texts));
  });

  it('of a problem comes with a title and a detail', () => {
    const problems = Object.keys(texts)
      .filter((key) => key.startsWith('problem.'))
      .map((key) => key.split('.')[1]!);
    expect(wordless([...new Set(problems)].flatMap(told))).toEqual([]);
  });

  it('is a sentence', () => {
    expect(Object.entries(texts).filter(([, text]) => text.trim() === '' || text !== text.trim())).toEqual([]);
  });
});
