import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseBirthQuarter, possibleAges } from '../../src/kernel/age-band.ts';
import { day } from '../../src/kernel/local-time.ts';
import type { Portrait } from '../../src/modules/cases/index.ts';
import { applyingTo, dueOf, madeBy } from '../../src/modules/tasks/planning.ts';
import type { TaskTemplate } from '../../src/platform/reference.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { cohort, cohortDay, cohortSize } from '../support/cohort.ts';

const reference = shippedReference();
const templates = reference.taskTemplates.filter(({ instructed = false }) => !instructed);
const instructed = reference.taskTemplates.filter(({ instructed = false }) => instructed);
const bands = reference.ageBands('tasks');
const today = day(cohortDay);
const golden = 'test/tasks/golden/cohort.txt';

const agesOf = (of: Portrait): readonly number[] => possibleAges(parseBirthQuarter(of.birthQuarter)!, today);
const may =
  (from: number, to = 200) =>
  (of: Portrait): boolean =>
    agesOf(of).some((age) => age >= from && age <= to);
const everybody = (): boolean => true;
const child = may(0, 17);
const adult = may(18);
const female = ({ sex }: Portrait): boolean => sex === 'female';
const both =
  (...all: readonly ((of: Portrait) => boolean)[]) =>
  (of: Portrait): boolean =>
    all.every((one) => one(of));
const lacksParent = (of: Portrait): boolean =>
  of.roles.includes('unaccompanied') || ['kinship-care', 'foster-care', 'residential-care'].includes(of.careArrangement ?? '');
const inNeedOf =
  (...codes: readonly string[]) =>
  (of: Portrait): boolean =>
    of.openNeeds.some((code) => codes.includes(code));

const either =
  (...all: readonly ((of: Portrait) => boolean)[]) =>
  (of: Portrait): boolean =>
    all.some((one) => one(of));
/** As households are not recorded: the adult who cares for others there, or lives alone. */
const heads = both(
  adult,
  ({ roles }) => !roles.includes('unaccompanied'),
  ({ roles, householdBand }) => roles.includes('caregiver') || roles.includes('mother') || householdBand === '1',
);

/** What no case tells, and somebody who knows it makes by hand for whom they know it of. */
const byHand = ['T-27', 'T-72'];

/** For whom each task is, in the words of the default list of the domain, written once more without looking at the templates. */
const forWhom: Readonly<Record<string, (of: Portrait) => boolean>> = {
  'T-01': everybody,
  'T-02': everybody,
  'T-03': everybody,
  'T-04': everybody,
  'T-05': child,
  'T-06': may(0, 4),
  'T-07': both(female, may(12)),
  'T-08': everybody,
  'T-09': everybody,
  'T-10': everybody,
  'T-11': both(child, inNeedOf('birth-registration')),
  'T-12': inNeedOf('birth-registration', 'citizenship', 'identity-document'),
  'T-13': may(16),
  'T-14': inNeedOf('citizenship'),
  'T-15': everybody,
  'T-16': may(2),
  'T-17': may(4, 17),
  'T-18': adult,
  'T-19': everybody,
  'T-20': both(child, lacksParent),
  'T-21': both(child, lacksParent),
  'T-22': both(child, lacksParent),
  'T-23': both(child, lacksParent),
  'T-24': both(child, ({ careArrangement }) => ['kinship-care', 'foster-care'].includes(careArrangement ?? '')),
  'T-25': may(5, 17),
  'T-26': either(heads, both(child, lacksParent)),
  'T-27': child,
  'T-30': may(3, 17),
  'T-31': may(6, 17),
  'T-32': may(6, 17),
  'T-33': may(2, 4),
  'T-34': may(15),
  'T-35': both(female, may(12, 17), ({ roles }) => roles.includes('mother')),
  'T-40': heads,
  'T-41': adult,
  'T-42': either(heads, both(female, adult)),
  'T-43': everybody,
  'T-44': may(12),
  'T-45': both(may(12), ({ roles }) => roles.includes('caregiver') || roles.includes('mother')),
  'T-46': may(5),
  'T-50': everybody,
  'T-51': everybody,
  'T-60': everybody,
  'T-61': everybody,
  'T-70': child,
  'T-71': everybody,
  'T-72': everybody,
};

const listOf = (of: Portrait): string[] =>
  applyingTo(of, templates, bands, today).map(({ template: { id }, ageAtEdge }) => `${id}${ageAtEdge ? '?' : ''}`);

describe('The task templates, held against a cohort of all ages', () => {
  it('are those of the domain, each with one owner, one due day and a ladder (R-16)', () => {
    expect(templates.map(({ id }) => id)).toEqual(Object.keys(forWhom));
    for (const { id, owner, due } of templates) {
      const type = reference.code('agency-type', owner);
      expect([id, type.mayReceiveReferrals, (due.days === undefined) !== (due.hours === undefined)]).toEqual([id, true, true]);
    }
    expect(reference.timers.ladder.length).toBeGreaterThan(0);
  });

  it.each(templates.map((template) => [template.id, template] as const))(
    '%s is for the people it should be for, and for nobody else',
    (id, template) => {
      const wanted = cohort.flatMap((of, n) => (forWhom[id]!(of) ? [n + 1] : []));
      const found = cohort.flatMap((of, n) => (applyingTo(of, [template], bands, today).length > 0 ? [n + 1] : []));
      expect(found).toEqual(wanted);
    },
  );

  it('say which of them nobody but a person makes, and why', () => {
    expect(templates.filter(({ made }) => made === 'by-hand').map(({ id, note }) => [id, note !== undefined])).toEqual(
      byHand.map((id) => [id, true]),
    );
    const byItself = madeBy('P6', reference.ids('phase'), templates).map(({ id }) => id);
    expect(byItself.filter((id) => byHand.includes(id))).toEqual([]);
  });

  it('leave what is in none of them to the words of a person: for every agency that does tasks, for everybody, and never by themselves', () => {
    const owners = instructed.flatMap(({ owner, also = [] }) => [owner, ...also]);
    // Counselling by the religious is offered by T-44 alone (R-14).
    const asked = reference.allCodes('agency-type').filter(({ id, mayReceiveReferrals }) => mayReceiveReferrals && id !== 'religious');
    expect([...owners].sort()).toEqual(asked.map(({ id }) => id).sort());
    for (const template of instructed) {
      expect(template).toMatchObject({ made: 'by-hand', byTeam: false });
      expect(cohort.every((of) => applyingTo(of, [template], bands, today).length === 1)).toBe(true);
    }
  });

  it('make what is done once for a household for the adult who stands for it, and for no child', () => {
    const [t40, t42, t26] = ['T-40', 'T-42', 'T-26'].map((id) => reference.taskTemplate(id)) as [TaskTemplate, TaskTemplate, TaskTemplate];
    const isFor = (template: TaskTemplate, facts: Partial<Portrait>): boolean =>
      applyingTo({ ...cohort[6]!, roles: [], householdBand: '4-5', careArrangement: null, ...facts }, [template], bands, today).length > 0;
    const girl = { birthQuarter: '2011-Q1', sex: 'female' };
    for (const template of [t40, t42, t26]) {
      expect(isFor(template, { roles: ['mother'], sex: 'female' })).toBe(true);
      expect(isFor(template, { roles: ['caregiver'] })).toBe(true);
      expect(isFor(template, { householdBand: '1' })).toBe(true);
      expect(isFor(template, {})).toBe(false);
      expect(isFor(template, { ...girl, roles: ['child', 'mother'], careArrangement: 'with-parents' })).toBe(false);
      expect(isFor(template, { roles: ['unaccompanied', 'caregiver'], sex: 'male' })).toBe(false);
    }
    // Housing and benefits are no child's, but a child without a parent is handed over by itself: nobody in the new family has a case.
    const orphan = { ...girl, roles: ['child', 'unaccompanied'], careArrangement: 'kinship-care' };
    expect([t40, t42, t26].map((template) => isFor(template, orphan))).toEqual([false, false, true]);
  });

  it('ask of each of 381 people what they asked before', () => {
    const lines = cohort.map((of, n) => `${String(n + 1).padStart(3, '0')} ${of.birthQuarter} ${of.sex} ${listOf(of).join(' ')}`);
    const counts = templates.map(({ id, per, made }) => `${id} ${lines.filter((line) => line.includes(` ${id}`)).length} ${per} ${made}`);
    const text = `${[...counts, ...lines].join('\n')}\n`;
    if (process.env.GOLDEN === 'write') writeFileSync(golden, text);
    expect(lines).toHaveLength(cohortSize);
    expect(new Set(cohort.flatMap(agesOf)).size).toBeGreaterThan(50);
    expect(text).toBe(readFileSync(golden, 'utf8'));
  });

  it('say where the quarter of birth leaves open whether they apply', () => {
    const atEdge = { ...cohort[0]!, birthQuarter: '2014-Q1' };
    expect(agesOf(atEdge)).toEqual([11, 12]);
    expect(listOf({ ...atEdge, sex: 'female' })).toContain('T-07?');
    expect(listOf({ ...atEdge, sex: 'female' })).toContain('T-30');
  });
});

describe('Decision 5', () => {
  it('no task of school, health or mental health waits for a paper', () => {
    const before = ({ after }: TaskTemplate): string[] => after.flatMap((id) => [id, ...before(reference.taskTemplate(id))]);
    const free = templates.filter(({ owner }) => ['education', 'health', 'health-restricted'].includes(owner));
    expect(free.length).toBeGreaterThan(10);
    for (const template of free) {
      const papers = before(template).filter((id) => reference.taskTemplate(id).domain === 'legal-identity');
      const asked = template.confirm.filter((name) => /paper|document|certificate|passport|registration/.test(name));
      const fields = reference.disclosureTemplates.find(({ id }) => id === template.disclosure)!.fields.map(({ field }) => field);
      expect([template.id, papers, asked, fields.filter((field) => field.includes('document'))]).toEqual([template.id, [], [], []]);
    }
    expect(reference.taskTemplate('T-30')).toMatchObject({ after: [], confirm: [], consent: [] });
  });
});

describe('R-12', () => {
  it('no task is of a security or defence body, and the interior gets the fields of documents alone', () => {
    expect(templates.filter(({ owner, also = [] }) => [owner, ...also].some((type) => ['security', 'defence'].includes(type)))).toEqual([]);
    const interior = templates.filter(({ owner, also = [] }) => [owner, ...also].includes('interior') && owner === 'interior');
    expect(interior.map(({ id, disclosure }) => [id, disclosure])).toEqual([['T-13', 'identity-documents']]);
  });
});

describe('R-15', () => {
  it('the documents track of every child begins in the first phase', () => {
    const first = madeBy('P1', reference.ids('phase'), templates).map(({ id }) => id);
    expect(first).toContain('T-10');
    expect(first).not.toContain('T-11');
    expect(madeBy('P2', reference.ids('phase'), templates).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['T-10', 'T-11', 'T-12', 'T-13', 'T-14']),
    );
  });
});

describe('When a task is due', () => {
  const calendar = reference.calendar('TJ');
  const of = { ...cohort[0]!, arrivedOn: '2026-03-05', registeredOn: '2026-03-06', placedOn: null };
  const due = (id: string, now: string, facts: Partial<Portrait> = {}, isHighRisk = false): unknown => {
    const { dueOn, dueAt } = dueOf(reference.taskTemplate(id), { of: { ...of, ...facts }, now: new Date(now), isHighRisk }, calendar);
    return dueAt === null ? dueOn : dueAt.toISOString();
  };
  it.each([
    ['T-04', 'three days after arrival, a Sunday and a holiday later', '2026-03-06T04:00:00Z', {}, false, '2026-03-10'],
    ['T-03', 'a day after arrival, on whatever day that is', '2026-03-06T04:00:00Z', { arrivedOn: '2026-03-07' }, false, '2026-03-08'],
    ['T-10', 'a week after arrival', '2026-03-06T04:00:00Z', {}, false, '2026-03-12'],
    ['T-10', 'today, where that day has passed', '2026-04-01T04:00:00Z', {}, false, '2026-04-01'],
    ['T-01', 'within an hour in high danger', '2026-03-06T04:00:00Z', {}, true, '2026-03-06T05:00:00.000Z'],
    ['T-30', 'two weeks after the placement', '2026-03-06T04:00:00Z', { placedOn: '2026-04-01' }, false, '2026-04-15'],
    ['T-30', 'two weeks from today while nobody knows the placement', '2026-04-01T04:00:00Z', {}, false, '2026-04-15'],
    ['T-25', 'a week before the placement', '2026-03-06T04:00:00Z', { placedOn: '2026-04-15' }, false, '2026-04-08'],
    ['T-22', 'a month after arrival while nobody knows the placement', '2026-03-06T04:00:00Z', {}, false, '2026-04-06'],
    ['T-72', 'within a day, night and holiday included', '2026-03-07T04:00:00Z', {}, false, '2026-03-08T04:00:00.000Z'],
  ] as const)('%s: %s', (id, _, now, facts, isHighRisk, expected) => {
    expect(due(id, now, facts, isHighRisk)).toBe(expected);
  });
});
