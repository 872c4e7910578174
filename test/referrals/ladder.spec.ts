import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { momentsOf } from '../../src/modules/referrals/moments.ts';
import type { Awaited } from '../../src/modules/referrals/referral-clock.entity.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { openHouse } from '../support/app.ts';
import { keepWhatIsDue } from '../support/promises.ts';
import { aService } from '../support/services.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { walked } from '../support/tasks.ts';
import { goRoundAt, nextOf, told } from '../support/waiting.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const reference = shippedReference();
const sending = '2026-03-02T04:00:00Z';

let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
}, 60_000);
beforeEach(() => house.clock.moveTo(new Date(sending)));

/** A referral to a ministry's desk, of a case in which no danger is high; sent on Monday, 2 March at nine. */
async function aReferral(officer: Someone, more: object = {}, worker = team.worker): Promise<{ id: string; caseId: string }> {
  await house.clock.moveTo(new Date(sending));
  const { id: caseId } = await world.aCase(worker);
  await walked(
    [worker, `/cases/${caseId}/risk`, { risk: 'low' }],
    [worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] }],
  );
  const asked = { toUnitId: officer.unitId, serviceType: 'school-place', urgency: 'high', ...more };
  const made = await worker.post(`/cases/${caseId}/referrals`, asked);
  const sent = await worker.post(`/referrals/${made.body.id}/send`);
  expect([made.status, sent.status, sent.body.meta.can]).toMatchObject([201, 200, expect.arrayContaining(['cancel'])]);
  await keepWhatIsDue(house);
  return { id: String(made.body.id), caseId };
}

async function aDesk(): Promise<Someone> {
  return world.someone('ministry-officer', await world.aUnit('education'));
}

describe('When who is reminded of a referral', () => {
  const moments = (about: Awaited, urgency: string, isHighRisk: boolean, since: string, due: string, country = 'TJ'): string[] =>
    momentsOf(
      { about, since: new Date(since) },
      { urgency, seeBy: new Date(due), decideBy: new Date(due) },
      isHighRisk,
      reference.timers,
      reference.calendar(country),
    ).map(({ kind, at }) => `${kind} ${at.toISOString().slice(0, 16)}`);

  it('is half-way when the office is open, at the deadline, and up the ladder after it', () => {
    expect(moments('seen', 'high', false, sending, '2026-03-03T04:00:00Z')).toEqual([
      'soon-due 2026-03-03T03:00',
      'due 2026-03-03T04:00',
      'focal-point 2026-03-03T16:00',
      'supervisor 2026-03-04T04:00',
      'coordinator 2026-03-06T04:00',
    ]);
  });

  it('is sooner where danger is high, and over days of rest as the calendar has them', () => {
    expect(moments('decided', 'normal', true, sending, '2026-03-11T04:00:00Z').slice(1)).toEqual([
      'due 2026-03-11T04:00',
      'focal-point 2026-03-11T16:00',
      'supervisor 2026-03-12T04:00',
      // A Saturday that is worked.
      'coordinator 2026-03-14T04:00',
    ]);
  });

  it('is within hours in an emergency, whatever day it is', () => {
    expect(moments('seen', 'emergency', false, '2026-03-22T18:00:00Z', '2026-03-22T22:00:00Z')).toEqual([
      'soon-due 2026-03-22T20:00',
      'due 2026-03-22T22:00',
      'focal-point 2026-03-22T23:00',
      'supervisor 2026-03-23T00:00',
      'coordinator 2026-03-23T06:00',
    ]);
  });

  it('is not half-way where the office opens only after the deadline', () => {
    expect(moments('seen', 'high', false, '2026-03-02T11:00:00Z', '2026-03-02T23:00:00Z')[0]).toBe('due 2026-03-02T23:00');
  });

  it('is two weeks and four after the last thing that happened, on a day of work, by the clocks of the country', () => {
    expect(moments('at-work', 'high', true, '2026-03-09T05:00:00Z', sending)).toEqual([
      // 23 to 27 March are days off.
      'sides 2026-03-30T03:00',
      'supervisor 2026-04-06T05:00',
      'again 2026-04-20T05:00',
    ]);
    expect(moments('at-work', 'high', true, '2024-02-16T05:00:00Z', sending, 'KZ')).toEqual([
      'sides 2024-03-01T06:00',
      'supervisor 2024-03-15T06:00',
      'again 2024-03-29T06:00',
    ]);
  });
});

describe('A referral that nobody answers', () => {
  it('is told of to its unit, the focal point, the sender with their supervisor and the coordinator as a number: each step once', async () => {
    const officer = await aDesk();
    const elsewhere = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Head office', 'TJ-DU') RETURNING id`,
      [officer.agencyId],
    );
    const atDesk = await world.someone('focal-point', officer);
    const atHead = await world.someone('focal-point', { unitId: elsewhere[0]!.id, agencyId: officer.agencyId });
    const coordinator = await world.someone('coordinator');
    const { id } = await aReferral(officer);
    const everybody = async (): Promise<Record<string, string[]>> => ({
      officer: await told(officer, id),
      atDesk: await told(atDesk, id),
      atHead: await told(atHead, officer.unitId),
      worker: await told(team.worker, id),
      supervisor: await told(team.supervisor, id),
      coordinator: await told(coordinator, officer.agencyId),
    });
    await goRoundAt(house, '2026-03-03T03:00:00Z', '2026-03-03T04:00:00Z', '2026-03-03T15:59:59Z');
    const unit = ['arrived', 'see-soon', 'see-due', 'decide-soon'];
    const none = { atHead: [], worker: [], supervisor: [], coordinator: [] };
    expect(await everybody()).toEqual({ officer: expect.arrayContaining(unit), atDesk: expect.arrayContaining(unit), ...none });
    await goRoundAt(house, '2026-03-03T16:00:00Z');
    expect(await everybody()).toMatchObject({
      atDesk: expect.arrayContaining([...unit, 'unanswered']),
      ...none,
      atHead: ['referrals-unanswered'],
    });
    await goRoundAt(house, '2026-03-04T04:00:00Z');
    expect(await everybody()).toMatchObject({ worker: ['unanswered'], supervisor: ['unanswered'], coordinator: [] });
    await goRoundAt(house, '2026-03-04T16:00:00Z', '2026-03-05T04:00:00Z', '2026-03-06T04:00:00Z', '2026-03-10T04:00:00Z');
    // Not seen, and then not decided: two deadlines passed, and each was told of.
    const at = await everybody();
    expect(at).toMatchObject({ worker: ['unanswered', 'unanswered'], supervisor: ['unanswered', 'unanswered'] });
    expect(at.coordinator).toEqual(['referrals-late']);
    await goRoundAt(house, '2026-03-11T04:00:00Z', '2026-04-20T04:00:00Z', '2026-06-01T04:00:00Z');
    expect(await everybody()).toEqual(at);
    const seen = await coordinator.get(`/notifications?subjectId=${officer.agencyId}`);
    expect(seen.body.items).toMatchObject([{ kind: 'referrals-late', subjectType: 'agency', howMany: 1, dueOn: null }]);
    for (const secret of [id, team.worker.unitId]) expect(seen.text).not.toContain(secret);
  });

  it('of which there are more is one number to the coordinator, put right until it is read', async () => {
    const officer = await aDesk();
    const coordinator = await world.someone('coordinator');
    await Promise.all([aReferral(officer), aReferral(officer)]);
    await goRoundAt(house, '2026-03-03T04:00:00Z', '2026-03-03T16:00:00Z', '2026-03-04T04:00:00Z', '2026-03-06T04:00:00Z');
    await goRoundAt(house, '2026-03-06T05:00:00Z', '2026-03-06T06:00:00Z', '2026-03-06T07:00:00Z');
    const items = (await coordinator.get('/notifications')).body.items as { subjectId: string; howMany: number }[];
    expect(items.filter(({ subjectId }) => subjectId === officer.agencyId).map(({ howMany }) => howMany)).toEqual([2]);
  });

  it('where the agency has no focal point is told of to the supervisor in its stead, once', async () => {
    const officer = await aDesk();
    const { supervisor } = team;
    const { id } = await aReferral(officer);
    await goRoundAt(house, '2026-03-03T03:00:00Z', '2026-03-03T04:00:00Z', '2026-03-03T16:00:00Z');
    expect(await told(supervisor, id)).toEqual(['unanswered']);
    expect(await nextOf(house, id, 'seen')).toBe('coordinator 2026-03-06T04:00:00.000Z');
  });

  it('is told of to the contact of its service, as long as they are at work there', async () => {
    const admin = await world.someone('administrator');
    const officer = await aDesk();
    const [unit] = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Head office', 'TJ-DU') RETURNING id`,
      [officer.agencyId],
    );
    const head = { unitId: unit!.id, agencyId: officer.agencyId };
    const [contact, deputy] = [await world.someone('ministry-officer', head), await world.someone('ministry-officer', head)];
    const { id: serviceId } = await aService({ admin }, officer, { escalationContactId: contact.id, deputyId: deputy.id });
    const { id } = await aReferral(officer, { serviceId });
    await house.rows('UPDATE person SET active = false WHERE id = $1', [contact.id]);
    await goRoundAt(house, '2026-03-03T03:00:00Z', '2026-03-03T04:00:00Z', '2026-03-03T16:00:00Z');
    expect(await told(deputy, officer.unitId)).toEqual(['referrals-unanswered']);
    expect(await told(team.supervisor, id)).toEqual([]);
    const rows = await house.rows('SELECT 1 FROM notification WHERE person_id = $1', [contact.id]);
    expect(rows).toEqual([]);
  });

  it('climbs faster as soon as the danger is high', async () => {
    const officer = await aDesk();
    const { id, caseId } = await aReferral(officer, { urgency: 'normal' });
    await goRoundAt(house, '2026-03-04T04:00:00Z', '2026-03-05T04:00:00Z');
    expect(await nextOf(house, id, 'seen')).toBe('focal-point 2026-03-06T04:00:00.000Z');
    await walked([team.worker, `/cases/${caseId}/risk`, { risk: 'high' }]);
    expect(await nextOf(house, id, 'seen')).toBe('focal-point 2026-03-05T16:00:00.000Z');
  });

  it('of a sealed case is told of to its worker, not to the supervisor', async () => {
    const officer = await aDesk();
    const own = await aTeam(world);
    const { id, caseId } = await aReferral(officer, {}, own.worker);
    await walked([own.supervisor, `/cases/${caseId}/seal`, { reason: 'relative-in-team' }]);
    await goRoundAt(house, '2026-03-03T03:00:00Z', '2026-03-03T04:00:00Z', '2026-03-03T16:00:00Z');
    expect([await told(own.worker, id), await told(own.supervisor, id)]).toEqual([['unanswered'], []]);
  });

  it('reaches those who are there by then: another worker, another officer', async () => {
    const officer = await aDesk();
    const own = await aTeam(world);
    const { id, caseId } = await aReferral(officer, {}, own.worker);
    await walked([own.supervisor, `/cases/${caseId}/assign`, { workerId: own.colleague.id }]);
    const successor = await world.someone('ministry-officer', officer);
    await house.rows('UPDATE person SET active = false WHERE id = $1', [officer.id]);
    await goRoundAt(house, '2026-03-03T03:00:00Z', '2026-03-03T04:00:00Z', '2026-03-03T16:00:00Z');
    expect(await told(successor, id)).toEqual(expect.arrayContaining(['see-soon', 'see-due']));
    expect([await told(own.colleague, id), await told(own.worker, id)]).toEqual([['unanswered'], []]);
  });
});

describe('What a referral waited for', () => {
  it.each([
    ['looked at', 'see', {}, ['nothing', 'due 2026-03-04T04:00:00.000Z']],
    ['taken on by somebody', 'claim', {}, ['nothing', 'due 2026-03-04T04:00:00.000Z']],
    ['accepted', 'accept', {}, ['nothing', 'nothing']],
    ['rejected', 'reject', { reason: 'no-capacity' }, ['nothing', 'nothing']],
  ])('is nobody’s worry any more once it is %s', async (_, deed, body, next) => {
    const officer = await aDesk();
    const { id } = await aReferral(officer);
    await goRoundAt(house, '2026-03-03T04:00:00Z');
    await goRoundAt(house, '2026-03-03T04:30:00Z');
    await walked([officer, `/referrals/${id}/${deed}`, body]);
    expect([await nextOf(house, id, 'seen'), await nextOf(house, id, 'decided')]).toEqual(next);
    const before = (await told(officer, id)).filter((kind) => kind.startsWith('see'));
    await goRoundAt(house, '2026-03-03T16:00:00Z', '2026-03-04T03:00:00Z');
    expect((await told(officer, id)).filter((kind) => kind.startsWith('see'))).toEqual(before);
    expect(await told(team.supervisor, id)).toEqual([]);
  });

  it.each(['cancel', 'enter-in-error'])('ends with the referral, when the sender does: %s', async (deed) => {
    const officer = await aDesk();
    const { id } = await aReferral(officer);
    await walked([team.worker, `/referrals/${id}/${deed}`, deed === 'cancel' ? { reason: 'need-met' } : {}]);
    await goRoundAt(house, '2026-03-20T04:00:00Z');
    expect([await nextOf(house, id, 'seen'), await nextOf(house, id, 'decided')]).toEqual(['nothing', 'nothing']);
    expect((await told(officer, id)).sort()).toEqual(['arrived', 'cancelled']);
  });

  it('is told of to whoever took it on, where it was looked at and not answered', async () => {
    const officer = await aDesk();
    const colleague = await world.someone('ministry-officer', officer);
    const { id } = await aReferral(officer);
    await walked([officer, `/referrals/${id}/claim`]);
    await goRoundAt(house, '2026-03-03T04:00:00Z', '2026-03-04T04:00:00Z');
    expect(await told(officer, id)).toEqual(['arrived', 'decide-soon', 'decide-due']);
    expect(await told(colleague, id)).toEqual(['arrived']);
  });
});

describe('A referral that was taken on, and then nothing happened', () => {
  const rested = async (id: string): Promise<[number, number, number]> => {
    const count = async (who: Someone): Promise<number> => (await told(who, id)).filter((kind) => kind === 'at-rest').length;
    return [await count(officer), await count(team.worker), await count(team.supervisor)];
  };
  let officer: Someone;
  beforeAll(async () => {
    officer = await aDesk();
  });

  it('is told of to both sides after two weeks, and to the supervisor after four', async () => {
    const { id } = await aReferral(officer);
    await walked([officer, `/referrals/${id}/accept`]);
    await goRoundAt(house, '2026-03-16T03:59:00Z');
    expect(await rested(id)).toEqual([0, 0, 0]);
    await goRoundAt(house, '2026-03-16T04:00:00Z', '2026-03-17T04:00:00Z');
    expect(await rested(id)).toEqual([1, 1, 0]);
    await goRoundAt(house, '2026-03-30T04:00:00Z', '2026-06-01T04:00:00Z');
    // And it goes on: those who do the work hear of it again, the supervisor how many there are.
    expect(await rested(id)).toEqual([2, 2, 1]);
    await goRoundAt(house, '2026-06-09T04:00:00Z');
    expect(await rested(id)).toEqual([3, 2, 1]);
    const { body } = await team.supervisor.get('/notifications?kind=referrals-at-rest&limit=100');
    expect(body.items).toMatchObject([{ subjectType: 'unit', subjectId: team.supervisor.unitId, howMany: expect.any(Number) }]);
  });

  it('is counted anew after a service that was given, and while it is on hold likewise', async () => {
    const { id } = await aReferral(officer);
    await walked([officer, `/referrals/${id}/accept`]);
    await goRoundAt(house, '2026-03-10T04:00:00Z');
    const given = { deliveredOn: '2026-03-10', mode: 'at-provider', attendance: 'attended', units: 1 };
    await walked([officer, `/referrals/${id}/deliveries`, given]);
    expect(await nextOf(house, id, 'at-work')).toBe('sides 2026-03-30T03:00:00.000Z');
    await house.clock.moveTo(new Date('2026-03-19T04:00:00Z'));
    await walked([officer, `/referrals/${id}/hold`, { reason: 'waiting-list' }]);
    await goRoundAt(house, '2026-04-02T04:00:00Z');
    expect(await rested(id)).toEqual([1, 1, 0]);
    await walked([officer, `/referrals/${id}/resume`], [officer, `/referrals/${id}/fail`, { reason: 'not-reached' }]);
    expect(await nextOf(house, id, 'at-work')).toBe('nothing');
  });
});

describe('A unit in which nobody answers', () => {
  it('is told of to those above, and gets the referral when somebody is there again', async () => {
    const admin = await world.someone('administrator');
    const gone = await aDesk();
    await house.rows('UPDATE person SET active = false WHERE id = $1', [gone.id]);
    const { id } = await aReferral(gone);
    expect(await told(admin, gone.unitId)).toEqual(['no-recipient']);
    const officer = await world.someone('ministry-officer', gone);
    await goRoundAt(house, '2026-03-03T03:00:00Z');
    expect(await told(officer, id)).toEqual(['see-soon']);
    expect((await team.worker.get(`/referrals/${id}`)).body.deliveredAt).toBe('2026-03-03T03:00:00.000Z');
  });
});

describe('A reminder whose promise was lost', () => {
  it('is promised anew, and told once, however often the house goes round', async () => {
    const officer = await aDesk();
    const { id } = await aReferral(officer);
    await house.clock.moveTo(new Date('2026-03-03T03:00:00Z'));
    const sweep = (): Promise<void> => house.app.get(Sweep, { strict: false }).run();
    await sweep();
    await house.rows('TRUNCATE platform.outbox');
    await Promise.all([sweep(), sweep(), sweep()]);
    expect(await house.rows(`SELECT 1 FROM platform.outbox WHERE kind = 'remind-of-referral'`)).toHaveLength(1);
    await keepWhatIsDue(house);
    await sweep();
    await keepWhatIsDue(house);
    expect(await told(officer, id)).toEqual(['arrived', 'see-soon']);
  });

  it('is told by one of two workers that keep it at once', async () => {
    const officer = await aDesk();
    const { id } = await aReferral(officer);
    await house.clock.moveTo(new Date('2026-03-03T03:00:00Z'));
    await house.app.get(Sweep, { strict: false }).run();
    await Promise.all([keepWhatIsDue(house), keepWhatIsDue(house)]);
    expect(await told(officer, id)).toEqual(['arrived', 'see-soon']);
  });
});
