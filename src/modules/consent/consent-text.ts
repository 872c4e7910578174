import { invalidInput } from '../../kernel/problem.ts';
import type { ConsentText } from '../../platform/reference.ts';

/** Refuses a text that was not the one in force on the day of the agreement: it came later, or a newer one had taken its place. */
export function refuseUnfitText(texts: readonly ConsentText[], id: string, on: string): void {
  const text = texts.find((each) => each.id === id);
  if (text === undefined) throw new Error(`No consent text is called ${id}.`);
  const { scope, version, validFrom } = text;
  if (validFrom > on) throw invalidInput({ field: 'textVersion', code: 'text-not-yet-valid', params: { validFrom } });
  const newer = texts.filter((each) => each.scope === scope && each.version > version && each.validFrom <= on).at(-1);
  if (newer !== undefined) throw invalidInput({ field: 'textVersion', code: 'text-outdated', params: { use: newer.id } });
}
