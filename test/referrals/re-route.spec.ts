import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { states } from '../support/referral-matrix.ts';
import { atOnce } from '../support/teams.ts';
import { World, newConsent, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const most = shippedReference().timers.referralReRoutesAtMost;
const refused = (reply: Reply) => [reply.status, String(reply.body.type).replace('/problems/', '')];

let worker: Someone;
let supervisor: Someone;
let providers: Someone[];
let first: Someone;
let second: Someone;
let third: Someone;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  supervisor = await world.someone('supervisor', worker);
  providers = [];
  for (let each = 0; each < most + 3; each += 1) providers.push(await world.someone('partner-worker'));
  [first, second, third] = providers as [Someone, Someone, Someone];
}, 60_000);
beforeEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

/** A referral sent to the first provider, in a case of which everything may be shared with all of them. */
async function sent(more: object = {}): Promise<{ id: string; caseId: string; consentId: string }> {
  const { id: caseId } = await world.aCase(worker, { birthQuarter: '2015-Q3' });
  const scopes = ['share', 'mhpss', 'health'];
  const recipientIds = providers.map(({ agencyId }) => agencyId);
  const consent = await worker.post(`/cases/${caseId}/consents`, { ...newConsent, scopes, recipientIds });
  const wanted = { toUnitId: first.unitId, serviceType: 'school-place', urgency: 'high', ...more };
  const { body } = await worker.post(`/cases/${caseId}/referrals`, wanted);
  expect((await worker.post(`/referrals/${body.id}/send`)).status).toBe(200);
  return { id: body.id as string, caseId, consentId: consent.body.id as string };
}
const reRoute = (by: Someone, id: string, to: Someone, more: object = {}): Promise<Reply> =>
  by.post(`/referrals/${id}/re-route`, { toUnitId: to.unitId, rerouteReason: 'no-answer', ...more });
const put = (id: string, state: string) => house.rows('UPDATE referral SET status = $2 WHERE id = $1', [id, state]);
const toldTo = (who: Someone, subjectId: string) =>
  house.rows<{ kind: string }>('SELECT kind FROM notification WHERE person_id = $1 AND subject_id = $2 ORDER BY created_at, kind', [
    who.id,
    subjectId,
  ]);

describe('Asking somebody else', () => {
  it('calls off what lies unanswered, and sends a new referral in its place, in one step', async () => {
    const { id, caseId } = await sent();
    const { status, body } = await reRoute(worker, id, second, { urgency: 'emergency' });
    expect([status, body]).toMatchObject([
      201,
      {
        status: 'sent',
        toUnitId: second.unitId,
        serviceType: 'school-place',
        urgency: 'emergency',
        caseId,
        senderId: worker.id,
        duplicateReason: null,
      },
    ]);
    expect(body).toMatchObject({ reroutedFromId: id, rerouteReason: 'no-answer', reroutes: 1 });
    expect(body.decideBy).not.toBeNull();
    const before = (await worker.get(`/referrals/${id}`)).body;
    expect(before).toMatchObject({ status: 'cancelled', reason: 're-routed', packageOpen: false, reroutes: 0, reroutedFromId: null });
    expect(body.code).not.toBe(before.code);
    expect(await toldTo(first, id)).toEqual([{ kind: 'arrived' }, { kind: 'cancelled' }]);
    expect(await toldTo(second, body.id)).toEqual([{ kind: 'arrived' }]);
    expect((await second.post(`/referrals/${body.id}/accept`)).status).toBe(200);
  });

  it.each(states)('from a referral that is %s', async (state) => {
    const { id } = await sent();
    await put(id, state);
    const reply = await reRoute(worker, id, second, { duplicateReason: 'more-of-it' });
    const goesOn = ['sent', 'rejected', 'failed', 'cancelled'].includes(state);
    if (!goesOn) {
      expect(refused(reply)).toEqual([409, 'referral-cannot-re-route']);
      expect(await house.rows('SELECT status FROM referral WHERE id = $1', [id])).toEqual([{ status: state }]);
      return;
    }
    expect([reply.status, reply.body.status, reply.body.duplicateReason]).toEqual([201, 'sent', null]);
    expect((await worker.get(`/referrals/${id}`)).body.status).toBe(state === 'sent' ? 'cancelled' : state);
  });

  it('leaves a draft where the sender wants to look first, and where another person approves the package', async () => {
    const one = await sent();
    const draft = await reRoute(worker, one.id, second, { asDraft: true });
    expect([draft.status, draft.body.status, draft.body.sentAt]).toEqual([201, 'draft', null]);
    expect((await second.get(`/referrals/${draft.body.id}`)).status).toBe(404);
    expect((await worker.post(`/referrals/${draft.body.id}/send`)).status).toBe(200);

    const safety = { protectionRiskReasons: ['neglect'], safetyPlanState: 'agreed', safeContact: 'in-person-only' };
    const care = await sent({ serviceType: 'psychosocial-support' });
    await worker.post(`/cases/${care.caseId}/protection`, safety);
    const sensitive = await reRoute(worker, care.id, second, { oneOff: ['case_protection.safe_contact'] });
    expect([sensitive.status, sensitive.body.status, sensitive.body.oneOff]).toEqual([201, 'draft', ['case_protection.safe_contact']]);
    expect(refused(await worker.post(`/referrals/${sensitive.body.id}/send`))).toEqual([409, 'approval-needed']);
    expect((await worker.get(`/referrals/${care.id}`)).body.status).toBe('cancelled');
  });

  it('asks consent for the new agency anew, and changes nothing without it', async () => {
    const { id, caseId, consentId } = await sent();
    const stranger = await world.someone('partner-worker');
    expect(refused(await reRoute(worker, id, stranger))).toEqual([409, 'consent-missing']);
    expect(refused(await reRoute(worker, id, await world.someone('social-worker')))).toEqual([400, 'invalid-input']);
    expect((await worker.get(`/referrals/${id}`)).body.status).toBe('sent');
    await worker.post(`/consents/${consentId}/withdraw`);
    expect((await worker.get(`/referrals/${id}`)).body).toMatchObject({ status: 'cancelled', reason: 'consent-withdrawn' });
    expect(refused(await reRoute(worker, id, second))).toEqual([409, 'consent-missing']);
    expect(await house.rows('SELECT 1 FROM referral_source WHERE case_id = $1', [caseId])).toHaveLength(1);
  });

  it('puts the package together anew, and takes no single field over from before', async () => {
    const { id, caseId } = await sent();
    const { headers } = await worker.get(`/cases/${caseId}`);
    expect((await worker.patch(`/cases/${caseId}`, { schoolState: 'enrolled' }, { 'if-match': String(headers.etag) })).status).toBe(200);
    const { body } = await reRoute(worker, id, second);
    expect([body.package.schoolState, body.oneOff]).toEqual(['enrolled', []]);
    expect((await worker.get(`/referrals/${id}`)).body.package.schoolState).not.toBe('enrolled');
  });

  it('takes another referral for the service for a duplicate, and the one before it for none', async () => {
    const { id, caseId } = await sent();
    const other = { toUnitId: third.unitId, serviceType: 'school-place', urgency: 'high', duplicateReason: 'more-of-it' };
    const beside = await worker.post(`/cases/${caseId}/referrals`, other);
    const reply = await reRoute(worker, id, second);
    expect([...refused(reply), reply.body.referralId]).toEqual([409, 'duplicate-referral', beside.body.id]);
    expect((await reRoute(worker, id, second, { duplicateReason: 'wish-of-person' })).body.duplicateReason).toBe('wish-of-person');
  });
});

describe('The chain', () => {
  it('goes on from one referral to one other, and never back to a unit that was asked', async () => {
    const { id } = await sent();
    const next = (await reRoute(worker, id, second)).body.id as string;
    const again = await reRoute(worker, id, third);
    expect([...refused(again), again.body.referralId]).toEqual([409, 're-route-once', next]);
    for (const asked of [first, second]) expect(refused(await reRoute(worker, next, asked))).toEqual([409, 're-route-loop']);
    await second.post(`/referrals/${next}/reject`, { reason: 'no-capacity' });
    expect((await reRoute(worker, next, third, { rerouteReason: 'refused' })).body).toMatchObject({ reroutedFromId: next, reroutes: 2 });
  });

  it('goes on past a draft that was a mistake, from the same referral, once', async () => {
    const { id } = await sent();
    const draft = (await reRoute(worker, id, second, { asDraft: true })).body.id as string;
    expect(refused(await reRoute(worker, id, third))).toEqual([409, 're-route-once']);
    const [made] = await house.rows<{ id: string }>('SELECT gen_random_uuid() AS id');
    const scope = 'worker_id, unit_id, supervisor_unit_id, sealed';
    const columns = 'to_unit_id, to_agency_id, service_type, urgency, waiting_list, awaits_sender, awaits_recipient, version';
    const ofSource = 'case_id, consent_id, age_at_edge, one_off';
    const byPlainStatements = `DO $$ BEGIN
      INSERT INTO referral (id, code, status, package_open, ${columns}, ${scope})
        SELECT '${made!.id}', 'R2345678', 'draft', false, ${columns}, ${scope} FROM referral WHERE id = '${id}';
      INSERT INTO referral_source (referral_id, sender_id, rerouted_from_id, reroute_reason, reroutes, ${ofSource}, ${scope})
        SELECT '${made!.id}', worker_id, '${id}', 'no-answer', 1, ${ofSource}, ${scope} FROM referral_source WHERE referral_id = '${id}';
    END $$`;
    const asWorker = ['social-worker', 'p_social_worker'] as const;
    expect((await rawly(house, worker, asWorker, byPlainStatements)).refused).toBe('42501');
    expect((await worker.post(`/referrals/${draft}/enter-in-error`)).status).toBe(200);
    expect((await rawly(house, worker, asWorker, byPlainStatements)).refused).toBeNull();
    const again = await reRoute(worker, id, second);
    expect([again.status, again.body]).toMatchObject([201, { status: 'sent', reroutedFromId: id, reroutes: 1 }]);
    expect(refused(await reRoute(worker, id, third))).toEqual([409, 're-route-once']);
    await house.rows(`UPDATE referral SET status = 'cancelled' WHERE id = $1`, [again.body.id]);
    expect(refused(await reRoute(worker, id, third))).toEqual([409, 're-route-once']);
  });

  it('goes on without a consent where none covers it: as a draft, of which the supervisor decides', async () => {
    const { id, caseId } = await sent();
    const stranger = await world.someone('partner-worker');
    const { status, body } = await reRoute(worker, id, stranger, { withoutConsent: true });
    expect([status, body]).toMatchObject([201, { status: 'draft', consentId: null, reroutedFromId: id }]);
    expect((await worker.get(`/referrals/${id}`)).body).toMatchObject({ status: 'cancelled', reason: 're-routed' });
    expect(refused(await worker.post(`/referrals/${body.id}/send`))).toEqual([409, 'consent-missing']);
    const why = { legalBasis: 'vital-interest', reason: 'life-in-danger' };
    const asked = await worker.post(`/referrals/${body.id}/consent-overrides`, why);
    const { headers } = await supervisor.get(`/consent-overrides/${asked.body.id}`);
    await supervisor.post(`/consent-overrides/${asked.body.id}/approve`, {}, { 'if-match': String(headers.etag) });
    expect((await worker.post(`/referrals/${body.id}/send`)).body).toMatchObject({ status: 'sent', consentId: null, caseId });
    // What went out on that goes on to somebody else on the same terms.
    const next = await reRoute(worker, body.id, await world.someone('partner-worker'), { withoutConsent: true });
    expect([next.status, next.body.status, next.body.reroutes]).toEqual([201, 'draft', 2]);
  });

  it(`is ${most} long at most`, async () => {
    let { id } = await sent();
    for (const [index, provider] of providers.slice(1, most + 1).entries()) {
      const reply = await reRoute(worker, id, provider);
      expect([reply.status, reply.body.reroutes]).toEqual([201, index + 1]);
      id = reply.body.id as string;
    }
    const reply = await reRoute(worker, id, providers.at(-1)!);
    expect(refused(reply)).toEqual([409, 're-route-too-long']);
    expect(reply.body.detail).toContain('case conference');
    expect((await worker.get(`/referrals/${id}`)).body.status).toBe('sent');
  });

  it('is taken by one of two who ask at once', async () => {
    const { id, caseId } = await sent();
    const to = [second, third];
    expect(await atOnce(2, () => reRoute(worker, id, to.pop()!))).toEqual([201, 409]);
    expect(await house.rows('SELECT 1 FROM referral_source WHERE case_id = $1', [caseId])).toHaveLength(2);
  });

  it('and an answer at the same time do not both hold', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, caseId } = await sent();
      const [going, accepted] = await Promise.all([reRoute(worker, id, second), first.post(`/referrals/${id}/accept`)]);
      expect([
        [201, 409],
        [409, 200],
      ]).toContainEqual([going.status, accepted.status]);
      const rows = await house.rows<{ status: string }>(
        `SELECT r.status FROM referral r JOIN referral_source s ON s.referral_id = r.id WHERE s.case_id = $1 ORDER BY s.reroutes`,
        [caseId],
      );
      expect(rows.map(({ status }) => status)).toEqual(going.status === 201 ? ['cancelled', 'sent'] : ['accepted']);
    }
  });

  it('stands in the timeline of the case', async () => {
    const { id, caseId } = await sent();
    const { body } = await reRoute(worker, id, second);
    const { items } = (await supervisor.get(`/cases/${caseId}/timeline?limit=100`)).body;
    const told = (items as { kind: string; subjectId: string; details: object }[]).filter(({ kind }) => kind === 'referral-re-routed');
    expect(told).toMatchObject([{ subjectId: body.id, details: { rerouteReason: 'no-answer' } }]);
    const off = (items as { kind: string; subjectId: string; details: object }[]).filter(({ kind }) => kind === 'referral-cancelled');
    expect(off).toMatchObject([{ subjectId: id, details: { reason: 're-routed' } }]);
  });

  it('can be found by the sender, and is nobody else’s to know', async () => {
    const { id } = await sent();
    const { body } = await reRoute(worker, id, second);
    const found = await worker.get(`/referrals?reroutedFromId=${id}`);
    expect((found.body.items as { id: string }[]).map((each) => each.id)).toEqual([body.id]);
    const hidden = ['reroutedFromId', 'rerouteReason', 'reroutes', 'caseId', 'senderId'];
    for (const [who, theirs, others] of [
      [first, id, body.id],
      [second, body.id, id],
    ] as const) {
      const shown = await who.get(`/referrals/${theirs}`);
      expect(shown.status).toBe(200);
      for (const field of hidden) expect(shown.body).not.toHaveProperty(field);
      expect(shown.text).not.toContain(others);
      expect((await who.get(`/referrals/${others}`)).status).toBe(404);
      for (const field of hidden) {
        const [asked, never] = [await who.get(`/referrals?${field}=${id}`), await who.get(`/referrals?neverWas=${id}`)];
        expect([asked.status, asked.text.replaceAll(field, 'x').replace(/"requestId":"[^"]+"/, '')]).toEqual([
          400,
          never.text.replaceAll('neverWas', 'x').replace(/"requestId":"[^"]+"/, ''),
        ]);
      }
    }
    const facts = ['code', 'id'] as const;
    const [old, fresh] = [(await first.get(`/referrals/${id}`)).body, (await second.get(`/referrals/${body.id}`)).body];
    for (const fact of facts) expect(old[fact]).not.toBe(fresh[fact]);
  });
});

describe('A supervisor', () => {
  it('asks somebody else when the time to decide has passed, and not before; the worker hears of it', async () => {
    const { id } = await sent();
    const early = await reRoute(supervisor, id, second);
    expect(refused(early)).toEqual([409, 're-route-not-yet']);
    const { decideBy } = (await supervisor.get(`/referrals/${id}`)).body as { decideBy: string };
    await house.clock.moveTo(new Date(decideBy));
    expect(refused(await reRoute(supervisor, id, second))).toEqual([409, 're-route-not-yet']);
    await house.clock.moveTo(new Date(Date.parse(decideBy) + 1));
    const { status, body } = await reRoute(supervisor, id, second);
    expect([status, body]).toMatchObject([201, { status: 'sent', senderId: supervisor.id, reroutedFromId: id }]);
    expect((await worker.get(`/referrals/${body.id}`)).body).toMatchObject({ status: 'sent', workerId: worker.id });
    expect(await toldTo(worker, body.id)).toEqual([{ kind: 're-routed' }]);
    expect(await toldTo(first, id)).toContainEqual({ kind: 'cancelled' });
    // From here on it is the worker's, as every referral of the case.
    expect((await worker.post(`/referrals/${body.id}/cancel`, { reason: 'need-met' })).status).toBe(200);
  });

  it('leaves no draft that nobody sees to: what cannot go at once is the worker’s to do, and nothing changes before', async () => {
    const { id, caseId } = await sent({ serviceType: 'psychosocial-support' });
    await worker.post(`/cases/${caseId}/protection`, {
      protectionRiskReasons: ['neglect'],
      safetyPlanState: 'agreed',
      safeContact: 'in-person-only',
    });
    await house.clock.moveTo(new Date('2026-03-20T04:00:00Z'));
    const stranger = await world.someone('partner-worker');
    for (const [to, more, code] of [
      [second, { oneOff: ['case_protection.safe_contact'] }, 're-route-needs-approval'],
      [second, { asDraft: true }, 're-route-as-draft'],
      [second, { withoutConsent: true }, 're-route-as-draft'],
      [stranger, {}, 're-route-without-consent'],
      [stranger, { withoutConsent: true }, 're-route-without-consent'],
    ] as const) {
      const reply = await reRoute(supervisor, id, to, more);
      expect([more, ...refused(reply)]).toEqual([more, 409, code]);
      expect(reply.body.detail).toContain('the worker of the case');
    }
    expect((await worker.get(`/referrals/${id}`)).body).toMatchObject({ status: 'sent', reason: null });
    expect(await house.rows('SELECT 1 FROM referral_source WHERE case_id = $1', [caseId])).toHaveLength(1);
    expect(await toldTo(first, id)).not.toContainEqual({ kind: 'cancelled' });

    const { body } = await reRoute(worker, id, second, { oneOff: ['case_protection.safe_contact'] });
    expect((await worker.post(`/referrals/${body.id}/request-approval`)).status).toBe(200);
    const { headers } = await supervisor.get(`/referrals/${body.id}`);
    expect((await supervisor.post(`/referrals/${body.id}/approve`, {}, { 'if-match': String(headers.etag) })).status).toBe(200);
    expect((await worker.post(`/referrals/${body.id}/send`)).status).toBe(200);
  });

  it('makes no referral but instead of another', async () => {
    const { caseId } = await sent();
    const wanted = { toUnitId: second.unitId, serviceType: 'legal-aid', urgency: 'high' };
    expect((await supervisor.post(`/cases/${caseId}/referrals`, wanted)).status).toBe(403);
  });
});

describe('Nobody else', () => {
  it('asks somebody instead: not the recipient, not a colleague, not the coordinator, not the supervisor of a sealed case', async () => {
    const { id, caseId } = await sent();
    await house.clock.moveTo(new Date('2026-03-20T04:00:00Z'));
    const statuses: Record<string, number> = {};
    const coordination = await world.aUnit('coordination');
    statuses.recipient = (await reRoute(first, id, second)).status;
    statuses.other = (await reRoute(second, id, third)).status;
    statuses.colleague = (await reRoute(await world.someone('social-worker', worker), id, second)).status;
    statuses.elsewhere = (await reRoute(await world.someone('supervisor'), id, second)).status;
    statuses.coordinator = (await reRoute(await world.someone('coordinator', coordination), id, second)).status;
    statuses.administrator = (await reRoute(await world.someone('administrator', worker), id, second)).status;
    expect((await supervisor.post(`/cases/${caseId}/seal`, { reason: 'relative-in-team' })).status).toBe(204);
    statuses.ofSealed = (await reRoute(supervisor, id, second)).status;
    expect(statuses).toEqual({
      recipient: 403,
      other: 404,
      colleague: 404,
      elsewhere: 404,
      coordinator: 404,
      administrator: 404,
      ofSealed: 404,
    });
    expect((await reRoute(worker, caseId, second)).status).toBe(404);
  });

  it('is asked without a reason of the list, or for something that was not asked before', async () => {
    const { id } = await sent();
    for (const more of [
      { rerouteReason: 'because' },
      { rerouteReason: undefined },
      { urgency: 'soon' },
      { asDraft: 'yes' },
      { serviceType: 'legal-aid' },
      { caseId: id },
    ])
      expect((await reRoute(worker, id, second, more)).status).toBe(400);
    expect((await worker.get(`/referrals/${id}`)).body.status).toBe('sent');
  });
});
