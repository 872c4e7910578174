import { describe, expect, it } from '@jest/globals';
import { momentsOf } from '../../src/modules/tasks/moments.ts';
import { TaskClock } from '../../src/modules/tasks/task-clock.entity.ts';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { openHouse } from '../support/app.ts';
import { keepWhatIsDue } from '../support/promises.ts';
import { aGivenTask, aTeamTask, walked } from '../support/tasks.ts';
import { aTeam } from '../support/teams.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const reference = shippedReference();

/** Puts the clock to a time, goes round, and keeps what is due. */
async function at(time: string): Promise<void> {
  await house.clock.moveTo(new Date(time));
  await house.app.get(Sweep, { strict: false }).run();
  await keepWhatIsDue(house);
}
async function told(who: Someone, about: string): Promise<string[]> {
  const { body } = await who.get('/notifications?limit=100&sort=createdAt');
  return (body.items as { kind: string; subjectId: string }[]).filter(({ subjectId }) => subjectId === about).map(({ kind }) => kind);
}

describe('When who is reminded of a task', () => {
  const calendar = reference.calendar('TJ');
  const moments = (dueOn: string, isHighRisk: boolean, dueAt: Date | null = null): string[] =>
    momentsOf({ dueOn, dueAt }, isHighRisk, reference.timers, calendar).map(({ kind, at: when }) => `${kind} ${when.toISOString()}`);

  it('is three days before and on the day, then two, five and ten working days after it', () => {
    expect(moments('2026-03-03', false)).toEqual([
      'soon-due 2026-02-28T04:00:00.000Z',
      'due 2026-03-03T04:00:00.000Z',
      'supervisor 2026-03-05T04:00:00.000Z',
      'focal-point 2026-03-11T04:00:00.000Z',
      'coordinator 2026-03-17T04:00:00.000Z',
    ]);
  });

  it('is one, two and five working days after it in high danger, and at the hour where it is due within hours', () => {
    expect(moments('2026-03-03', true, new Date('2026-03-03T02:00:00Z'))).toEqual([
      'soon-due 2026-02-28T04:00:00.000Z',
      'due 2026-03-03T02:00:00.000Z',
      'supervisor 2026-03-04T04:00:00.000Z',
      'focal-point 2026-03-05T04:00:00.000Z',
      'coordinator 2026-03-11T04:00:00.000Z',
    ]);
  });

  it('is its very hour and hours after it for what is due in hours, whatever day it is', () => {
    // A Sunday evening, at nine.
    const due = { dueOn: '2026-03-08', dueAt: new Date('2026-03-08T16:00:00Z') };
    const of = (isHighRisk: boolean): string[] =>
      momentsOf(due, isHighRisk, reference.timers, calendar, reference.taskTemplate('T-72')).map(
        ({ kind, at: when }) => `${kind} ${when.toISOString()}`,
      );
    const before = ['soon-due 2026-03-05T04:00:00.000Z', 'due 2026-03-08T16:00:00.000Z', 'supervisor 2026-03-08T16:00:00.000Z'];
    expect(of(false)).toEqual([...before, 'focal-point 2026-03-08T20:00:00.000Z', 'coordinator 2026-03-09T16:00:00.000Z']);
    expect(of(true)).toEqual([...before, 'focal-point 2026-03-08T18:00:00.000Z', 'coordinator 2026-03-09T04:00:00.000Z']);
  });

  it('is each step once, but for what had passed when it was made', () => {
    const steps = momentsOf({ dueOn: '2026-03-03', dueAt: null }, false, reference.timers, calendar);
    const clock = new TaskClock();
    clock.begin(steps, new Date('2026-03-01T05:00:00Z'));
    const taken: (string | null)[] = [];
    for (let step = 0; step < 9 && !clock.isStopped(); step++) {
      clock.take();
      taken.push(clock.lastKind);
      clock.runOn(steps);
    }
    expect(taken).toEqual(['due', 'supervisor', 'focal-point', 'coordinator']);
    clock.resume(steps, new Date('2026-06-01T05:00:00Z'));
    expect([clock.nextKind, clock.nextAt]).toEqual([null, null]);
    const back = new TaskClock();
    back.resume(steps, new Date('2026-03-12T05:00:00Z'));
    expect(back.nextKind).toBe('focal-point');
  });
});

describe('A task that is not done', () => {
  it('is nobody’s worry any more once it is done, until it comes back', async () => {
    const { worker } = await aTeam(world);
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const { id } = await aGivenTask(world, worker, officer);
    await walked([officer, `/tasks/${id}/claim`], [officer, `/tasks/${id}/complete`, { evidenceCode: 'enrolled' }]);
    expect(await told(worker, id)).toEqual(['done']);
    await at('2026-03-18T05:00:00Z');
    expect(await told(officer, id)).toEqual(['arrived']);
    await walked([worker, `/tasks/${id}/return`, { reason: 'not-complete' }]);
    await at('2026-03-18T06:00:00Z');
    expect(await told(officer, id)).toEqual(['arrived', 'returned', 'due']);
  });

  it('of the team’s own is told of to its worker, then the supervisor, who also looks whether it is done', async () => {
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    const { worker, supervisor } = await aTeam(world);
    const { id } = await aTeamTask(world, worker);
    await at('2026-03-15T05:00:00Z');
    expect(await told(worker, id)).toEqual(['soon-due']);
    await walked([worker, `/tasks/${id}/claim`], [worker, `/tasks/${id}/complete`, { evidenceCode: 'assessment-made' }]);
    expect(await told(supervisor, id)).toEqual(['done']);
  });

  it('within a day is told of to the supervisor when its hour has passed, in the night', async () => {
    await house.clock.moveTo(new Date('2026-03-06T15:30:00Z'));
    const { worker, supervisor } = await aTeam(world);
    const care = await world.someone('specialist', await world.aUnit('health-restricted'));
    const made = async (): Promise<string> => {
      const { id: caseId } = await world.aCase(worker);
      await walked([worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds: [care.agencyId] }]);
      const { body } = await worker.post(`/cases/${caseId}/tasks`, { template: 'T-72', dueOn: '2026-03-07', toUnitId: care.unitId });
      return body.id as string;
    };
    const id = await made();
    await at('2026-03-07T15:29:00Z');
    expect([await told(care, id), await told(supervisor, id)]).toEqual([['arrived'], []]);
    for (const minute of ['30', '31']) await at(`2026-03-07T15:${minute}:00Z`);
    expect([await told(care, id), await told(supervisor, id)]).toEqual([['arrived', 'due'], ['supervisor']]);
    // By the end of an earlier day, where that is what was asked for.
    expect((await care.get(`/tasks/${await made()}`)).body).toMatchObject({ dueOn: '2026-03-07', dueAt: '2026-03-07T18:59:00.000Z' });
  });

  it('climbs faster as soon as the danger is high', async () => {
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    const { worker } = await aTeam(world);
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const { id, caseId } = await aGivenTask(world, worker, officer);
    const next = async (): Promise<unknown> => (await house.rows('SELECT next_kind, next_at FROM task_clock WHERE id = $1', [id]))[0];
    await walked([worker, `/cases/${caseId}/risk`, { risk: 'low' }]);
    for (const day of ['15', '18']) await at(`2026-03-${day}T05:00:00Z`);
    expect(await next()).toMatchObject({ next_kind: 'supervisor', next_at: new Date('2026-03-30T04:00:00Z') });
    await walked([worker, `/cases/${caseId}/risk`, { risk: 'high' }]);
    expect(await next()).toMatchObject({ next_kind: 'supervisor', next_at: new Date('2026-03-19T04:00:00Z') });
  });

  it('becomes something to let go when everything before it is done', async () => {
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    const { worker } = await aTeam(world);
    const clinic = await world.someone('ministry-officer', await world.aUnit('health'));
    const { id: caseId } = await world.aCase(worker);
    const { body } = await worker.get(`/tasks?caseId=${caseId}&template=T-04,T-05&sort=template`);
    const [check, vaccines] = body.items as [{ id: string }, { id: string }];
    await walked([worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds: [clinic.agencyId] }]);
    await walked(
      [worker, `/tasks/${check.id}/release`, { toUnitId: clinic.unitId }],
      [clinic, `/tasks/${check.id}/claim`],
      [clinic, `/tasks/${check.id}/complete`, { evidenceCode: 'appointment-held' }],
    );
    expect(await told(worker, vaccines.id)).toEqual(['ready']);
  });
});

describe('A unit that is no more', () => {
  it('leaves its tasks to the unit above it, where somebody takes them on anew', async () => {
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    const { worker } = await aTeam(world);
    const above = await world.someone('ministry-officer', await world.aUnit('education'));
    const [unit] = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, parent_unit_id, name, region) VALUES (gen_random_uuid(), $1, $2, 'Below', 'TJ-SU') RETURNING id`,
      [above.agencyId, above.unitId],
    );
    const below = await world.someone('ministry-officer', { unitId: unit!.id, agencyId: above.agencyId });
    const { id } = await aGivenTask(world, worker, below);
    await walked([below, `/tasks/${id}/claim`], [below, `/tasks/${id}/begin`]);
    await house.rows('UPDATE unit SET active = false WHERE id = $1', [unit!.id]);
    await at('2026-03-02T05:00:00Z');
    expect((await above.get(`/tasks/${id}`)).body).toMatchObject({ status: 'open', ownerUnitId: above.unitId, claimedById: null });
    expect(await told(above, id)).toEqual(['arrived']);
    expect((await above.post(`/tasks/${id}/claim`)).body).toMatchObject({ status: 'claimed', package: { sex: 'female' } });
  });

  it('holds up no other one, however much it has that nobody above can take', async () => {
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    const { worker } = await aTeam(world);
    const [above, alone] = [
      await world.someone('ministry-officer', await world.aUnit('education')),
      await world.someone('ministry-officer', await world.aUnit('education')),
    ];
    const [unit] = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, parent_unit_id, name, region) VALUES (gen_random_uuid(), $1, $2, 'Below', 'TJ-SU') RETURNING id`,
      [above.agencyId, above.unitId],
    );
    const below = await world.someone('ministry-officer', { unitId: unit!.id, agencyId: above.agencyId });
    const [stuck, given] = [await aGivenTask(world, worker, alone), await aGivenTask(world, worker, below)];
    // They come first, whoever looks in the order of ids.
    await house.rows(
      `INSERT INTO task SELECT (json_populate_record(t, json_build_object('id', lpad(n::text, 32, '0')::uuid, 'code', gen_random_uuid()))).*
       FROM task t, generate_series(1, 300) n WHERE t.id = $1`,
      [stuck.id],
    );
    await house.rows('UPDATE unit SET active = false WHERE id = ANY ($1)', [[alone.unitId, unit!.id]]);
    await at('2026-03-02T05:00:00Z');
    expect((await above.get(`/tasks/${given.id}`)).body).toMatchObject({ status: 'open', ownerUnitId: above.unitId });
    expect(await house.rows(`SELECT FROM task WHERE owner_unit_id = $1`, [alone.unitId])).toHaveLength(301);
  });
});

describe('An agency that is late', () => {
  it('is told of to its owner, the supervisor, the owner’s focal point and, as a late agency, the coordinator: each once', async () => {
    const { worker, supervisor } = await aTeam(world);
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const focal = await world.someone('focal-point', officer);
    const coordinator = await world.someone('coordinator');
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    const { id, caseId } = await aGivenTask(world, worker, officer);
    // The danger is known and not high.
    await walked([worker, `/cases/${caseId}/risk`, { risk: 'low' }]);
    await keepWhatIsDue(house);
    expect(await told(officer, id)).toEqual(['arrived']);
    for (const time of ['2026-03-15T05:00:00Z', '2026-03-18T05:00:00Z', '2026-03-18T06:00:00Z']) await at(time);
    expect(await told(officer, id)).toEqual(['arrived', 'soon-due', 'due']);
    expect(await told(supervisor, id)).toEqual([]);
    await at('2026-03-20T05:00:00Z');
    await at('2026-03-20T06:00:00Z');
    // Holidays are no working days: the ladder waits.
    expect(await told(supervisor, id)).toEqual([]);
    for (const time of ['2026-03-31T05:00:00Z', '2026-04-20T05:00:00Z', '2026-04-20T06:00:00Z', '2026-06-01T05:00:00Z']) await at(time);
    expect(await told(supervisor, id)).toEqual(['supervisor']);
    expect(await told(officer, id)).toEqual(['arrived', 'soon-due', 'due']);
    const late = await coordinator.get('/notifications');
    expect(late.body.items.map(({ kind, subjectType }: { kind: string; subjectType: string }) => [kind, subjectType])).toContainEqual([
      'tasks-late',
      'agency',
    ]);
    expect(late.text).not.toContain(id);
    expect(await told(coordinator, officer.agencyId)).toEqual(['tasks-late']);
    expect(await told(focal, id)).not.toContain('coordinator');
  });

  it('is told of to the focal point five working days late', async () => {
    const { worker } = await aTeam(world);
    await house.clock.moveTo(new Date('2026-06-01T05:00:00Z'));
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const focal = await world.someone('focal-point', officer);
    const { id: caseId } = await world.aCase(worker);
    await walked([worker, `/cases/${caseId}/consents`, { ...newConsent, givenOn: '2026-06-01', recipientIds: [officer.agencyId] }]);
    await walked([worker, `/cases/${caseId}/risk`, { risk: 'low' }]);
    const made = await worker.post(`/cases/${caseId}/tasks`, { template: 'T-30', dueOn: '2026-06-02', toUnitId: officer.unitId });
    for (const day of ['02', '04', '09']) await at(`2026-06-${day}T05:00:00Z`);
    expect(await told(focal, made.body.id)).toEqual(['arrived', 'due', 'focal-point']);
  });
});
