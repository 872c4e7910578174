import type { Someone, World } from './world.ts';

/** A case that specialists took into their care, on a referral for psychosocial support. */
export interface Care {
  readonly caseId: string;
  readonly referralId: string;
  readonly consentId: string;
  readonly specialist: Someone;
}

/** A specialist in a unit of their kind. */
export async function aSpecialist(world: World, at?: { unitId: string; agencyId: string }): Promise<Someone> {
  return world.someone('specialist', at ?? (await world.aUnit('health-restricted')));
}

/** Lets a specialist take a case of the worker into care. */
export async function inCare(world: World, worker: Someone, at?: Someone): Promise<Care> {
  const specialist = at ?? (await aSpecialist(world));
  const { id, caseId, consentId } = await world.aSentReferral(worker, specialist, 'psychosocial-support');
  const accepted = await specialist.post(`/referrals/${id}/accept`);
  if (accepted.status !== 200) throw new Error(`not accepted: ${accepted.text}`);
  return { caseId, referralId: id, consentId, specialist };
}

/** Everything sensitive that can be written of a case, changed, and shared of it with approval. */
export async function everySensitiveDeed(world: World, worker: Someone, supervisor: Someone, by = <T>(who: T): T => who): Promise<void> {
  const { caseId, specialist: caring } = await inCare(world, worker);
  const specialist = by(caring);
  const did = async (who: Someone, path: string, body: object = {}, headers: Record<string, string> = {}): Promise<string> => {
    const reply = await who.post(path, body, headers);
    if (reply.status >= 300) throw new Error(`${path}: ${reply.text}`);
    return reply.body.id as string;
  };
  const changed = async (who: Someone, path: string, edit: object): Promise<void> => {
    const { headers } = await who.get(path);
    const { status, text } = await who.patch(path, edit, { 'if-match': String(headers.etag) });
    if (status !== 200) throw new Error(`${path}: ${text}`);
  };
  const health = {
    codedNeeds: ['injury'],
    functioningDomains: ['walking'],
    recommendedAction: 'keep-appointments',
    flags: ['in-treatment'],
  };
  const summary = await did(specialist, `/cases/${caseId}/health-summary`, health);
  await changed(specialist, `/health-summaries/${summary}`, { flags: ['medicine-needed'] });
  const entry = await did(specialist, `/cases/${caseId}/clinical-entries`, { note: 'Sleeps badly.', instrument: 'who-5', score: 11 });
  await specialist.get(`/clinical-entries/${entry}`);
  const told = { typeCode: 'other', reportedOn: '2026-03-01', action: 'listened', readerIds: [] };
  const disclosure = await did(worker, `/cases/${caseId}/disclosures`, told);
  await did(worker, `/case-disclosures/${disclosure}/readers`, { readerIds: [supervisor.id] });
  await changed(worker, `/case-disclosures/${disclosure}`, { action: 'safety-planned' });
  const safety = { protectionRiskReasons: ['neglect'], safetyPlanState: 'agreed', safeContact: 'in-person-only' };
  const protection = await did(worker, `/cases/${caseId}/protection`, safety);
  await changed(supervisor, `/protections/${protection}`, { safetyPlanState: 'under-review' });
  const asked = { toUnitId: specialist.unitId, serviceType: 'psychosocial-support', urgency: 'normal', duplicateReason: 'more-of-it' };
  for (const answer of ['decline', 'approve'] as const) {
    const draft = await did(worker, `/cases/${caseId}/referrals`, { ...asked, oneOff: ['case_protection.safe_contact'] });
    await did(worker, `/referrals/${draft}/request-approval`);
    const { headers } = await supervisor.get(`/referrals/${draft}`);
    const body = answer === 'decline' ? { declineReason: 'not-now' } : {};
    await did(supervisor, `/referrals/${draft}/${answer}`, body, { 'if-match': String(headers.etag) });
    if (answer === 'approve') await did(worker, `/referrals/${draft}/send`);
  }
}
