import { type Dice, shares } from './dice.ts';

/** One invented person, as coarse as a case may know them. */
export interface Returnee {
  readonly kind: 'child' | 'woman';
  readonly sex: 'female' | 'male';
  /** Whole years at arrival. */
  readonly age: number;
  readonly parents: 'present' | 'absent' | 'none' | 'own-household';
  /** A girl who has a child herself. */
  readonly isGirlMother: boolean;
}

/**
 * The published return of July 2022 to Tajikistan: 146 people, of them 104 children and 42 women. Only the totals are theirs;
 * every person is invented, in the mix that the published figures of the region give.
 */
export const published = { people: 146, children: 104, women: 42 } as const;

/** Children in 72 of 100: 22 up to four years, 34 from five to eleven, 16 from twelve to seventeen. */
const childAges = [
  { from: 0, to: 4, weight: 22 },
  { from: 5, to: 11, weight: 34 },
  { from: 12, to: 17, weight: 16 },
] as const;
const womanAges = [
  { from: 18, to: 24, weight: 24 },
  { from: 25, to: 34, weight: 46 },
  { from: 35, to: 59, weight: 28 },
  { from: 60, to: 66, weight: 2 },
] as const;
const orphansInHundred = 8;
const motherAbsentInHundred = 20;
const girlMothersInHundred = 10;

/** So many people in the published proportions, in an order that says nothing. */
export function cohortOf(people: number, dice: Dice): Returnee[] {
  const [children = 0, women = 0] = shares(people, [published.children, published.women]);
  return dice.shuffled([...childrenOf(children, dice), ...womenOf(women, dice)]);
}

function childrenOf(children: number, dice: Dice): Returnee[] {
  const orphans = Math.round((children * orphansInHundred) / 100);
  const absent = Math.round((children * motherAbsentInHundred) / 100);
  const parents = dice.shuffled(
    Array.from({ length: children }, (_, at) => (at < orphans ? 'none' : at < orphans + absent ? 'absent' : 'present')),
  );
  const drawn = shares(
    children,
    childAges.map(({ weight }) => weight),
  ).flatMap((size, band) =>
    Array.from({ length: size }, (_, at) => ({ ...agesAt(childAges, band), sex: at % 2 === 0 ? ('female' as const) : ('male' as const) })),
  );
  const girls = drawn.filter(({ from, sex }) => from === 12 && sex === 'female').length;
  let girlMothers = Math.round((girls * girlMothersInHundred) / 100);
  return drawn.map(({ from, to, sex }, at) => {
    // The sources tell of younger ones; here they are fifteen or older, whose consent counts by itself.
    const isGirlMother = from === 12 && sex === 'female' && girlMothers-- > 0;
    return { kind: 'child', sex, age: dice.between(isGirlMother ? 15 : from, to), parents: parents[at] ?? 'present', isGirlMother };
  });
}

function womenOf(women: number, dice: Dice): Returnee[] {
  return shares(
    women,
    womanAges.map(({ weight }) => weight),
  ).flatMap((size, band) =>
    Array.from({ length: size }, () => {
      const { from, to } = agesAt(womanAges, band);
      return { kind: 'woman', sex: 'female', age: dice.between(from, to), parents: 'own-household', isGirlMother: false } as const;
    }),
  );
}

function agesAt(bands: readonly { readonly from: number; readonly to: number }[], at: number): { from: number; to: number } {
  const { from, to } = bands[at] ?? { from: 0, to: 0 };
  return { from, to };
}
