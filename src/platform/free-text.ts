import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { brandingLook } from '../kernel/branding.ts';
import { identifierIn } from '../kernel/identifiers.ts';
import { mayName, placeLook } from '../kernel/names.ts';
import { conflict } from '../kernel/problem.ts';
import { Checked, Flag, Maybe, textCheck, type Check, type TextOptions } from './input.ts';
import type { Reference } from './reference.ts';
import { shippedReference } from './shipped-reference.ts';

/**
 * Words people write themselves. Identity and stigma slip through them when every field is a code, so each says of whom it speaks:
 * `SafeText` passes between agencies, `OwnText` stays with the case team, `PlaceText` says where, `PublicText` describes an offer or a
 * body. A plain `Text` is for what is no free text: keys, codes, passwords, addresses of programs.
 */

let look: ((text: string) => string | null) | undefined;

/** The word of a text that brands a person, as it stands in the list; null when there is none. */
export function brandingIn(text: string): string | null {
  look ??= brandingLook(shippedReference().brandingWords, shippedReference().ordinaryPhrases);
  return look(text);
}

let isPlace: ((word: string) => boolean) | undefined;

/** Whether a text reads as if it named somebody: towns and regions are named by everybody. */
export function namesIn(text: string): boolean {
  isPlace ??= placeLook(placesOf(shippedReference()));
  return mayName(text, isPlace);
}

/** Abai is a region, and somebody. */
const alsoPeople = ['Abai', 'Navoiy'];

function placesOf({ countries, placeWords }: Reference): string[] {
  const named = countries.flatMap(({ en, regions }) => [en, ...regions.map((region) => region.en)]);
  return [...named.flatMap((name) => name.split(/[\s-]/)).filter((word) => !alsoPeople.includes(word)), ...placeWords];
}

/** Says what in a text is refused, once it is a text at all. */
const also = (max: number, options: TextOptions, ...others: readonly Check[]): Check => {
  const readable = textCheck(max, options);
  return (value) => readable(value) ?? others.map((other) => other(value)).find((wrong) => wrong !== null) ?? null;
};

/** Only the kind is told: answers are kept in logs of others. */
const findsNobody: Check = (value) => {
  const kind = identifierIn(value as string);
  return kind === null ? null : { code: 'holds-identifier', params: { kind } };
};
/** The word is told as it stands in the public list, never as it was written. */
const brandsNobody: Check = (value) => {
  const word = brandingIn(value as string);
  return word === null ? null : { code: 'brands', params: { word } };
};

function freeText(max: number, options: TextOptions, ...checks: readonly Check[]): PropertyDecorator {
  const normal = Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.normalize('NFC') : value));
  return applyDecorators(normal, Checked(also(max, options, ...checks), { type: String, minLength: options.min ?? 1, maxLength: max }));
}

/** What whoever wrote a text may be asked about it. */
interface Asked {
  readonly field: string;
  readonly brands: boolean;
}
const askedOf = new Map<object, readonly Asked[]>();

const ask =
  (brands: boolean): PropertyDecorator =>
  (of, field) => {
    askedOf.set(of, [...(askedOf.get(of) ?? []), { field: String(field), brands }]);
  };

/** A text about somebody that another agency reads: nobody can be found by it, nobody is branded, and a name in it is asked about. */
export function SafeText(max: number): PropertyDecorator {
  return applyDecorators(freeText(max, {}, findsNobody, brandsNobody), ask(false));
}

/** A text about somebody that stays with the case team: nobody can be found by it; a name or a word that brands is asked about. */
export function OwnText(max: number, options: TextOptions = {}): PropertyDecorator {
  return applyDecorators(freeText(max, options, findsNobody), ask(true));
}

/** Where somebody lives, no finer than a district: a name of a place, but no number, no address and no camp. */
export function PlaceText(max: number): PropertyDecorator {
  return freeText(max, {}, findsNobody, brandsNobody);
}

/** What everybody may read of an offer or a body, and carries on a slip: telephone numbers are wanted here, words that brand are not. */
export function PublicText(max: number, options: TextOptions = {}): PropertyDecorator {
  return freeText(max, options, brandsNobody);
}

/** What is sent along by whoever was asked about a text, has looked, and stands by it. */
export abstract class LookedAt {
  /** What reads like a name is none. */
  @Maybe() @Flag() namesNobody?: boolean;
}

/** The same for a text of the case team, which may have to say what others called the person. */
export abstract class LookedAtByTeam extends LookedAt {
  /** A word that brands is said of nobody here. */
  @Maybe() @Flag() brandsNobody?: boolean;
}

/** Asks, before anything is kept, whoever wrote what reads like a name or brands: rows of text are never changed afterwards. */
export function askAboutWords(input: unknown): void {
  if (typeof input !== 'object' || input === null) return;
  const said = input as Readonly<Record<string, unknown>>;
  for (let of: object | null = input; of !== null; of = Object.getPrototypeOf(of) as object | null) {
    for (const { field, brands } of askedOf.get(of) ?? []) {
      const text = said[field];
      if (typeof text !== 'string') continue;
      if (said.namesNobody !== true && namesIn(text)) throw conflict('text-may-name', { field });
      const word = brands && said.brandsNobody !== true ? brandingIn(text) : null;
      if (word !== null) throw conflict('text-may-brand', { field, word });
    }
  }
}
