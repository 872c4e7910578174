import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Events } from '../../src/platform/events.ts';
import { asSystem } from '../../src/platform/jobs/as-system.ts';
import { Database } from '../../src/platform/database/database.ts';
import { ReferralAnswered, ReferralRecord, ReferralSent } from '../../src/modules/referrals/index.ts';
import { openHouse } from '../support/app.ts';
import { keepWhatIsDue } from '../support/promises.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let worker: Someone;
let supervisor: Someone;
let partner: Someone;
let colleague: Someone;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  supervisor = await world.someone('supervisor', worker);
  partner = await world.someone('partner-worker');
  colleague = await world.someone('focal-point', partner);
});

/** What somebody was told of one referral, in the order of time. */
async function toldOf(who: Someone, referralId: string): Promise<string[]> {
  const { body } = await who.get(`/notifications?subjectId=${referralId}&limit=100`);
  return (body.items as { kind: string }[]).map(({ kind }) => kind).sort();
}

const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: 1, clientConfirmed: 'yes' };

describe('A referral that is sent', () => {
  it('is told to everybody of the unit who may answer it, with the day by which to decide, and to nobody else', async () => {
    const [former, stranger] = [await world.someone('partner-worker', partner), await world.someone('partner-worker')];
    await house.rows('UPDATE person SET active = false WHERE id = $1', [former.id]);
    const { id } = await world.aSentReferral(worker, partner);
    const heard = await Promise.all([partner, colleague, stranger, worker, supervisor].map((who) => toldOf(who, id)));
    expect(heard).toEqual([['arrived'], ['arrived'], [], [], []]);
    expect(await house.rows('SELECT 1 FROM notification WHERE person_id = $1', [former.id])).toEqual([]);
    const { body } = await partner.get(`/notifications?subjectId=${id}`);
    expect(body.items[0]).toMatchObject({ subjectType: 'referral', dueOn: '2026-03-04', readAt: null });
  });

  it('goes out as mail, once to each, and says neither whose case it is nor what is needed', async () => {
    // What came before would go out in the same mail.
    await keepWhatIsDue(house);
    const { id, caseId } = await world.aSentReferral(worker, partner);
    await keepWhatIsDue(house);
    const { body, text } = await partner.get(`/notifications?subjectId=${id}`);
    const mail = await readFile(join(house.config.dataDir, 'mail', `${body.items[0].id}.json`), 'utf8');
    expect(JSON.parse(mail)).toMatchObject({ to: partner.id, subject: 'A referral has come to your unit' });
    expect(mail).toContain(`/referrals/${id}`);
    const [facts] = await house.rows<{ code: string; referral: string }>(
      'SELECT c.code, r.code AS referral FROM case_core c, referral r WHERE c.id = $1 AND r.id = $2',
      [caseId, id],
    );
    for (const secret of [caseId, facts!.code, facts!.referral, 'school', worker.id]) expect(mail + text).not.toContain(secret);
  });

  it('is news to nobody while it is a draft', async () => {
    const { caseId } = await world.aSentReferral(worker, partner);
    const made = await worker.post(`/cases/${caseId}/referrals`, {
      toUnitId: partner.unitId,
      serviceType: 'school-place',
      urgency: 'high',
      duplicateReason: 'more-of-it',
    });
    expect((await worker.post(`/referrals/${made.body.id}/enter-in-error`)).status).toBe(200);
    expect([await toldOf(partner, made.body.id), await toldOf(worker, made.body.id)]).toEqual([[], []]);
  });
});

describe('What one side does', () => {
  it('the worker who sent it hears: accepted, on hold, going on, completed; who did it hears nothing', async () => {
    const { id } = await world.aSentReferral(worker, partner);
    await partner.post(`/referrals/${id}/see`);
    await partner.post(`/referrals/${id}/claim`);
    expect(await toldOf(worker, id)).toEqual([]);
    for (const [deed, body] of [
      ['accept', {}],
      ['hold', { reason: 'waiting-for-paper' }],
      ['resume', {}],
      ['complete', outcome],
    ] as const) {
      const reply = await partner.post(`/referrals/${id}/${deed}`, body);
      expect([deed, reply.status, reply.text.slice(0, reply.status === 200 ? 0 : 200)]).toEqual([deed, 200, '']);
    }
    expect(await toldOf(worker, id)).toEqual(['accepted', 'completed', 'on-hold', 'resumed']);
    expect([await toldOf(partner, id), await toldOf(colleague, id), await toldOf(supervisor, id)]).toEqual([['arrived'], ['arrived'], []]);
  });

  it('the worker who sent it hears: rejected, failed, called off', async () => {
    const [rejected, failed, cancelled] = [
      await world.aSentReferral(worker, partner),
      await world.aSentReferral(worker, partner),
      await world.aSentReferral(worker, partner),
    ];
    await partner.post(`/referrals/${failed.id}/accept`);
    const replies = [
      await partner.post(`/referrals/${rejected.id}/reject`, { reason: 'no-capacity' }),
      await partner.post(`/referrals/${failed.id}/fail`, { reason: 'not-reached' }),
      await partner.post(`/referrals/${cancelled.id}/cancel`, { reason: 'provider-stopped' }),
    ];
    expect(replies.map(({ status, text }) => (status === 200 ? 200 : text))).toEqual([200, 200, 200]);
    expect([await toldOf(worker, rejected.id), await toldOf(worker, failed.id), await toldOf(worker, cancelled.id)]).toEqual([
      ['rejected'],
      ['accepted', 'failed'],
      ['cancelled'],
    ]);
  });

  it('the unit it was sent to hears when the sender calls it off, takes it out of the world, or the consent is withdrawn', async () => {
    const [cancelled, mistaken, withdrawn] = [
      await world.aSentReferral(worker, partner),
      await world.aSentReferral(worker, partner),
      await world.aSentReferral(worker, partner),
    ];
    const replies = [
      await worker.post(`/referrals/${cancelled.id}/cancel`, { reason: 're-routed' }),
      await worker.post(`/referrals/${mistaken.id}/enter-in-error`),
      await worker.post(`/consents/${withdrawn.consentId}/withdraw`),
    ];
    expect(replies.map(({ status, text }) => (status === 200 ? 200 : text))).toEqual([200, 200, 200]);
    for (const { id } of [cancelled, mistaken, withdrawn]) {
      expect([await toldOf(colleague, id), await toldOf(worker, id)]).toEqual([['arrived', 'cancelled'], []]);
    }
  });

  it('is told to the supervisor when the worker is no longer there', async () => {
    const leaving = await world.someone('social-worker', worker);
    const { id } = await world.aSentReferral(leaving, partner);
    await house.rows('UPDATE person SET active = false WHERE id = $1', [leaving.id]);
    await partner.post(`/referrals/${id}/accept`);
    expect(await toldOf(supervisor, id)).toEqual(['accepted']);
    expect(await house.rows('SELECT 1 FROM notification WHERE person_id = $1', [leaving.id])).toEqual([]);
  });

  it('is undone when the other side cannot be told of it', async () => {
    const { id } = await world.aSentReferral(worker, partner);
    await house.rows(`CREATE FUNCTION tells_nobody() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$`);
    await house.rows('CREATE TRIGGER tells_nobody BEFORE INSERT ON notification FOR EACH ROW EXECUTE FUNCTION tells_nobody()');
    const reply = await partner.post(`/referrals/${id}/accept`);
    await house.rows('DROP TRIGGER tells_nobody ON notification');
    expect([reply.status, (await partner.get(`/referrals/${id}`)).body.status]).toEqual([500, 'sent']);
  });

  it('is told once, whoever hears it twice', async () => {
    const { id } = await world.aSentReferral(worker, partner);
    const [events, database] = [house.app.get(Events, { strict: false }), house.app.get(Database, { strict: false })];
    const [referral] = await house.rows<Record<string, string>>('SELECT * FROM referral WHERE id = $1', [id]);
    const { to_unit_id: toUnitId, to_agency_id: toAgencyId, worker_id: workerId, unit_id: unitId } = referral!;
    const parties = Object.assign(new ReferralRecord.entity(), {
      id,
      toUnitId,
      toAgencyId,
      workerId,
      unitId,
      supervisorUnitId: unitId,
      status: 'sent',
    } as const);
    const at = house.clock.now();
    for (const event of [new ReferralAnswered(parties, 'accept', 'recipient', at), new ReferralSent(parties, at, at)]) {
      const publish = (): Promise<void> => asSystem(database, () => events.publish(event));
      await publish();
      await expect(publish()).rejects.toMatchObject({ code: '23505' });
    }
    expect([await toldOf(worker, id), await toldOf(partner, id)]).toEqual([['accepted'], ['arrived', 'arrived']]);
  });
});
