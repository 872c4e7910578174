import { ReferenceFault } from './checks.ts';
import type { CodeList, CodeOf } from './code-lists.ts';
import type { ReferenceValues } from './read.ts';

/** Throws unless the claim holds. */
export function must(claim: boolean, where: string, otherwise: string): void {
  if (!claim) throw new ReferenceFault(where, otherwise);
}

/** All codes of a list. */
export function all<L extends CodeList>(data: ReferenceValues, list: L): readonly CodeOf<L>[] {
  return (data.codes.get(list) ?? []) as readonly CodeOf<L>[];
}

/** Throws unless the list has the code. */
export function named(data: ReferenceValues, list: CodeList, id: string, where: string): void {
  must(
    all(data, list).some((code) => code.id === id),
    where,
    `no ${list} ${id}`,
  );
}
