import { beforeAll, describe, expect, it } from '@jest/globals';
import { momentsOf } from '../../src/modules/tasks/moments.ts';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { openHouse } from '../support/app.ts';
import { keepWhatIsDue } from '../support/promises.ts';
import { walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const reference = shippedReference();
let team: Team;
let clinic: Someone;
let care: Someone;

beforeAll(async () => {
  team = await aTeam(world);
  clinic = await world.someone('ministry-officer', await world.aUnit('health'));
  care = await world.someone('specialist', await world.aUnit('health-restricted'));
}, 60_000);

interface Row {
  readonly id: string;
  readonly status: string;
  readonly dueOn: string;
  readonly dueAt: string | null;
}
const tasksOf = async (caseId: string, template: string): Promise<Row[]> =>
  (await team.worker.get(`/tasks?caseId=${caseId}&template=${template}&limit=100&sort=dueOn`)).body.items as Row[];
const lastOf = async (caseId: string, template: string): Promise<Row> =>
  (await tasksOf(caseId, template)).find(({ status }) => !['verified', 'dropped', 'cancelled'].includes(status))!;
const done = { evidenceCode: 'appointment-held' };

/** One round of a task of somebody's: let go if it waits, taken on, called done in some words, found done. */
async function round(caseId: string, template: string, who: Someone, words: object): Promise<void> {
  const { id, status } = await lastOf(caseId, template);
  if (status === 'waiting') await walked([team.worker, `/tasks/${id}/release`, { toUnitId: who.unitId }]);
  await walked(
    [who, `/tasks/${id}/claim`],
    [who, `/tasks/${id}/complete`, { ...done, ...words }],
    [team.supervisor, `/tasks/${id}/verify`],
  );
}
async function agreed(to: Someone, input: Record<string, unknown> = {}): Promise<string> {
  const { id } = await world.aCase(team.worker, input);
  await walked([team.worker, `/cases/${id}/consents`, { ...newConsent, recipientIds: [to.agencyId] }]);
  return id;
}
async function given(template: string, to: Someone): Promise<string> {
  const id = await agreed(to);
  await walked([team.worker, `/cases/${id}/tasks`, { template, dueOn: '2026-03-23', toUnitId: to.unitId }]);
  return id;
}
/** A case whose first medical check is not needed any more, so that nothing waits for it. */
async function checked(input: Record<string, unknown> = {}): Promise<string> {
  const id = await agreed(clinic, input);
  await walked([team.worker, `/tasks/${(await lastOf(id, 'T-04')).id}/drop`, { reason: 'need-met' }]);
  return id;
}

describe('Papers that are long late', () => {
  const calendar = reference.calendar('TJ');

  it('are told of once more to the supervisor and, as a late agency, to the coordinator, thirty days after they were due', () => {
    const late = (id: string): string[] =>
      momentsOf({ dueOn: '2026-05-04', dueAt: null }, false, reference.timers, calendar, reference.taskTemplate(id)).map(
        ({ kind, at }) => `${kind} ${at.toISOString().slice(0, 10)}`,
      );
    const steps = ['soon-due 2026-05-01', 'due 2026-05-04', 'supervisor 2026-05-06', 'focal-point 2026-05-12', 'coordinator 2026-05-19'];
    const onceMore = ['supervisor-again 2026-06-03', 'coordinator-again 2026-06-03'];
    expect([late('T-11'), late('T-13'), late('T-30')]).toEqual([[...steps, ...onceMore], [...steps, ...onceMore], steps]);
  });

  it('reach them, each step once', async () => {
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    const registry = await world.someone('ministry-officer', await world.aUnit('justice-civil'));
    const coordinator = await world.someone('coordinator');
    const { id: caseId } = await world.aCase(team.worker);
    await walked(
      [team.worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds: [registry.agencyId] }],
      [team.worker, `/cases/${caseId}/risk`, { risk: 'low' }],
    );
    const input = { template: 'T-11', dueOn: '2026-04-06', toUnitId: registry.unitId, confirmed: ['kinship-method-chosen'] };
    const { body: task } = await team.worker.post(`/cases/${caseId}/tasks`, input);
    const told = async (who: Someone, about: string): Promise<string[]> => {
      const { body } = await who.get('/notifications?limit=100&sort=createdAt');
      return (body.items as { kind: string; subjectId: string }[]).filter(({ subjectId }) => subjectId === about).map(({ kind }) => kind);
    };
    // Each time one step.
    for (const [n, day] of ['04-06', '04-07', '04-20', '05-01', '05-02', '05-07', '05-08', '05-09', '05-20'].entries()) {
      await house.clock.moveTo(new Date(`2026-${day}T05:0${n}:00Z`));
      await house.app.get(Sweep, { strict: false }).run();
      await keepWhatIsDue(house);
    }
    expect(await told(team.supervisor, task.id as string)).toEqual(['supervisor', 'supervisor-again']);
    expect(await told(coordinator, registry.agencyId)).toEqual(['tasks-late']);
    const [clock] = await house.rows('SELECT last_kind, next_kind FROM task_clock WHERE id = $1', [task.id]);
    expect(clock).toEqual({ last_kind: 'coordinator-again', next_kind: null });
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
  });
});

describe('What is done again until something is reached', () => {
  it('goes on as long as nobody says that it is, or the case says otherwise', async () => {
    const { id } = await world.aCase(team.worker);
    await round(id, 'T-10', team.worker, {});
    expect(await tasksOf(id, 'T-10')).toMatchObject([
      { status: 'verified', goalReached: false },
      { status: 'open', dueOn: '2026-04-01' },
    ]);
    await walked([team.worker, `/cases/${id}/needs`, { domain: 'legal-identity', needCode: 'birth-registration', severity: 'urgent' }]);
    await round(id, 'T-10', team.worker, { goalReached: true });
    expect(await tasksOf(id, 'T-10')).toHaveLength(3);
  });

  it('ends when it is reached, and begins again when a case says that it is not any more', async () => {
    const { id } = await world.aCase(team.worker);
    await round(id, 'T-10', team.worker, { goalReached: true });
    await walked([team.worker, `/cases/${id}/risk`, { risk: 'low' }]);
    expect(await tasksOf(id, 'T-10')).toMatchObject([{ status: 'verified', goalReached: true }]);
    await walked([team.worker, `/cases/${id}/needs`, { domain: 'legal-identity', needCode: 'birth-registration', severity: 'urgent' }]);
    expect(await tasksOf(id, 'T-10')).toMatchObject([{ status: 'verified' }, { status: 'open' }]);
  });

  it('is a safety contact each day, holidays included, made by hand and repeated until the person is safe', async () => {
    await house.clock.moveTo(new Date('2026-03-20T04:00:00Z'));
    const id = await agreed(care);
    const contact = { template: 'T-72', toUnitId: care.unitId };
    const late = await team.worker.post(`/cases/${id}/tasks`, { ...contact, dueOn: '2026-03-23' });
    expect(late.body.errors[0]).toMatchObject({ field: 'dueOn', code: 'too-late' });
    await walked([team.worker, `/cases/${id}/tasks`, { ...contact, dueOn: '2026-03-21' }]);
    expect(await lastOf(id, 'T-72')).toMatchObject({ status: 'open', dueOn: '2026-03-21', dueAt: '2026-03-21T04:00:00.000Z' });
    await round(id, 'T-72', care, { goalReached: false });
    expect(await lastOf(id, 'T-72')).toMatchObject({ status: 'waiting', dueOn: '2026-03-21', dueAt: '2026-03-21T04:00:00.000Z' });
    await round(id, 'T-72', care, { goalReached: true });
    expect(await tasksOf(id, 'T-72')).toHaveLength(2);
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
  });

  it('waits for nobody who looks whether the last one was done, and is not doubled by whoever does', async () => {
    await house.clock.moveTo(new Date('2026-03-20T04:00:00Z'));
    const id = await agreed(care);
    await walked([team.worker, `/cases/${id}/tasks`, { template: 'T-72', toUnitId: care.unitId, dueOn: '2026-03-21' }]);
    const { id: first } = await lastOf(id, 'T-72');
    const states = async (): Promise<string[]> => (await tasksOf(id, 'T-72')).map(({ status }) => status).sort();
    const says = (goalReached: boolean) => [care, `/tasks/${first}/complete`, { ...done, goalReached }] as const;
    await walked([care, `/tasks/${first}/claim`], says(false));
    expect(await states()).toEqual(['done', 'waiting']);
    await walked([team.supervisor, `/tasks/${first}/verify`], [team.supervisor, `/tasks/${first}/reopen`, { reason: 'more-to-do' }]);
    await walked([care, `/tasks/${first}/begin`], says(false), [team.supervisor, `/tasks/${first}/return`, { reason: 'not-complete' }]);
    expect(await states()).toEqual(['returned', 'waiting']);
    // The next one goes its way, whatever becomes of the one that came back.
    const { id: second } = (await tasksOf(id, 'T-72')).find(({ status }) => status === 'waiting')!;
    await walked([team.worker, `/tasks/${second}/release`], [care, `/tasks/${second}/claim`]);
    await walked([care, `/tasks/${second}/complete`, { ...done, goalReached: false }]);
    expect(await states()).toEqual(['done', 'returned', 'waiting']);
    await walked([care, `/tasks/${first}/begin`], says(true));
    expect(await states()).toEqual(['done', 'done', 'dropped']);
    // They were not safe after all: it goes on.
    await house.clock.moveTo(new Date('2026-03-20T05:00:00Z'));
    await walked([team.supervisor, `/tasks/${first}/return`, { reason: 'not-complete' }], [care, `/tasks/${first}/begin`], says(false));
    expect(await states()).toEqual(['done', 'done', 'dropped', 'waiting']);
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
  });

  it('is not said of what has no such goal', async () => {
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const id = await given('T-30', officer);
    const { id: taskId } = await lastOf(id, 'T-30');
    await walked([officer, `/tasks/${taskId}/claim`]);
    for (const [field, value] of [
      ['goalReached', true],
      ['nextOn', '2026-04-01'],
    ] as const)
      expect((await officer.post(`/tasks/${taskId}/complete`, { ...done, [field]: value })).body.errors).toMatchObject([
        { field, code: 'not-asked-for' },
      ]);
  });
});

describe('What is done on a day that somebody says', () => {
  it('is a dose: whoever gives it says the day of the next one, or that there is none', async () => {
    const id = await checked();
    const first = (await lastOf(id, 'T-05')).id;
    await walked([team.worker, `/tasks/${first}/release`, { toUnitId: clinic.unitId }], [clinic, `/tasks/${first}/claim`]);
    const refused = async (words: object): Promise<unknown> =>
      (await clinic.post(`/tasks/${first}/complete`, { ...done, ...words })).body.errors[0];
    expect(await refused({})).toMatchObject({ field: 'nextOn', code: 'missing' });
    expect(await refused({ nextOn: '2026-03-01' })).toMatchObject({ field: 'nextOn', code: 'in-the-past' });
    expect(await refused({ nextOn: '2030-03-01' })).toMatchObject({ field: 'nextOn', code: 'too-late' });
    expect(await refused({ goalReached: true, nextOn: '2026-04-04' })).toMatchObject({ field: 'nextOn', code: 'not-asked-for' });
    // A Saturday: the dose is given on the next day of work.
    await walked([clinic, `/tasks/${first}/complete`, { ...done, nextOn: '2026-04-04' }]);
    expect(await tasksOf(id, 'T-05')).toMatchObject([{ status: 'done' }, { status: 'waiting', dueOn: '2026-04-06' }]);
    await walked([team.worker, `/tasks/${first}/verify`]);
    expect(await tasksOf(id, 'T-05')).toMatchObject([{ nextOn: '2026-04-04' }, { status: 'waiting', dueOn: '2026-04-06' }]);
    await round(id, 'T-05', clinic, { goalReached: true });
    expect((await tasksOf(id, 'T-05')).map(({ status }) => status)).toEqual(['verified', 'verified']);
  });
});

describe('What is done so many times', () => {
  it('is done as often and not once more', async () => {
    const id = await checked({ birthQuarter: '2024-Q1' });
    for (let times = 0; times < 3; times++) await round(id, 'T-06', clinic, {});
    expect((await tasksOf(id, 'T-06')).map(({ status }) => status)).toEqual(['verified', 'verified', 'verified']);
  });
});
