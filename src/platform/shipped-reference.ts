import { loadReference, type CodeList, type Reference } from './reference.ts';

let loaded: Reference | undefined;

/** The reference data this installation ships, read once. */
export function shippedReference(): Reference {
  loaded ??= loadReference();
  return loaded;
}

/** The codes of a list that new records may choose, for an input: `@Code(listed('sex'))`. */
export function listed(list: CodeList): () => readonly string[] {
  return () => shippedReference().ids(list);
}

/** The codes of one or more lists that records may hold, the retired too: `codes: { sex: everListed('sex') }`. */
export function everListed(...lists: readonly CodeList[]): () => readonly string[] {
  return () => [
    ...new Set(
      lists.flatMap((list) =>
        shippedReference()
          .allCodes(list)
          .map(({ id }) => id),
      ),
    ),
  ];
}

/** The age bands by which a person is described. */
export function ageBandIds(): readonly string[] {
  return shippedReference()
    .ageBands('profile')
    .map(({ id }) => id);
}

/** The countries the product knows. */
export function countryCodes(): readonly string[] {
  return shippedReference().countries.map(({ id }) => id);
}

/** The regions of all countries, level 1. */
export function regionCodes(): readonly string[] {
  return shippedReference().countries.flatMap(({ regions }) => regions.map(({ id }) => id));
}

/** The consent texts that can be agreed to, by id and version. */
export function consentTextIds(): readonly string[] {
  return shippedReference().consentTexts.map(({ id }) => id);
}

/** The kinds of task there are. */
export function taskTemplateIds(): readonly string[] {
  return shippedReference().taskTemplates.map(({ id }) => id);
}

/** The groups of fields that are ever shared with anybody: those of the disclosure templates. */
export function sharedGroups(): readonly string[] {
  const templates = shippedReference().disclosureTemplates;
  return [...new Set(templates.flatMap(({ fields, oneOff }) => [...fields, ...oneOff].map(({ group }) => group)))].sort();
}

/** The legal bases on which something may be shared without a consent. */
export function overridingBases(): readonly string[] {
  const bases = shippedReference().codes('legal-basis');
  return bases.filter(({ overridesConsent }) => overridesConsent === true).map(({ id }) => id);
}

/** The sensitive fields that some service may be given one by one. */
export function oneOffFields(): readonly string[] {
  return [...new Set(shippedReference().disclosureTemplates.flatMap(({ oneOff }) => oneOff.map(({ field }) => field)))];
}
