import type { Reference } from '../../platform/reference.ts';

/** How many borders lie between a region and every other that can be reached over land; where no borders are known, only itself. */
export function bordersFrom(region: string, { regionNeighbours }: Pick<Reference, 'regionNeighbours'>): ReadonlyMap<string, number> {
  const found = new Map([[region, 0]]);
  for (const [at, steps] of found)
    for (const other of regionNeighbours.find(({ id }) => id === at)?.next ?? []) if (!found.has(other)) found.set(other, steps + 1);
  return found;
}
