import { all, must, named } from './agreement-checks.ts';
import type { ReferenceValues } from './read.ts';
import type { TaskTemplate } from './task-templates.ts';

/** Owners whose help waits for no paper (decision 5): a child without a birth certificate goes to school and to the doctor. */
const WAIT_FOR_NO_PAPER = ['education', 'health', 'health-restricted'];
/** What is done about papers. */
const PAPERS = 'legal-identity';

/** What a case tells of a person, by which a template may apply to them; answered in the room of tasks. */
export const TASK_CIRCUMSTANCES = [
  ...['birth-registration-needed', 'papers-missing', 'citizenship-in-doubt', 'without-parent', 'in-kinship-or-foster-care', 'caregiver'],
  ...['ever-married-or-mother', 'best-interests-asked', 'household-head', 'household-head-or-alone', 'household-head-or-woman'],
] as const;

/** Those that name who stands for a household: what is done once for it is made for them. */
const OF_A_HOUSEHOLD: readonly string[] = ['household-head', 'household-head-or-alone', 'household-head-or-woman'];

/** Checks that each task template has an owner that may get it, stands on what exists, and never waits for itself. */
export function agreeOnTasks(data: ReferenceValues): void {
  const byId = new Map(data.taskTemplates.map((template) => [template.id, template]));
  const bands = data.ageBands.find(({ id }) => id === 'tasks')?.bands.map(({ id }) => id) ?? [];
  for (const template of data.taskTemplates) {
    const where = `task-templates.json: ${template.id}`;
    agreeOnOwner(data, template, where);
    named(data, 'plan-domain', template.domain, where);
    if (template.phase !== 'all') named(data, 'phase', template.phase, where);
    for (const band of template.applies.bands) must(bands.includes(band), where, `no age band ${band}`);
    agreeOnCircumstances(template.applies.when ?? [], where);
    for (const scope of template.consent) named(data, 'consent-scope', scope, where);
    for (const condition of template.confirm) named(data, 'task-condition', condition, where);
    for (const basis of template.unlessBasis ?? []) named(data, 'legal-basis', basis, where);
    for (const earlier of template.after) must(byId.has(earlier), where, `no task ${earlier} to wait for`);
    const { days, hours } = template.due;
    must((days === undefined) !== (hours === undefined), where, 'it is due in days or in hours');
    agreeOnRounds(data, template, where);
    const { per, made, note, applies } = template;
    const isOfHousehold = (applies.when ?? []).some((name) => OF_A_HOUSEHOLD.includes(name));
    must(
      isOfHousehold === (per === 'household'),
      where,
      'what is done once for a household names who stands for it, and nothing else does',
    );
    must(
      made !== 'by-hand' || (note !== undefined && applies.when === undefined),
      where,
      'what is made by hand says why, and no circumstance',
    );
    const { instructed = false, byTeam, repeat } = template;
    must(!instructed || (made === 'by-hand' && !byTeam && repeat === undefined), where, 'words are a person’s, for others, and for once');
    const before = allBefore(template, byId, where);
    if (WAIT_FOR_NO_PAPER.includes(template.owner))
      must(!before.some(({ domain }) => domain === PAPERS), where, 'school and health wait for no paper');
  }
}

/** When a task is done again, and who hears once more that it was not done at all. */
function agreeOnRounds(data: ReferenceValues, { repeat, escalate = [], due }: TaskTemplate, where: string): void {
  for (const { to } of escalate)
    must(
      data.timers.ladder.some((step) => step.to === to),
      where,
      `no ${to} on the ladder`,
    );
  must(new Set(escalate.map(({ to }) => to)).size === escalate.length, where, 'nobody hears of the same twice');
  if (repeat === undefined) return;
  must(
    (repeat.days === undefined) !== (repeat.saidWithinDays === undefined),
    where,
    'it is done again after days, or on a day that is said',
  );
  must(due.hours === undefined || repeat.days !== undefined, where, 'what is due in hours is done again after days');
  if (repeat.until !== undefined) named(data, 'task-goal', repeat.until, where);
  must(repeat.saidWithinDays === undefined || repeat.until !== undefined, where, 'it would have no end');
  agreeOnCircumstances(repeat.while ?? [], where);
}

function agreeOnCircumstances(names: readonly string[], where: string): void {
  const circumstances: readonly string[] = TASK_CIRCUMSTANCES;
  for (const name of names) must(circumstances.includes(name), where, `nobody knows the circumstance ${name}`);
}

function agreeOnOwner(data: ReferenceValues, { owner, also = [], byTeam, disclosure }: TaskTemplate, where: string): void {
  for (const type of [owner, ...also]) named(data, 'agency-type', type, where);
  const type = all(data, 'agency-type').find(({ id }) => id === owner);
  must(type?.mayReceiveReferrals === true, where, `no agency of the type ${owner} is asked for anything`);
  must(!byTeam || type?.mayOwnAdultCases === true, where, `no team of the type ${owner} looks after cases`);
  must(!byTeam || disclosure === undefined, where, 'the team reads the case itself');
  if (byTeam) return;
  must(
    data.disclosureTemplates.some(({ id }) => id === disclosure),
    where,
    `no disclosure template ${disclosure}`,
  );
  const isNarrow = disclosure === 'identity-documents';
  must(type?.sees !== 'package-documents-only' || isNarrow, where, 'this agency gets the fields of documents alone');
}

/** Every task that has to be done before this one; refused if it is among them. */
function allBefore(template: TaskTemplate, byId: ReadonlyMap<string, TaskTemplate>, where: string): TaskTemplate[] {
  const found = new Map<string, TaskTemplate>();
  const waiting = [...template.after];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    must(id !== template.id, where, 'it waits for itself');
    const earlier = byId.get(id);
    if (earlier === undefined || found.has(id)) continue;
    found.set(id, earlier);
    waiting.push(...earlier.after);
  }
  return [...found.values()];
}
