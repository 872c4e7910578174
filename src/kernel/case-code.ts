/**
 * Codes that people read out, write down and type in: they say nothing (no sequence, date, place or sex) and notice a slip.
 * Nine random symbols and a check symbol, printed `XXX-XXX-XXXX`. The printed form is the only form: stored, shown and compared.
 */

/** Thirty-one symbols, a prime number of them; 0 and O, 1 and I and L are left out because they are mistaken for each other. */
export const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

const RANDOM_SYMBOLS = 9;
const SIZE = CODE_ALPHABET.length;
const PRINTED = new RegExp(`^[${CODE_ALPHABET}]{3}-[${CODE_ALPHABET}]{3}-[${CODE_ALPHABET}]{4}$`);

declare const kind: unique symbol;

/** A printed code with a right check symbol. The kinds keep a case's code from being used where a referral's belongs. */
export type Code<Kind extends string> = string & { readonly [kind]: Kind };
/** The name of a case: known to the owning team and to nobody else. */
export type CaseCode = Code<'case'>;
/** The name of one referral: all that its recipient gets to call it by. */
export type ReferralCode = Code<'referral'>;
/** The name of one task: all that whoever does it gets to call it by. */
export type TaskCode = Code<'task'>;

/** The half of a slip that is said, not shown: with the link it stands for the unit that got both. */
export type AnswerCode = Code<'answer'>;

/** Fills the bytes it is given with random ones. */
export type RandomBytes = (bytes: Uint8Array<ArrayBuffer>) => unknown;
const fromTheSystem: RandomBytes = (bytes) => crypto.getRandomValues(bytes);

/** A new code for a case. It may by rare chance exist already: the unique index decides, and the caller draws again. */
export function newCaseCode(random: RandomBytes = fromTheSystem): CaseCode {
  return newCode(random) as CaseCode;
}

/** A new code for a referral, which joins with nothing else the recipient holds. */
export function newReferralCode(random: RandomBytes = fromTheSystem): ReferralCode {
  return newCode(random) as ReferralCode;
}

/** A new code for a task, which joins with nothing else its owner holds. */
export function newTaskCode(random: RandomBytes = fromTheSystem): TaskCode {
  return newCode(random) as TaskCode;
}

/** A new answer code, which goes another way than the link it belongs to. */
export function newAnswerCode(random: RandomBytes = fromTheSystem): AnswerCode {
  return newCode(random) as AnswerCode;
}

/** The case code meant by what somebody typed, or nothing if it cannot be one. */
export function parseCaseCode(typed: string): CaseCode | undefined {
  return parseCode(typed) as CaseCode | undefined;
}

/** The referral code meant by what somebody typed, or nothing if it cannot be one. */
export function parseReferralCode(typed: string): ReferralCode | undefined {
  return parseCode(typed) as ReferralCode | undefined;
}

/** The answer code meant by what somebody typed or read out, or nothing if it cannot be one. */
export function parseAnswerCode(typed: string): AnswerCode | undefined {
  return parseCode(typed) as AnswerCode | undefined;
}

/** Whether this is a code exactly as it is printed, with a right check symbol. */
export function isPrintedCode(text: string): boolean {
  return PRINTED.test(text) && hasRightCheck(symbolsOf(text));
}

function newCode(random: RandomBytes): string {
  const values: number[] = [];
  const byte = new Uint8Array(RANDOM_SYMBOLS * 2);
  while (values.length < RANDOM_SYMBOLS) {
    random(byte);
    // the few bytes above the last full round of the alphabet would make its first symbols likelier
    for (const one of byte) if (one < 256 - (256 % SIZE) && values.length < RANDOM_SYMBOLS) values.push(one % SIZE);
  }
  return printed([...values, checkOf(values)].map((value) => CODE_ALPHABET.charAt(value)).join(''));
}

/** Letters of the Cyrillic keyboard that look like ours, and the symbol that was meant. */
const CYRILLIC = 'АВСЕНКМРТХУ';
const LOOKS_LIKE = 'ABCEHKMPTXY';

/** Spaces, hyphens and dashes that people, text programs and telephones put between groups. */
const SEPARATORS = /[\s\u00ad\u2010-\u2015\u2212-]/gu;
/** Longer than any code with separators: what lies beyond is not worth reading. */
const LONGEST_INPUT = 40;

function parseCode(typed: string): string | undefined {
  if (typed.length > LONGEST_INPUT) return undefined;
  const capitals = typed.replace(SEPARATORS, '').replace(/[a-zа-я]/g, (letter) => letter.toUpperCase());
  const code = printed(capitals.replace(/[А-Я]/g, (letter) => LOOKS_LIKE.charAt(CYRILLIC.indexOf(letter))));
  return isPrintedCode(code) ? code : undefined;
}

const printed = (symbols: string): string => `${symbols.slice(0, 3)}-${symbols.slice(3, 6)}-${symbols.slice(6)}`;

const symbolsOf = (code: string): number[] => [...code.replaceAll('-', '')].map((symbol) => CODE_ALPHABET.indexOf(symbol));

/** Powers of 3 modulo 31: all differ, and no two of them, one or two places apart, cancel each other out. */
function checkOf(values: readonly number[]): number {
  let weight = 1;
  let sum = 0;
  for (const value of values.slice(0, RANDOM_SYMBOLS)) {
    weight = (weight * 3) % SIZE;
    sum += weight * value;
  }
  return sum % SIZE;
}

const hasRightCheck = (values: readonly number[]): boolean => values[RANDOM_SYMBOLS] === checkOf(values);
