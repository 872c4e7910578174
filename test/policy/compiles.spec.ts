import { beforeAll, describe, expect, it } from '@jest/globals';
import { complaintsAbout } from '../support/policy-snippets.ts';

const sound = [
  "export const law = role('visitor', 'p_partner', 'Visits.', on(VisitRecord, 'mine', { see: ['F0'], edit: ['F2'], do: ['finish', 'hand-over'], create: true }));",
  "export const told = record('visit', Visit, { fields, scopes: { named: { readerIds: has(my('userId')) } } });",
  "export const other = record('visit', Visit, { fields, scopes: { ...scopes, both: { sealed: false, status: { $in: ['done'] } }, all: {} } });",
];

const unsound: readonly (readonly [why: string, snippet: string, complaint: RegExp])[] = [
  [
    'a column that nobody classified',
    "export const r = record('visit', Visit, { fields: { id: 'F0', workerId: 'F0', sealed: 'F0', status: 'F0', readerIds: 'F0' }, scopes });",
    /Property 'finding' is missing/,
  ],
  [
    'a field that is no column',
    "export const r = record('visit', Visit, { fields: { ...fields, hivStatus: 'F3' }, scopes });",
    /'hivStatus' does not exist/,
  ],
  [
    'a method taken for a field',
    "export const r = record('visit', Visit, { fields: { ...fields, finish: 'F0' }, scopes });",
    /'finish' does not exist/,
  ],
  ['a column of a part that nobody classified', "export const p = part(VisitPlace, 'visitId', {});", /Property 'district' is missing/],
  [
    'a part that hangs on no column',
    "export const p = part(VisitPlace, 'caseId', { district: 'anchor' });",
    /'"caseId"' is not assignable/,
  ],
  [
    'a scope on a column that is none',
    "export const r = record('visit', Visit, { fields, scopes: { mine: { wrokerId: my('userId') } } });",
    /'wrokerId' does not exist/,
  ],
  [
    'a list compared as if it were one value',
    "export const r = record('visit', Visit, { fields, scopes: { told: { readerIds: my('userId') } } });",
    /required in type 'Has'/,
  ],
  [
    'one value looked into as if it were a list',
    "export const r = record('visit', Visit, { fields, scopes: { mine: { workerId: has(my('userId')) } } });",
    /not assignable/,
  ],
  [
    'a scope that asks for more than equality',
    "export const r = record('visit', Visit, { fields, scopes: { others: { workerId: { $ne: 'x' } } } });",
    /'\$ne' does not exist/,
  ],
  ['a value the asker does not have', "export const mine = my('salary');", /'"salary"' is not assignable/],
  [
    'a scope the record does not know',
    "export const g = on(VisitRecord, 'everybodys', { see: ['F0'] });",
    /'"everybodys"' is not assignable/,
  ],
  ['a deed the record does not know', "export const g = on(VisitRecord, 'mine', { do: ['burn'] });", /'"burn"' is not assignable/],
  ['a right that does not exist', "export const g = on(VisitRecord, 'mine', { see: ['F0'], remove: true });", /'remove' does not exist/],
  ['a denial', "export const g = on(VisitRecord, 'mine', { hide: ['F0'] });", /'hide' does not exist/],
  [
    'a role without a persona of its own',
    "export const r = role('visitor', 'p_everybody', 'Visits.');",
    /'"p_everybody"' is not assignable/,
  ],
  [
    'a move from a state that is none',
    "export const l = lifecycle<'planned' | 'done'>()('visit', { finish: { from: ['begun'], to: 'done' } });",
    /'"begun"' is not assignable/,
  ],
  [
    'a lifecycle of other states than the record has',
    "export const r = record('visit', Visit, { fields, scopes, lifecycle: lifecycle<'open'>()('door', { shut: { from: ['open'], to: 'open' } }) });",
    /not assignable/,
  ],
];

describe('the language of the law', () => {
  let complaints: string[][];
  beforeAll(() => {
    complaints = complaintsAbout([...sound, ...unsound.map(([, snippet]) => snippet)]);
  }, 120_000);

  it('lets sound law pass', () => {
    expect(complaints.slice(0, sound.length)).toEqual(sound.map(() => []));
  });

  it.each(unsound.map(([why, , complaint], index) => ({ why, complaint, index })))('does not compile $why', ({ complaint, index }) => {
    const said = complaints[sound.length + index] ?? [];
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(complaint);
  });
});
