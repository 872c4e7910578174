import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aSpecialist, inCare } from '../support/care.ts';
import { rawly } from '../support/raw-table.ts';
import { aTeam, atOnce, type Team } from '../support/teams.ts';
import { newConsent, World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const safeContact = 'case_protection.safe_contact';
let team: Team;
let officer: Someone;
beforeAll(async () => {
  team = await aTeam(world);
  officer = await world.someone('ministry-officer', await world.aUnit('health'));
}, 30_000);

interface Draft {
  readonly id: string;
  readonly caseId: string;
  readonly protectionId: string;
}

/** A draft for a check-up that would also say how to reach the girl without harm. */
async function aSensitiveDraft(oneOff: readonly string[] = [safeContact]): Promise<Draft> {
  const { worker } = team;
  const { id: caseId } = await world.aCase(worker);
  const protection = await worker.post(`/cases/${caseId}/protection`, {
    safeContact: 'in-person-only',
    protectionRiskReasons: ['neglect'],
  });
  await worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] });
  const made = await worker.post(`/cases/${caseId}/referrals`, {
    toUnitId: officer.unitId,
    serviceType: 'health-check',
    urgency: 'normal',
    oneOff,
  });
  expect(made.status).toBe(201);
  return { id: made.body.id as string, caseId, protectionId: protection.body.id as string };
}
const deed = (who: Someone, id: string, name: string, body?: object): Promise<Reply> => who.post(`/referrals/${id}/${name}`, body);
async function approve(id: string, who = team.supervisor): Promise<Reply> {
  const { headers } = await who.get(`/referrals/${id}`);
  return who.post(`/referrals/${id}/approve`, {}, { 'if-match': String(headers.etag) });
}
const safer = async ({ protectionId }: Draft, to: string): Promise<void> => {
  const { headers } = await team.worker.get(`/protections/${protectionId}`);
  expect((await team.worker.patch(`/protections/${protectionId}`, { safeContact: to }, { 'if-match': String(headers.etag) })).status).toBe(
    200,
  );
};

describe('A package with what is sensitive', () => {
  it('is asked for nothing of a sealed case: nobody could give it', async () => {
    const { id } = await aSensitiveDraft();
    const { caseId } = (await team.worker.get(`/referrals/${id}`)).body;
    await team.supervisor.post(`/cases/${caseId}/seal`, { reason: 'relative-in-team' });
    const reply = await deed(team.worker, id, 'request-approval');
    expect([reply.status, reply.body.type]).toEqual([409, '/problems/case-sealed']);
    expect((await team.worker.get(`/referrals/${id}`)).body.approval).toBeNull();
    const asking = `INSERT INTO referral_approval (referral_id, case_id, approval, approval_asked_by_id, approval_asked_at, unit_id, supervisor_unit_id, sealed)
      VALUES ($1, $2, 'asked', $3, now(), $4, $4, true)`;
    const values = [id, caseId, team.worker.id, team.worker.unitId];
    expect((await rawly(house, team.worker, ['social-worker', 'p_social_worker'], asking, values)).refused).toBe('42501');
  });

  it('is sent only after the supervisor approved it, and then says just what was approved', async () => {
    const { worker, supervisor } = team;
    const { id } = await aSensitiveDraft();
    const early = await deed(worker, id, 'send');
    expect([early.status, early.body]).toEqual([409, expect.objectContaining({ type: '/problems/approval-needed', groups: ['F5'] })]);
    expect((await worker.get(`/referrals/${id}`)).body).toMatchObject({ status: 'draft', sentAt: null });
    expect((await deed(worker, id, 'request-approval')).body).toMatchObject({ approval: 'asked', approvalAskedById: worker.id });
    expect((await deed(worker, id, 'send')).body.type).toBe('/problems/approval-needed');
    expect((await supervisor.get('/referrals?approval=asked')).body.items).toMatchObject([
      { id, package: { safeContact: 'in-person-only' } },
    ]);
    expect((await approve(id)).body).toMatchObject({ approval: 'approved', approvalDecidedById: supervisor.id });
    expect((await deed(worker, id, 'send')).body.status).toBe('sent');
    const received = await deed(officer, id, 'accept');
    expect(received.body).toMatchObject({ package: { safeContact: 'in-person-only' }, packageGroups: ['F1', 'F2', 'F5'] });
    for (const name of Object.keys(received.body as object)) expect(name).not.toMatch(/approval|decline/);
    expect(received.text).not.toContain('neglect');
  });

  it('is approved by nobody but the supervisor of the team, and never by who asked', async () => {
    const { worker, colleague, supervisor, stranger } = team;
    const { id } = await aSensitiveDraft();
    await deed(worker, id, 'request-approval');
    expect((await approve(id, worker)).status).toBe(403);
    const elsewhere = await world.someone('supervisor');
    for (const who of [colleague, stranger, elsewhere, officer]) expect((await approve(id, who)).status).toBe(404);
    await house.rows('UPDATE referral_approval SET approval_asked_by_id = $2 WHERE referral_id = $1', [id, supervisor.id]);
    expect((await approve(id)).status).toBe(403);
  });

  it('loses the approval as soon as it would say something else; asked again, it gets another', async () => {
    const { worker, supervisor } = team;
    const draft = await aSensitiveDraft();
    const { id } = draft;
    await deed(worker, id, 'request-approval');
    await approve(id);
    await safer(draft, 'no-contact');
    expect((await deed(worker, id, 'send')).body.type).toBe('/problems/approval-needed');
    expect((await deed(worker, id, 'request-approval')).body).toMatchObject({
      approval: 'asked',
      approvalDecidedById: null,
      package: { safeContact: 'no-contact' },
    });
    expect((await deed(worker, id, 'send')).status).toBe(409);
    expect((await approve(id)).status).toBe(200);
    expect((await deed(worker, id, 'send')).body).toMatchObject({ status: 'sent', package: { safeContact: 'no-contact' } });
    expect((await deed(supervisor, id, 'approve')).status).toBe(409);
  });

  it('is approved as it was seen: what changed before the button was pressed is refused with what is new', async () => {
    const { worker, supervisor } = team;
    const draft = await aSensitiveDraft();
    await deed(worker, draft.id, 'request-approval');
    const { headers } = await supervisor.get(`/referrals/${draft.id}`);
    await safer(draft, 'through-worker');
    await deed(worker, draft.id, 'request-approval');
    const late = await supervisor.post(`/referrals/${draft.id}/approve`, {}, { 'if-match': String(headers.etag) });
    expect([late.status, late.body.current.package.safeContact]).toEqual([412, 'through-worker']);
    expect((await deed(supervisor, draft.id, 'approve')).status).toBe(428);
    expect((await approve(draft.id)).status).toBe(200);
  });

  it('is declined with a reason, and may be asked for anew', async () => {
    const { worker, supervisor } = team;
    const { id } = await aSensitiveDraft();
    expect((await deed(supervisor, id, 'decline', { declineReason: 'not-now' })).body.type).toBe('/problems/approval-not-asked');
    await deed(worker, id, 'request-approval');
    expect((await deed(worker, id, 'request-approval')).body.type).toBe('/problems/approval-already-asked');
    expect((await deed(supervisor, id, 'decline', { declineReason: 'more-than-needed' })).body).toMatchObject({
      approval: 'declined',
      declineReason: 'more-than-needed',
    });
    expect((await deed(worker, id, 'send')).body.type).toBe('/problems/approval-needed');
    expect((await deed(worker, id, 'request-approval')).body).toMatchObject({ approval: 'asked', declineReason: null });
    const { headers } = await supervisor.get(`/referrals/${id}`);
    const press = (): Promise<Reply> => supervisor.post(`/referrals/${id}/approve`, {}, { 'if-match': String(headers.etag) });
    expect(await atOnce(4, press)).toEqual([200, 412, 412, 412]);
    expect((await deed(worker, id, 'request-approval')).body.type).toBe('/problems/approval-already-given');
  });

  it('holds what is sensitive only if the sender chose it and somebody wrote it down', async () => {
    const { worker } = team;
    const plain = await aSensitiveDraft([]);
    expect((await deed(worker, plain.id, 'request-approval')).body.type).toBe('/problems/approval-not-needed');
    expect((await deed(worker, plain.id, 'send')).body.packageGroups).toEqual(['F1', 'F2']);
    const { id } = await world.aCase(worker);
    await worker.post(`/cases/${id}/consents`, { ...newConsent, recipientIds: [officer.agencyId] });
    const asked = { toUnitId: officer.unitId, serviceType: 'health-check', urgency: 'normal' };
    const empty = await worker.post(`/cases/${id}/referrals`, { ...asked, oneOff: [safeContact] });
    expect((await deed(worker, empty.body.id as string, 'send')).body.packageGroups).toEqual(['F1', 'F2']);
    for (const oneOff of [['case_narrative.note'], ['case_clinical.note'], ['case_protection.protection_risk_reasons']])
      expect((await worker.post(`/cases/${id}/referrals`, { ...asked, oneOff })).body.errors).toMatchObject([
        { field: 'oneOff', code: 'not-a-code' },
      ]);
  });
});

describe('Health in a package', () => {
  it('goes to health services, coded and approved; scores and notes never leave', async () => {
    const { worker } = team;
    const { caseId, specialist } = await inCare(world, worker);
    await specialist.post(`/cases/${caseId}/health-summary`, {
      codedNeeds: ['injury'],
      functioningDomains: ['walking'],
      flags: ['safety-concern'],
    });
    await specialist.post(`/cases/${caseId}/clinical-entries`, { note: 'Canary-Note', instrument: 'phq-9', score: 19 });
    const other = await aSpecialist(world);
    const kinds: readonly [Someone, string, object | null][] = [
      [officer, 'medical-treatment', { codedNeeds: ['injury'], functioningDomains: ['walking'] }],
      [other, 'mental-health-care', { codedNeeds: ['injury'], functioningDomains: ['walking'] }],
      [await world.someone('ministry-officer', await world.aUnit('education')), 'school-place', null],
    ];
    for (const [to, serviceType, health] of kinds) {
      await worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [to.agencyId] });
      const { body } = await worker.post(`/cases/${caseId}/referrals`, { toUnitId: to.unitId, serviceType, urgency: 'normal' });
      const id = body.id as string;
      expect((await deed(worker, id, 'send')).status).toBe(health === null ? 200 : 409);
      if (health !== null) {
        await deed(worker, id, 'request-approval');
        await approve(id);
        expect((await deed(worker, id, 'send')).body.packageGroups).toEqual(['F1', 'F2', 'F3a']);
      }
      const { text, body: got } = await deed(to, id, 'accept');
      expect(got.package).toEqual(expect.objectContaining(health ?? {}));
      for (const secret of ['Canary', 'phq-9', 'safety-concern', 'score', ...(health === null ? ['injury'] : [])])
        expect(text).not.toContain(secret);
    }
  });
});

describe('By plain statements', () => {
  const worker = ['social-worker', 'p_social_worker'] as const;

  it('nothing sensitive is sent without approval, and nobody gives it to themselves', async () => {
    const { id } = await aSensitiveDraft();
    const send = "UPDATE referral SET status = 'sent' WHERE id = $1";
    expect((await rawly(house, team.worker, worker, send, [id])).refused).toBe('42501');
    await deed(team.worker, id, 'request-approval');
    const given = "UPDATE referral_approval SET approval = 'approved', approval_decided_by_id = $2 WHERE referral_id = $1";
    expect((await rawly(house, team.worker, worker, given, [id, team.supervisor.id])).refused).toBe('42501');
    expect((await rawly(house, team.supervisor, ['supervisor', 'p_supervisor'], given, [id, team.worker.id])).refused).toBe('42501');
    expect((await rawly(house, team.supervisor, ['supervisor', 'p_supervisor'], given, [id, team.supervisor.id])).refused).toBeNull();
    expect((await rawly(house, team.worker, worker, send, [id])).refused).toBe('42501');
  });

  it('another package voids the approval in the table itself', async () => {
    const { id } = await aSensitiveDraft();
    await deed(team.worker, id, 'request-approval');
    await approve(id);
    await house.rows(`UPDATE referral_package SET package = package || '{"safeContact": "no-contact"}' WHERE referral_id = $1`, [id]);
    expect(await house.rows('SELECT approval FROM referral_approval WHERE referral_id = $1', [id])).toEqual([{ approval: 'void' }]);
  });

  it('another recipient or another service voids it too', async () => {
    const elsewhere = await world.aUnit('health');
    for (const sets of [`to_unit_id = '${elsewhere.unitId}'`, `service_type = 'vaccination'`]) {
      const { id } = await aSensitiveDraft();
      await deed(team.worker, id, 'request-approval');
      await approve(id);
      await house.rows(`UPDATE referral SET ${sets} WHERE id = $1`, [id]);
      expect(await house.rows('SELECT approval FROM referral_approval WHERE referral_id = $1', [id])).toEqual([{ approval: 'void' }]);
    }
  });

  it('nobody addresses it anew, or changes what it is for, and sends it in one breath', async () => {
    const elsewhere = await world.aUnit('health');
    for (const sets of [`to_unit_id = '${elsewhere.unitId}', to_agency_id = '${elsewhere.agencyId}'`, `service_type = 'vaccination'`]) {
      const { id } = await aSensitiveDraft();
      await deed(team.worker, id, 'request-approval');
      await approve(id);
      const sent = await rawly(house, team.worker, worker, `UPDATE referral SET ${sets}, status = 'sent' WHERE id = $1`, [id]);
      expect([sets, sent.refused]).toEqual([sets, '42501']);
    }
  });
});
