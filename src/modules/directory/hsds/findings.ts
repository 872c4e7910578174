/** Something found in a package, and where: the table, the row as it is counted there, the column. */
export interface Finding {
  readonly table: string;
  readonly row: number;
  readonly column: string;
  readonly is: FindingCode;
}

/** What can be found: faults keep a package out, hints let it in. */
export const findingKinds = {
  'value-missing': 'fault',
  'id-misshapen': 'fault',
  'id-twice': 'fault',
  'number-misshapen': 'fault',
  'address-misshapen': 'fault',
  'mail-misshapen': 'fault',
  'moment-misshapen': 'fault',
  'code-unknown': 'fault',
  'text-expected': 'fault',
  'text-too-long': 'fault',
  'text-unseen': 'fault',
  'list-expected': 'fault',
  'object-expected': 'fault',
  'names-nothing': 'hint',
  'of-no-service': 'hint',
  'area-not-known': 'hint',
  'language-not-known': 'hint',
  'kind-not-known': 'hint',
  'kind-not-of-agency': 'hint',
  'description-unreadable': 'hint',
  'table-not-known': 'hint',
} as const;

export type FindingCode = keyof typeof findingKinds;

/** A package that cannot be read at all, and why: a code that has words. */
export class Unreadable extends Error {
  constructor(
    readonly why: UnreadableCode,
    readonly at: string = '',
  ) {
    super(why);
    this.name = 'Unreadable';
  }
}

/** Why a file may be no package at all. */
export const unreadable = [
  ...(['not-a-package', 'without-services', 'package-too-large', 'not-utf8', 'json-broken', 'table-broken'] as const),
  ...(['archive-broken', 'archive-locked', 'archive-escapes', 'archive-too-large', 'archive-twice'] as const),
] as const;

export type UnreadableCode = (typeof unreadable)[number];
