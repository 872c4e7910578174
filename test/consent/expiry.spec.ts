import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { openHouse } from '../support/app.ts';
import { at, keepWhatIsDue, promisesOf } from '../support/promises.ts';
import { rawly } from '../support/raw-table.ts';
import { states } from '../support/referral-matrix.ts';
import { walked } from '../support/tasks.ts';
import { whileFailing } from '../support/teams.ts';
import { goRoundAt, told } from '../support/waiting.ts';
import { World, newConsent, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const start = '2026-03-02T04:00:00Z';
/** The last day of what was agreed to on 1 March 2026, one second before it is over in Dushanbe, and when it is. */
const [lastSecond, over] = ['2027-03-01T18:59:59Z', '2027-03-01T19:00:00Z'];
let worker: Someone;
let officer: Someone;
let partner: Someone;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  officer = await world.someone('ministry-officer', await world.aUnit('education'));
  partner = await world.someone('partner-worker');
}, 30_000);
afterEach(async () => {
  await house.rows('TRUNCATE platform.outbox');
  await house.clock.moveTo(new Date(start));
});

const agree = async (caseId: string, to: readonly Someone[], facts: object = {}): Promise<string> => {
  const recipientIds = to.map(({ agencyId }) => agencyId);
  const { status, body } = await worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds, ...facts });
  expect(status).toBe(201);
  return body.id as string;
};
const refer = async (caseId: string, to: Someone, state = 'accepted'): Promise<string> => {
  const asked = { toUnitId: to.unitId, serviceType: 'school-place', urgency: 'high', duplicateReason: 'more-of-it' };
  const { body } = await worker.post(`/cases/${caseId}/referrals`, asked);
  const id = body.id as string;
  if (state !== 'draft') await worker.post(`/referrals/${id}/send`);
  if (!['draft', 'sent'].includes(state)) await to.post(`/referrals/${id}/accept`);
  const isOpen = ['accepted', 'in_progress', 'on_hold', 'completed', 'failed'].includes(state);
  await house.rows('UPDATE referral SET status = $2, package_open = $3 WHERE id = $1', [id, state, isOpen]);
  return id;
};
const statusOf = async (consentId: string): Promise<string> => (await worker.get(`/consents/${consentId}`)).body.status as string;
const end = async (id: string) => (await house.rows('SELECT status, reason, package_open FROM referral WHERE id = $1', [id]))[0];
const called = (reason: string) => ({ status: 'cancelled', reason, package_open: false });
const untouched = { status: 'accepted', reason: null, package_open: true };

describe('A consent whose last day is over', () => {
  it.each(states)('ends what is shared on it, at midnight where the case is: a referral that is %s', async (state) => {
    const { id: caseId } = await world.aCase(worker);
    const consentId = await agree(caseId, [officer]);
    const id = await refer(caseId, officer, state);
    const before = await end(id);
    await at(house, lastSecond);
    expect([await statusOf(consentId), await end(id)]).toEqual(['active', before]);
    await at(house, over);
    expect(await statusOf(consentId)).toBe('expired');
    const isOpen = ['sent', 'accepted', 'in_progress', 'on_hold'].includes(state);
    // A draft shares nothing: it can still be sent, once somebody agrees again.
    expect(await end(id)).toEqual(isOpen ? called('consent-expired') : { ...before, package_open: false });
    const raw = await rawly(house, officer, ['ministry-officer', 'p_ministry'], 'SELECT FROM referral_package WHERE referral_id = $1', [
      id,
    ]);
    expect([raw.count, (await officer.get(`/referrals/${id}`)).text.includes('"package":')]).toEqual([0, false]);
  });

  it('is the one that a band of age ended too', async () => {
    const { id: caseId } = await world.aCase(worker, { birthQuarter: '2014-Q2' });
    const consentId = await agree(caseId, [officer]);
    const id = await refer(caseId, officer);
    await at(house, '2026-06-29T18:59:59Z');
    expect(await end(id)).toEqual(untouched);
    await at(house, '2026-06-29T19:00:00Z');
    expect([await statusOf(consentId), await end(id)]).toEqual(['expired', called('consent-expired')]);
  });

  it('was over when it was noted: it ends at once', async () => {
    const { id: caseId } = await world.aCase(worker);
    const consentId = await agree(caseId, [officer], { givenOn: '2024-03-01' });
    await keepWhatIsDue(house);
    expect(await statusOf(consentId)).toBe('expired');
  });

  it('ends once, though the message comes five times at once; and not by a message that comes too early', async () => {
    const { id: caseId } = await world.aCase(worker);
    const consentId = await agree(caseId, [officer]);
    const id = await refer(caseId, officer);
    await house.rows(`UPDATE platform.outbox SET due_at = $1 WHERE kind = 'expire-consent'`, [start]);
    await at(house, lastSecond);
    expect([await statusOf(consentId), await end(id)]).toEqual(['active', untouched]);
    await house.clock.moveTo(new Date(over));
    await house.app.get(Sweep, { strict: false }).run();
    const [promise] = await house.rows<{ id: string }>(
      `SELECT id FROM platform.outbox WHERE kind = 'expire-consent' AND subject_id = $1 AND state = 'open'`,
      [consentId],
    );
    const due: string[] = [];
    for (let claimed = await promisesOf(house).claimDue(); claimed.length > 0; claimed = await promisesOf(house).claimDue())
      due.push(...claimed);
    const messages = due.filter((id) => id === promise?.id);
    expect(messages).toHaveLength(1);
    await Promise.all(messages.flatMap((message) => Array.from({ length: 5 }, () => promisesOf(house).keep(message))));
    expect([await statusOf(consentId), await end(id)]).toEqual(['expired', called('consent-expired')]);
    expect(await house.rows('SELECT version FROM consent WHERE id = $1', [consentId])).toEqual([{ version: 2 }]);
  });

  it('is found by the sweep when its promise got lost, by an index, and not before its time', async () => {
    const { id: caseId } = await world.aCase(worker);
    const consentId = await agree(caseId, [officer]);
    const id = await refer(caseId, officer);
    await house.rows('TRUNCATE platform.outbox');
    for (const [time, status] of [[lastSecond, 'active'] as const, [over, 'expired'] as const]) {
      await house.clock.moveTo(new Date(time));
      await house.app.get(Sweep, { strict: false }).run();
      await keepWhatIsDue(house);
      expect([time, await statusOf(consentId)]).toEqual([time, status]);
    }
    expect(await end(id)).toEqual(called('consent-expired'));
    await house.rows('SET enable_seqscan = off');
    const plan = await house.rows(`EXPLAIN SELECT id FROM consent WHERE status = 'active' AND valid_to < '2027-03-02' ORDER BY valid_to`);
    await house.rows('RESET enable_seqscan');
    expect(JSON.stringify(plan)).toContain('Scan using consent_runs_out');
  });

  it('ends with all that is shared on it or not at all, and is tried again', async () => {
    const { id: caseId } = await world.aCase(worker);
    const consentId = await agree(caseId, [officer]);
    const id = await refer(caseId, officer);
    await whileFailing(house, 'referral', () => at(house, over));
    expect([await statusOf(consentId), await end(id)]).toEqual(['active', untouched]);
    await house.rows('UPDATE platform.outbox SET rings_again_at = now()');
    await keepWhatIsDue(house);
    expect([await statusOf(consentId), await end(id)]).toEqual(['expired', called('consent-expired')]);
  });

  it('is told to both sides, of what was called off', async () => {
    const { id: caseId } = await world.aCase(worker);
    await agree(caseId, [officer]);
    const [open, done] = [await refer(caseId, officer), await refer(caseId, officer, 'completed')];
    await at(house, over);
    for (const who of [worker, officer]) {
      const { items } = (await who.get('/notifications?kind=cancelled&limit=100')).body as { items: { subjectId: string }[] };
      const about = items.map(({ subjectId }) => subjectId);
      expect([about.filter((id) => id === open), about.includes(done)]).toEqual([[open], false]);
    }
  });

  it('is written into the access log as the system’s deed', async () => {
    const { id: caseId } = await world.aCase(worker);
    const consentId = await agree(caseId, [officer]);
    await at(house, over);
    const log = await house.rows(`SELECT actor_role, result FROM audit.event WHERE action = 'expire' AND $1 = ANY (record_ids)`, [
      consentId,
    ]);
    expect(log).toEqual([{ actor_role: 'system', result: 'done' }]);
  });
});

describe('A consent that is given again in time', () => {
  it('keeps what is shared open: until the new one ends, or is taken back', async () => {
    for (const how of ['expires', 'is withdrawn']) {
      const { id: caseId } = await world.aCase(worker);
      const earlier = await agree(caseId, [officer]);
      const id = await refer(caseId, officer);
      await at(house, '2027-02-20T04:00:00Z');
      const later = await agree(caseId, [officer], { givenOn: '2027-02-19' });
      expect([await statusOf(earlier), await statusOf(later)]).toEqual(['superseded', 'active']);
      await at(house, '2027-06-01T04:00:00Z');
      expect([await statusOf(earlier), await end(id)]).toEqual(['superseded', untouched]);
      expect((await officer.get(`/referrals/${id}`)).body.package).toBeDefined();
      expect((await worker.get(`/referrals/${id}`)).body.consentId).toBe(earlier);
      if (how === 'is withdrawn') await worker.post(`/consents/${later}/withdraw`);
      else await at(house, '2028-02-20T04:00:00Z');
      expect(await end(id)).toEqual(called(how === 'is withdrawn' ? 'consent-withdrawn' : 'consent-expired'));
      await house.rows('TRUNCATE platform.outbox');
      await house.clock.moveTo(new Date(start));
    }
  });

  it('keeps of it what the new one covers, and ends the rest', async () => {
    const { id: caseId } = await world.aCase(worker);
    const earlier = await agree(caseId, [officer, partner]);
    const [kept, ended] = [await refer(caseId, officer), await refer(caseId, partner)];
    await at(house, '2027-02-20T04:00:00Z');
    const later = await agree(caseId, [officer], { givenOn: '2027-02-19' });
    expect(await statusOf(earlier)).toBe('active');
    await at(house, over);
    expect([await statusOf(earlier), await end(kept), await end(ended)]).toEqual(['expired', untouched, called('consent-expired')]);
    await worker.post(`/consents/${later}/withdraw`);
    expect(await end(kept)).toEqual(called('consent-withdrawn'));
  });

  it('does not count once it is over itself', async () => {
    const { id: caseId } = await world.aCase(worker);
    await agree(caseId, [officer]);
    const id = await refer(caseId, officer);
    await agree(caseId, [officer, partner], { scopes: ['share'] });
    await at(house, '2027-05-01T04:00:00Z');
    expect(await end(id)).toEqual(called('consent-expired'));
  });

  it('too late brings back nothing, and a draft is sent on it', async () => {
    const { id: caseId } = await world.aCase(worker);
    await agree(caseId, [officer]);
    const [id, draft] = [await refer(caseId, officer), await refer(caseId, officer, 'draft')];
    await at(house, over);
    expect((await worker.post(`/referrals/${draft}/send`)).body.type).toBe('/problems/consent-missing');
    const later = await agree(caseId, [officer], { givenOn: '2027-03-02' });
    expect((await worker.post(`/referrals/${draft}/send`)).body).toMatchObject({ status: 'sent', consentId: later });
    expect(await end(id)).toEqual(called('consent-expired'));
  });
});

describe('Two agreements that end at the same moment', () => {
  it('never each keep open what the other covers', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { id: caseId } = await world.aCase(worker);
      await agree(caseId, [officer, partner], { scopes: ['share'] });
      const id = await refer(caseId, officer);
      const other = await agree(caseId, [officer], { scopes: ['share', 'health'] });
      await house.clock.moveTo(new Date(lastSecond));
      expect((await end(id))?.status).toBe('accepted');
      // One of them is taken back in the very moment the other one runs out.
      await house.rows('UPDATE consent SET valid_to = valid_to + 10 WHERE id = $1', [other]);
      await house.clock.moveTo(new Date(over));
      await Promise.all([keepWhatIsDue(house), worker.post(`/consents/${other}/withdraw`)]);
      expect((await end(id))?.status).toBe('cancelled');
      await house.clock.moveTo(new Date(start));
    }
  });
});

describe('The end of a consent', () => {
  // The last day is 1 March 2027; thirty days before it is 30 January, seven before it 22 February.
  const [near, nearer] = ['2027-01-30T04:00:00Z', '2027-02-22T04:00:00Z'];
  const twice = ['ends-soon', 'ends-soon'];

  it('is told to the worker of the case 30 and 7 days before, once each, by the day where the case is, and to nobody else', async () => {
    const supervisor = await world.someone('supervisor', worker);
    const { id: caseId } = await world.aCase(worker);
    const consentId = await agree(caseId, [officer]);
    await goRoundAt(house, '2027-01-29T18:59:00Z');
    expect(await told(worker, consentId)).toEqual([]);
    await goRoundAt(house, '2027-01-29T19:00:00Z', near, '2027-02-21T18:59:00Z');
    expect(await told(worker, consentId)).toEqual(['ends-soon']);
    await goRoundAt(house, '2027-02-21T19:00:00Z', nearer, lastSecond, over, '2027-03-03T04:00:00Z');
    expect(await told(worker, consentId)).toEqual(twice);
    const { items } = (await worker.get(`/notifications?subjectId=${consentId}`)).body;
    expect(items).toMatchObject(twice.map((kind) => ({ kind, subjectType: 'consent', dueOn: '2027-03-01' })));
    for (const who of [supervisor, officer]) expect(await told(who, consentId)).toEqual([]);
  });

  it('is told as near as it is by then: after days in which nobody went round once, and of one that is over never', async () => {
    const { id: caseId } = await world.aCase(worker);
    const [late, past] = [await agree(caseId, [officer]), await agree(caseId, [partner], { givenOn: '2026-02-01' })];
    await goRoundAt(house, '2027-02-25T04:00:00Z', '2027-02-26T04:00:00Z');
    expect([await told(worker, late), await told(worker, past)]).toEqual([['ends-soon'], []]);
  });

  it('is not told of what was taken back or given again, nor of a closed case', async () => {
    const supervisor = await world.someone('supervisor', worker);
    const [withdrawn, renewed, closed] = [await world.aCase(worker), await world.aCase(worker), await world.aCase(worker)];
    const ids: string[] = [];
    for (const { id } of [withdrawn, renewed, closed]) ids.push(await agree(id, [officer]));
    await worker.post(`/consents/${ids[0]}/withdraw`);
    await walked([worker, `/cases/${closed.id}/request-closure`, { reason: 'goals-met' }], [supervisor, `/cases/${closed.id}/close`]);
    await house.clock.moveTo(new Date('2027-01-20T04:00:00Z'));
    const later = await agree(renewed.id, [officer], { givenOn: '2027-01-20' });
    await goRoundAt(house, near, nearer);
    for (const id of [...ids, later]) expect([ids.indexOf(id), await told(worker, id)]).toEqual([ids.indexOf(id), []]);
  });

  it('of a sealed case is told to its worker alone', async () => {
    const [own, other] = [await world.someone('social-worker', worker), await world.someone('supervisor', worker)];
    const { id: caseId } = await world.aCase(own);
    const { body } = await own.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] });
    await walked([other, `/cases/${caseId}/seal`, { reason: 'relative-in-team' }]);
    await goRoundAt(house, near);
    expect(await told(own, String(body.id))).toEqual(['ends-soon']);
    for (const who of [worker, other]) expect(await told(who, String(body.id))).toEqual([]);
  });

  it('is for the clock to say, whatever a worker asks of the database', async () => {
    const { id: caseId } = await world.aCase(worker);
    const consentId = await agree(caseId, [officer]);
    const { refused } = await rawly(
      house,
      worker,
      ['social-worker', 'p_social_worker'],
      'UPDATE consent SET told_days_before = 7 WHERE id = $1',
      [consentId],
    );
    expect(refused).toBe('42501');
  });
});
