import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { overrideLifecycle } from '../../src/modules/referrals/consent-override.lifecycle.ts';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { openHouse } from '../support/app.ts';
import { at, promisesOf } from '../support/promises.ts';
import { rawly } from '../support/raw-table.ts';
import { aTeam, atOnce, eventsOf, whileFailing, type Team } from '../support/teams.ts';
import { goRoundAt, told as toldOf } from '../support/waiting.ts';
import { newConsent, World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const begin = '2026-03-02T04:00:00Z';
let team: Team;
let officer: Someone;
let privacyOfficer: Someone;
let administrator: Someone;
beforeAll(async () => {
  team = await aTeam(world);
  officer = await world.someone('ministry-officer', await world.aUnit('health'));
  privacyOfficer = await world.someone('privacy-officer');
  administrator = await world.someone('administrator');
}, 30_000);
beforeEach(() => house.clock.moveTo(new Date(begin)));
afterEach(() => house.rows('TRUNCATE platform.outbox'));

const wanted = { legalBasis: 'vital-interest', reason: 'life-in-danger' };
const refused = { refusalReason: 'no-such-danger' };
const told = ({ status, body }: Reply): unknown[] => [status, body.type ?? body.status];

/** A draft that no consent covers. */
async function aDraft(): Promise<{ id: string; caseId: string }> {
  const { id: caseId } = await world.aCase(team.worker);
  const { body } = await refer(caseId);
  return { id: body.id as string, caseId };
}
const refer = (caseId: string, more: object = { withoutConsent: true }): Promise<Reply> =>
  team.worker.post(`/cases/${caseId}/referrals`, { toUnitId: officer.unitId, serviceType: 'health-check', urgency: 'emergency', ...more });
const ask = (referralId: string, more: object = {}, who = team.worker): Promise<Reply> =>
  who.post(`/referrals/${referralId}/consent-overrides`, { ...wanted, ...more });
async function approve(id: string, who = team.supervisor): Promise<Reply> {
  const { headers } = await who.get(`/consent-overrides/${id}`);
  return who.post(`/consent-overrides/${id}/approve`, {}, { 'if-match': String(headers.etag) });
}
const decline = (id: string): Promise<Reply> => team.supervisor.post(`/consent-overrides/${id}/decline`, refused);
const uphold = (id: string): Promise<Reply> => privacyOfficer.post(`/consent-overrides/${id}/uphold`);
const reverse = (id: string): Promise<Reply> => privacyOfficer.post(`/consent-overrides/${id}/reverse`, refused);
const send = (id: string): Promise<Reply> => team.worker.post(`/referrals/${id}/send`);
const referral = async (id: string): Promise<Record<string, unknown>> =>
  (await team.worker.get(`/referrals/${id}`)).body as Record<string, unknown>;

/** A draft that may go out without a consent. */
async function allowed(): Promise<{ id: string; caseId: string; override: string }> {
  const draft = await aDraft();
  const { body } = await ask(draft.id);
  expect((await approve(body.id as string)).status).toBe(200);
  return { ...draft, override: body.id as string };
}
/** A referral that went out without one, and that the other side accepted. */
async function gone(): Promise<{ id: string; caseId: string; override: string }> {
  const sent = await allowed();
  expect((await send(sent.id)).body.status).toBe('sent');
  expect((await officer.post(`/referrals/${sent.id}/accept`)).body.package).toMatchObject({ sex: 'female' });
  return sent;
}

describe('A referral that no consent covers', () => {
  it('is prepared only by whoever says so, and sent only once it was allowed; the privacy officer finds it right', async () => {
    const { id: caseId } = await world.aCase(team.worker);
    expect(told(await refer(caseId, {}))).toEqual([409, '/problems/consent-missing']);
    const { body: draft } = await refer(caseId);
    expect(draft).toMatchObject({ status: 'draft', consentId: null });
    expect(told(await send(draft.id as string))).toEqual([409, '/problems/consent-missing']);
    const { status, body: asked } = await ask(draft.id as string);
    expect([status, asked]).toMatchObject([
      201,
      { ...wanted, status: 'requested', caseId, referralId: draft.id, groups: ['F1', 'F2'], requestedById: team.worker.id, reviewBy: null },
    ]);
    expect(told(await send(draft.id as string))).toEqual([409, '/problems/consent-missing']);
    const approved = await approve(asked.id as string);
    expect(approved.body).toMatchObject({ status: 'approved', decidedById: team.supervisor.id, reviewBy: '2026-03-05T04:00:00.000Z' });
    expect((await send(draft.id as string)).body).toMatchObject({ status: 'sent', consentId: null });
    expect((await uphold(asked.id as string)).body).toMatchObject({ status: 'upheld', reviewedById: privacyOfficer.id });
    expect((await officer.post(`/referrals/${draft.id}/accept`)).body.status).toBe('accepted');
  });

  it('tells its recipient nothing of that, by no field, list, notice or refusal', async () => {
    const { id, override } = await gone();
    await reverse(override);
    const { body: seen } = await officer.get(`/referrals/${id}`);
    expect(seen).toMatchObject({ status: 'cancelled', reason: 'called-off' });
    for (const name of Object.keys(seen as object)) expect(name).not.toMatch(/consent|override|basis/i);
    expect((await officer.get(`/consent-overrides/${override}`)).status).toBe(404);
    expect((await officer.get('/consent-overrides')).status).toBe(403);
    expect((await officer.get('/referrals?consentId=')).status).toBe(400);
    expect((await officer.post(`/referrals/${id}/consent-overrides`, wanted)).status).toBe(403);
    for (const { kind, subjectType } of (await officer.get('/notifications')).body.items as Record<string, string>[])
      expect([kind, subjectType]).toEqual([expect.not.stringMatching(/consent|override/), 'referral']);
    // Any sender may give the same reason.
    const { id: other } = await world.aSentReferral(team.worker, officer, 'health-check');
    expect((await team.worker.post(`/referrals/${other}/cancel`, { reason: 'called-off' })).status).toBe(200);
  });

  it('goes out on a consent after all, if one has come; what was allowed without is not needed then', async () => {
    const { id, caseId, override } = await allowed();
    const consent = await team.worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] });
    expect((await send(id)).body).toMatchObject({ status: 'sent', consentId: consent.body.id });
    expect((await reverse(override)).body.status).toBe('reversed');
    expect(await referral(id)).toMatchObject({ status: 'sent' });
  });

  it('is asked about once; declined with a reason, it may be asked anew', async () => {
    const { id } = await aDraft();
    const { body: first } = await ask(id);
    expect(told(await ask(id))).toEqual([409, '/problems/override-already-asked']);
    expect((await decline(first.id as string)).body).toMatchObject({ status: 'declined', refusalReason: 'no-such-danger' });
    expect(told(await send(id))).toEqual([409, '/problems/consent-missing']);
    expect(await atOnce(3, () => ask(id))).toEqual([201, 409, 409]);
  });

  it('is not asked about where a consent covers it, nothing is agreed between the agencies, or nobody could decide', async () => {
    const { id: caseId } = await world.aCase(team.worker);
    await team.worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] });
    const covered = await refer(caseId);
    expect(covered.body.consentId).not.toBeNull();
    expect(told(await ask(covered.body.id as string))).toEqual([409, '/problems/override-not-needed']);

    const { id } = await aDraft();
    const between = [team.worker.agencyId, officer.agencyId];
    await house.rows(`UPDATE sharing_protocol SET status = 'ended' WHERE from_agency_id = $1 AND to_agency_id = $2`, between);
    expect(told(await ask(id))).toEqual([409, '/problems/protocol-missing']);
    expect(told(await refer(caseId, { withoutConsent: true, duplicateReason: 'more-of-it' }))).toEqual([409, '/problems/protocol-missing']);
    await house.rows(`UPDATE sharing_protocol SET status = 'active' WHERE from_agency_id = $1 AND to_agency_id = $2`, between);

    const counsellor = await world.someone('ministry-officer', await world.aUnit('religious'));
    const { id: adult } = await world.aCase(team.worker, { birthQuarter: '1990-Q3' });
    const voluntary = await refer(adult, { withoutConsent: true, toUnitId: counsellor.unitId, serviceType: 'religious-counselling' });
    expect(told(await ask(voluntary.body.id as string))).toEqual([409, '/problems/override-of-voluntary']);

    const sealed = await aDraft();
    await team.supervisor.post(`/cases/${sealed.caseId}/seal`, { reason: 'relative-in-team' });
    expect(told(await ask(sealed.id))).toEqual([409, '/problems/case-sealed']);
  });

  it('does not go out when the agencies no longer agree on it, whoever allowed it', async () => {
    const { id } = await allowed();
    const between = [team.worker.agencyId, officer.agencyId];
    await house.rows(`UPDATE sharing_protocol SET status = 'ended' WHERE from_agency_id = $1 AND to_agency_id = $2`, between);
    expect(told(await send(id))).toEqual([409, '/problems/protocol-missing']);
    await house.rows(`UPDATE sharing_protocol SET status = 'active' WHERE from_agency_id = $1 AND to_agency_id = $2`, between);
    expect((await send(id)).status).toBe(200);
  });

  it('shares no more than was allowed', async () => {
    const between = [team.worker.agencyId, officer.agencyId];
    const narrow = (groups: string): Promise<unknown> =>
      house.rows('UPDATE sharing_protocol SET groups = $3 WHERE from_agency_id = $1 AND to_agency_id = $2', [...between, groups]);
    await narrow('{F1}');
    const { id } = await allowed();
    await narrow('{F1,F2,F3a,F3b,F4,F5}');
    const reply = await send(id);
    expect([reply.status, reply.body]).toMatchObject([409, { type: '/problems/override-too-narrow', groups: ['F2'] }]);
  });

  it.each([
    ['consent', 'legalBasis'],
    ['public-task', 'legalBasis'],
    ['habit', 'legalBasis'],
  ])('is not sent on the basis %s', async (legalBasis, field) => {
    const { id } = await aDraft();
    const { status, body } = await ask(id, { legalBasis });
    expect([status, body.errors]).toMatchObject([
      400,
      [{ field, code: 'not-a-code', detail: expect.stringMatching(/one of: vital-interest\.$/) }],
    ]);
    expect((await ask(id, { reason: 'because' })).body.errors).toMatchObject([{ field: 'reason', code: 'not-a-code' }]);
  });
});

describe('Who does what in which state', () => {
  const roles = ['worker', 'colleague', 'stranger', 'supervisor', 'officer', 'privacy', 'administrator', 'supervisor elsewhere'] as const;
  const may: Readonly<Record<string, string>> = { approve: 'supervisor', decline: 'supervisor', uphold: 'privacy', reverse: 'privacy' };
  const seeing = ['worker', 'supervisor', 'privacy'];
  let elsewhere: Someone;
  beforeAll(async () => {
    elsewhere = await world.someone('supervisor');
  });

  describe.each(overrideLifecycle.states())('in the state %s', (state) => {
    it.each(roles)('a %s gets what law and lifecycle say', async (relation) => {
      const { worker, colleague, stranger, supervisor } = team;
      const people = {
        worker,
        colleague,
        stranger,
        supervisor,
        officer,
        administrator,
        privacy: privacyOfficer,
        'supervisor elsewhere': elsewhere,
      };
      const who = people[relation];
      for (const deed of overrideLifecycle.moves()) {
        const { id: referralId } = await aDraft();
        const { body } = await ask(referralId);
        const id = body.id as string;
        const decided = state === 'requested' ? null : supervisor.id;
        await house.rows(`UPDATE consent_override SET status = $2, decided_by_id = $3, decided_at = $4, review_by = $5 WHERE id = $1`, [
          id,
          state,
          decided,
          ...(decided === null ? [null, null] : [begin, '2026-03-05T04:00:00Z']),
        ]);
        const shown = await who.get(`/consent-overrides/${id}`);
        const reply = await who.post(`/consent-overrides/${id}/${deed}`, refusedFor(deed), { 'if-match': String(shown.headers.etag) });
        const isOpen = overrideLifecycle.movesFrom(state).includes(deed);
        const expected = !seeing.includes(relation) ? 404 : may[deed] !== relation ? 403 : isOpen ? 200 : 409;
        expect([deed, shown.status, reply.status]).toEqual([deed, seeing.includes(relation) ? 200 : 404, expected]);
        if (shown.status === 200) expect(shown.body.meta.can.includes(deed)).toBe(expected === 200);
        if (expected === 409) expect(reply.body.title).not.toContain('problem.');
        const [row] = await house.rows<{ status: string }>('SELECT status FROM consent_override WHERE id = $1', [id]);
        expect(row!.status).toBe(expected === 200 ? overrideLifecycle.table[deed].to : state);
      }
    });
  });
  const refusedFor = (deed: string): object => (deed === 'decline' || deed === 'reverse' ? refused : {});

  it('nobody but the worker of the case asks, and only for a draft', async () => {
    const { id } = await aDraft();
    expect((await ask(id, {}, team.supervisor)).status).toBe(403);
    for (const who of [team.colleague, team.stranger, privacyOfficer, administrator, officer])
      expect((await ask(id, {}, who)).status).toBe(404);
    const { id: sent } = await gone();
    expect(told(await ask(sent))).toEqual([409, '/problems/referral-cannot-request-override']);
  });

  it('nobody decides on what they asked for, or reviews what they decided, whatever role they have come to', async () => {
    const { id } = await aDraft();
    const override = (await ask(id)).body.id as string;
    await house.rows('UPDATE consent_override SET requested_by_id = $2 WHERE id = $1', [override, team.supervisor.id]);
    expect((await approve(override)).status).toBe(403);
    await house.rows('UPDATE consent_override SET requested_by_id = $2 WHERE id = $1', [override, team.worker.id]);
    await approve(override);
    await house.rows('UPDATE consent_override SET decided_by_id = $2 WHERE id = $1', [override, privacyOfficer.id]);
    expect([(await uphold(override)).status, (await reverse(override)).status]).toEqual([403, 403]);
  });

  it('the supervisor allows what was seen, and only while it is a draft', async () => {
    const { id } = await aDraft();
    const override = (await ask(id)).body.id as string;
    expect((await team.supervisor.post(`/consent-overrides/${override}/approve`)).status).toBe(428);
    const { headers } = await team.supervisor.get(`/consent-overrides/${override}`);
    await house.rows(`UPDATE consent_override SET reason = 'serious-harm' WHERE id = $1`, [override]);
    const late = await team.supervisor.post(`/consent-overrides/${override}/approve`, {}, { 'if-match': String(headers.etag) });
    expect([late.status, late.body.current]).toEqual([412, { reason: 'serious-harm' }]);
    await team.worker.post(`/referrals/${id}/enter-in-error`);
    expect(told(await approve(override))).toEqual([409, '/problems/consent-override-cannot-approve']);
  });

  it('the privacy officer reads on what and why, and not of whom', async () => {
    const { id, caseId, override } = await gone();
    const { body, text } = await privacyOfficer.get(`/consent-overrides/${override}`);
    expect(body).toMatchObject({ ...wanted, serviceType: 'health-check', toAgencyId: officer.agencyId, unitId: team.worker.unitId });
    for (const secret of [id, caseId]) expect(text).not.toContain(secret);
    for (const path of [`/cases/${caseId}`, `/referrals/${id}`]) expect((await privacyOfficer.get(path)).status).toBe(404);
    expect((await privacyOfficer.get(`/consent-overrides?caseId=${caseId}`)).status).toBe(400);
  });
});

describe('The review', () => {
  it('reversed, cuts the recipient off in the same transaction', async () => {
    const { id, override } = await gone();
    expect((await whileFailing(house, 'referral', () => reverse(override))).status).toBe(500);
    expect((await officer.get(`/referrals/${id}`)).body).toMatchObject({ status: 'accepted', package: { sex: 'female' } });
    expect((await uphold(override)).status).toBe(200);
    expect((await reverse(override)).body).toMatchObject({ status: 'reversed', refusalReason: 'no-such-danger' });
    const { body } = await officer.get(`/referrals/${id}`);
    expect(body).toMatchObject({ status: 'cancelled', packageOpen: false });
    expect(body.package ?? null).toBeNull();
    expect(await house.rows('SELECT open FROM referral_package WHERE referral_id = $1', [id])).toEqual([{ open: false }]);
    expect(
      (await officer.post(`/referrals/${id}/deliveries`, { deliveredOn: '2026-03-02', mode: 'at-provider', attendance: 'attended' }))
        .status,
    ).toBe(409);
  });

  it('reversed, closes what is over and takes a draft back', async () => {
    const over = await gone();
    await officer.post(`/referrals/${over.id}/complete`, {
      outcomeCode: 'provided',
      outcomeOn: '2026-03-02',
      outcomeUnits: 1,
      clientConfirmed: 'yes',
    });
    await reverse(over.override);
    expect(await referral(over.id)).toMatchObject({ status: 'completed', packageOpen: false });
    const draft = await allowed();
    await reverse(draft.override);
    expect(await referral(draft.id)).toMatchObject({ status: 'entered_in_error' });
    expect((await send(draft.id)).status).toBe(409);
  });

  it('upheld, outlives consents that end; only its own reversal ends it', async () => {
    const { id, caseId, override } = await gone();
    await uphold(override);
    const { body } = await team.worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [team.partner.agencyId] });
    await team.worker.post(`/consents/${body.id}/withdraw`);
    expect(await referral(id)).toMatchObject({ status: 'accepted', packageOpen: true });
    await reverse(override);
    expect(await referral(id)).toMatchObject({ status: 'cancelled', packageOpen: false });
  });

  it('and the sending meet in either order, and nothing stays out', async () => {
    const { id, override } = await allowed();
    const [sent, reversed] = await Promise.all([send(id), reverse(override)]);
    expect([200, 409]).toContain(sent.status);
    expect(reversed.status).toBe(200);
    expect(['cancelled', 'entered_in_error']).toContain((await referral(id)).status);
  });

  it('is due after 72 hours, nights and weekends too; once overdue, nothing more goes out until somebody looks', async () => {
    await house.clock.moveTo(new Date('2026-03-06T04:00:00Z'));
    const waiting = await allowed();
    expect((await privacyOfficer.get(`/consent-overrides/${waiting.override}`)).body.reviewBy).toBe('2026-03-09T04:00:00.000Z');
    await at(house, '2026-03-09T03:59:00Z');
    expect((await privacyOfficer.get(`/consent-overrides/${waiting.override}`)).body.overdueAt).toBeNull();
    await at(house, '2026-03-09T04:00:00Z');
    expect((await privacyOfficer.get(`/consent-overrides/${waiting.override}`)).body).toMatchObject({
      status: 'approved',
      overdueAt: '2026-03-09T04:00:00.000Z',
    });
    expect(told(await send(waiting.id))).toEqual([409, '/problems/consent-missing']);
    await uphold(waiting.override);
    expect((await send(waiting.id)).body.status).toBe('sent');
  });

  it('is asked for anew where the promise got lost, and told once', async () => {
    const { override } = await allowed();
    await house.rows('TRUNCATE platform.outbox');
    await house.clock.moveTo(new Date('2026-03-05T04:01:00Z'));
    for (let times = 0; times < 2; times++) {
      await house.app.get(Sweep, { strict: false }).run();
      const promised = await house.rows<{ id: string }>(
        `SELECT id FROM platform.outbox WHERE kind = 'override-review-due' AND subject_id = $1`,
        [override],
      );
      expect(promised).toHaveLength(1);
      const promises = promisesOf(house);
      while ((await promises.claimDue()).length > 0);
      await Promise.all(Array.from({ length: 3 }, () => promises.keep(promised[0]!.id)));
    }
    const notices = `SELECT count(*)::int AS n FROM notification WHERE subject_id = $1 AND kind = 'overdue' AND person_id = $2`;
    expect(await house.rows(notices, [override, privacyOfficer.id])).toEqual([{ n: 1 }]);
  });

  it('that came in time is no news later', async () => {
    const { override } = await allowed();
    await uphold(override);
    await at(house, '2026-03-09T04:00:00Z');
    expect((await privacyOfficer.get(`/consent-overrides/${override}`)).body.overdueAt).toBeNull();
  });
});

describe('What waits', () => {
  const kinds = (who: Someone, override: string): Promise<string[]> => toldOf(who, override);
  // What others have left waiting is not told of here.
  beforeAll(() => house.rows(`UPDATE consent_override SET status = 'declined' WHERE status IN ('requested', 'approved')`));

  it('for an answer is told again after four hours, then every day, also by night, until there is one', async () => {
    const { id } = await aDraft();
    const override = (await ask(id)).body.id as string;
    await goRoundAt(house, '2026-03-02T07:59:00Z');
    expect(await kinds(team.supervisor, override)).toEqual(['asked']);
    await goRoundAt(house, '2026-03-02T08:00:00Z', '2026-03-02T08:01:00Z');
    expect(await kinds(team.supervisor, override)).toEqual(['asked', 'still-asked']);
    await goRoundAt(house, '2026-03-03T08:00:00Z', '2026-03-04T08:00:00Z');
    expect(await kinds(team.supervisor, override)).toEqual(['asked', 'still-asked', 'still-asked', 'still-asked']);
    expect((await approve(override)).status).toBe(200);
    await goRoundAt(house, '2026-03-05T08:00:00Z');
    expect(await kinds(team.supervisor, override)).toHaveLength(4);
  });

  it('for an answer where nobody is supervisor is told to those above', async () => {
    const lonely = await world.someone('social-worker');
    const { id: caseId } = await world.aCase(lonely);
    const wants = { toUnitId: officer.unitId, serviceType: 'health-check', urgency: 'emergency', withoutConsent: true };
    const { body } = await lonely.post(`/cases/${caseId}/referrals`, wants);
    await ask(body.id as string, {}, lonely);
    await house.rows('UPDATE notification SET read_at = now() WHERE subject_id = $1', [lonely.unitId]);
    await goRoundAt(house, '2026-03-02T08:00:00Z');
    const gaps = `SELECT 1 FROM notification WHERE person_id = $1 AND subject_id = $2 AND kind = 'no-supervisor'`;
    expect(await house.rows(gaps, [administrator.id, lonely.unitId])).toHaveLength(2);
  });

  it('for a review that is overdue is told again every day, to whoever reviews and whoever let it go, until it is reviewed', async () => {
    const { override } = await allowed();
    await goRoundAt(house, '2026-03-05T04:00:00Z', '2026-03-06T04:00:00Z', '2026-03-07T04:00:00Z');
    expect(await kinds(privacyOfficer, override)).toEqual(['to-review', 'overdue', 'overdue', 'overdue']);
    expect(await kinds(team.supervisor, override)).toEqual(['asked', 'overdue', 'overdue', 'overdue']);
    await uphold(override);
    await goRoundAt(house, '2026-03-08T04:00:00Z');
    expect(await kinds(privacyOfficer, override)).toHaveLength(4);
  });

  it('is promised anew where the promise got lost', async () => {
    const { id } = await aDraft();
    const override = (await ask(id)).body.id as string;
    await house.rows('TRUNCATE platform.outbox');
    await goRoundAt(house, '2026-03-02T08:00:00Z');
    expect(await kinds(team.supervisor, override)).toEqual(['asked', 'still-asked']);
  });

  it('waits no longer when its draft ends, or its case is sealed: then it may be asked anew', async () => {
    const one = await aDraft();
    const ofDraft = (await ask(one.id)).body.id as string;
    await team.worker.post(`/referrals/${one.id}/enter-in-error`);
    const two = await aDraft();
    const ofSealed = (await ask(two.id)).body.id as string;
    await team.supervisor.post(`/cases/${two.caseId}/seal`, { reason: 'relative-in-team' });
    const three = await aDraft();
    const ofSent = (await ask(three.id)).body.id as string;
    await team.worker.post(`/cases/${three.caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] });
    expect((await send(three.id)).status).toBe(200);
    for (const override of [ofDraft, ofSealed, ofSent])
      expect((await team.worker.get(`/consent-overrides/${override}`)).body).toMatchObject({
        status: 'declined',
        decidedById: null,
        refusalReason: 'no-longer-asked',
      });
    expect(await kinds(team.worker, ofSealed)).toEqual(['declined']);
    expect([await kinds(team.worker, ofDraft), await kinds(team.worker, ofSent)]).toEqual([[], []]);
    await goRoundAt(house, '2026-03-03T08:00:00Z');
    expect(await kinds(team.supervisor, ofDraft)).toEqual(['asked']);
    expect((await team.worker.post(`/cases/${two.caseId}/unseal`)).status).toBeLessThan(300);
    expect((await ask(two.id)).status).toBe(201);
  });

  it('waits no longer when its case is closed', async () => {
    const { id, caseId } = await aDraft();
    const override = (await ask(id)).body.id as string;
    await team.worker.post(`/cases/${caseId}/request-closure`, { reason: 'goals-met' });
    const closed = await team.supervisor.post(`/cases/${caseId}/close`);
    expect([closed.status, (await team.worker.get(`/consent-overrides/${override}`)).body.status]).toEqual([200, 'declined']);
  });
});

describe('Everybody who has to know', () => {
  const kindsTo = async (who: Someone, override: string): Promise<string[]> =>
    (
      await house.rows<{ kind: string }>(
        'SELECT kind FROM notification WHERE person_id = $1 AND subject_id = $2 ORDER BY created_at, kind',
        [who.id, override],
      )
    ).map(({ kind }) => kind);

  it('is told: the supervisor, the worker, the privacy officers; of what nobody reviewed the supervisor too', async () => {
    const { override } = await allowed();
    await at(house, '2026-03-05T04:00:00Z');
    await reverse(override);
    expect(await kindsTo(team.supervisor, override)).toEqual(['asked', 'overdue']);
    expect(await kindsTo(team.worker, override)).toEqual(['approved', 'reversed']);
    expect(await kindsTo(privacyOfficer, override)).toEqual(['to-review', 'overdue']);
    expect(await kindsTo(officer, override)).toEqual([]);
    const [notice] = (await privacyOfficer.get('/notifications?sort=-createdAt&limit=1')).body.items as Record<string, string>[];
    expect((await privacyOfficer.post(`/notifications/${notice!.id}/read`)).status).toBe(200);
    expect((await privacyOfficer.get(`/consent-overrides/${notice!.subjectId}`)).status).toBe(200);
  });

  it('that nobody is privacy officer is told to the administrators', async () => {
    await house.rows(`UPDATE person SET active = false WHERE role = 'privacy-officer'`);
    await allowed();
    await house.rows(`UPDATE person SET active = true WHERE role = 'privacy-officer'`);
    const gaps = await house.rows(`SELECT 1 FROM notification WHERE person_id = $1 AND kind = 'no-privacy-officer' AND subject_id = $2`, [
      administrator.id,
      team.worker.unitId,
    ]);
    expect(gaps).toHaveLength(1);
  });

  it('finds it in the timeline and the history of the case, and in the access log', async () => {
    const { caseId, override } = await gone();
    await reverse(override);
    const lines = (await team.worker.get(`/cases/${caseId}/timeline?limit=100`)).body.items as { kind: string; details: object }[];
    const ours = lines.filter(({ kind }) => kind.startsWith('override-'));
    expect(ours.map(({ kind }) => kind).sort()).toEqual(['override-approved', 'override-requested', 'override-reversed']);
    for (const { details } of ours) expect(details).toMatchObject(wanted);
    const changes = (await team.supervisor.get(`/cases/${caseId}/history?limit=100`)).body.items as { record: string }[];
    expect(changes.some(({ record }) => record === 'consent-override')).toBe(true);
    expect((await eventsOf(house, privacyOfficer.id, 'reverse')).at(-1)).toMatchObject({
      record: 'consent-override',
      record_ids: [override],
    });
    expect((await eventsOf(house, team.supervisor.id, 'approve')).at(-1)).toMatchObject({
      record: 'consent-override',
      record_ids: [override],
    });
  });
});

describe('By plain statements', () => {
  const worker = ['social-worker', 'p_social_worker'] as const;
  const supervisor = ['supervisor', 'p_supervisor'] as const;
  const privacy = ['privacy-officer', 'p_privacy'] as const;
  const sending = `UPDATE referral SET status = 'sent', sent_at = '2026-03-02T04:00:00Z' WHERE id = $1`;
  const by = async (who: Someone, as: Parameters<typeof rawly>[2], text: string, ...values: unknown[]): Promise<string | null> =>
    (await rawly(house, who, as, text, values)).refused;

  it('nothing is sent on no consent that was not allowed, and no more than was', async () => {
    const { id, override } = await allowed();
    expect(await by(team.worker, worker, sending, id)).toBeNull();
    for (const sets of [
      `status = 'requested'`,
      `status = 'declined'`,
      `status = 'reversed'`,
      `review_by = '2026-03-02T03:00:00Z'`,
      `overdue_at = '2026-03-05T04:00:00Z'`,
      `groups = '{F1}'`,
      `service_type = 'housing'`,
    ]) {
      await house.rows(`UPDATE consent_override SET ${sets} WHERE id = $1`, [override]);
      expect([sets, await by(team.worker, worker, sending, id)]).toEqual([sets, '42501']);
      await house.rows(
        `UPDATE consent_override SET status = 'approved', review_by = '2026-03-05T04:00:00Z', overdue_at = NULL, groups = '{F1,F2}', service_type = 'health-check' WHERE id = $1`,
        [override],
      );
    }
    const { id: bare } = await aDraft();
    expect(await by(team.worker, worker, sending, bare)).toBe('42501');
  });

  it('nor on a consent of somebody else, of before, or to another agency', async () => {
    const { id: caseId } = await world.aCase(team.worker);
    const { body: consent } = await team.worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] });
    const { body: draft } = await refer(caseId);
    expect(await by(team.worker, worker, sending, draft.id)).toBeNull();
    const other = await aDraft();
    const stolen = `WITH taken AS (UPDATE referral_source SET consent_id = $2 WHERE referral_id = $1 RETURNING 1) ${sending}`;
    expect(await by(team.worker, worker, stolen, other.id, consent.id)).toBe('42501');
    for (const sets of [`status = 'withdrawn'`, `status = 'expired'`, `recipient_ids = '{}'`]) {
      await house.rows(`UPDATE consent SET ${sets} WHERE id = $1`, [consent.id]);
      expect([sets, await by(team.worker, worker, sending, draft.id)]).toEqual([sets, '42501']);
      await house.rows(`UPDATE consent SET status = 'active', recipient_ids = $2 WHERE id = $1`, [consent.id, [officer.agencyId]]);
    }
  });

  it('nobody plays two of the three parts, alone, in another’s name or out of turn', async () => {
    const { id } = await aDraft();
    const override = (await ask(id)).body.id as string;
    const set = (sets: string): string => `UPDATE consent_override SET ${sets} WHERE id = '${override}'`;
    const given = (who: Someone): string => set(`status = 'approved', decided_by_id = '${who.id}', decided_at = now(), review_by = now()`);
    const found = (who: Someone): string => set(`status = 'upheld', reviewed_by_id = '${who.id}', reviewed_at = now()`);
    expect(await by(team.worker, worker, given(team.supervisor))).toBe('42501');
    expect(await by(team.worker, worker, set(`reason = 'serious-harm'`))).toBe('42501');
    expect(await by(team.supervisor, supervisor, given(team.worker))).toBe('42501');
    expect(
      await by(team.supervisor, supervisor, set(`status = 'approved', decided_by_id = '${team.supervisor.id}', decided_at = now()`)),
    ).toBe('42501');
    expect(await by(privacyOfficer, privacy, found(privacyOfficer))).toBe('42501');
    expect(await by(privacyOfficer, privacy, given(privacyOfficer))).toBe('42501');
    expect(await by(team.supervisor, supervisor, given(team.supervisor))).toBeNull();
    await approve(override);
    expect(await by(team.supervisor, supervisor, found(team.supervisor))).toBe('42501');
    expect(await by(team.supervisor, supervisor, set(`review_by = review_by + interval '1 year'`))).toBe('42501');
    expect(await by(privacyOfficer, privacy, found(team.supervisor))).toBe('42501');
    expect(
      await by(privacyOfficer, privacy, set(`status = 'reversed', reviewed_by_id = '${privacyOfficer.id}', reviewed_at = now()`)),
    ).toBe('42501');
    expect(await by(privacyOfficer, privacy, found(privacyOfficer))).toBeNull();
    await reverse(override);
    expect(await by(privacyOfficer, privacy, found(privacyOfficer))).toBe('42501');
  });

  it('the privacy officer learns of no referral and no case, and nobody says afterwards of which it was', async () => {
    const { id: other, caseId: elsewhere } = await aDraft();
    const { override } = await gone();
    const seen = await rawly(house, privacyOfficer, privacy, 'SELECT * FROM consent_override WHERE id = $1', [override]);
    expect([seen.rows.length, Object.keys(seen.rows[0] as object).filter((name) => /case|referral/.test(name))]).toEqual([1, []]);
    expect(await by(privacyOfficer, privacy, 'SELECT * FROM consent_override_source')).toBe('42501');
    for (const [who, as] of [
      [team.worker, worker],
      [team.supervisor, supervisor],
      [privacyOfficer, privacy],
    ] as const)
      for (const sets of [`referral_id = '${other}'`, `case_id = '${elsewhere}'`, 'stands = false'])
        expect(await by(who, as, `UPDATE consent_override_source SET ${sets} WHERE consent_override_id = '${override}'`)).toBe('42501');
  });

  it('it follows its case, and nobody gives it to another team', async () => {
    const { caseId, override } = await gone();
    const moved = `UPDATE consent_override SET supervisor_unit_id = '${officer.unitId}', sealed = true WHERE id = '${override}' RETURNING sealed`;
    expect((await rawly(house, team.supervisor, supervisor, moved)).rows).toEqual([{ sealed: false }]);
    await team.supervisor.post(`/cases/${caseId}/seal`, { reason: 'relative-in-team' });
    const scopes =
      'SELECT o.sealed AS facts, s.sealed AS source FROM consent_override o JOIN consent_override_source s ON s.consent_override_id = o.id';
    expect(await house.rows(`${scopes} WHERE o.id = $1`, [override])).toEqual([{ facts: true, source: true }]);
    expect((await team.supervisor.get(`/consent-overrides/${override}`)).status).toBe(404);
  });

  it('nobody asks in another’s name, of another case, of what was sent, or what is answered already', async () => {
    const { id, caseId } = await aDraft();
    const { id: sent, caseId: ofSent } = await gone();
    const born = (of: string, about: string, sets: object = {}): Promise<string | null> => {
      const row = {
        id: crypto.randomUUID(),
        to_agency_id: officer.agencyId,
        service_type: 'health-check',
        groups: ['F1'],
      };
      const rest = {
        ...wanted,
        legal_basis: 'vital-interest',
        status: 'requested',
        requested_by_id: team.worker.id,
        requested_at: begin,
        version: 1,
      };
      const scope = { worker_id: team.worker.id, unit_id: team.worker.unitId, supervisor_unit_id: team.worker.unitId, sealed: false };
      const source = { consent_override_id: row.id, referral_id: of, case_id: about, ...scope };
      const into = (table: string, written: object): string =>
        `INSERT INTO ${table} SELECT * FROM json_populate_record(NULL::${table}, '${JSON.stringify(written)}');`;
      const rows = into('consent_override', { ...row, ...rest, ...scope, ...sets }) + into('consent_override_source', source);
      return by(team.worker, worker, `DO $$ BEGIN ${rows} END $$`);
    };
    expect(await born(id, caseId)).toBeNull();
    expect(await born(id, ofSent)).toBe('42501');
    await house.rows('DELETE FROM consent_override_source WHERE referral_id = $1', [sent]);
    expect(await born(sent, ofSent)).toBe('42501');
    expect(await born(id, caseId, { requested_by_id: team.supervisor.id })).toBe('42501');
    for (const sets of [{ status: 'approved' }, { review_by: begin }, { decided_by_id: team.supervisor.id }, { service_type: 'housing' }])
      expect([sets, await born(id, caseId, sets)]).toEqual([sets, '42501']);
  });
});
