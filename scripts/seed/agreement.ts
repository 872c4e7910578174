import type { Dice } from './dice.ts';
import type { Returnee } from './cohort.ts';

/** Who agreed, how, and what the child said: as the rules of the age want it. */
export function agreementAt(
  band: string,
  { parents, isGirlMother }: Returnee,
  dice: Dice,
): { givenBy: string; form: string; assent: string | null } {
  const carer = parents === 'present' ? 'parent' : 'guardian';
  if (band === '18+') return { givenBy: 'person', form: dice.weighted({ written: 80, 'oral-witnessed': 20 }), assent: null };
  if (band === '15-17') {
    const alone = isGirlMother || dice.inHundred(50);
    return alone ? { givenBy: 'person', form: 'written', assent: null } : { givenBy: carer, form: 'written', assent: 'given' };
  }
  return { givenBy: carer, form: 'written', assent: band === '0-5' ? 'not-asked-too-young' : 'given' };
}
