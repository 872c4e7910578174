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

/** Everything sensitive that can be written of a case, and shared of it with approval. */
export async function everySensitiveDeed(world: World, worker: Someone, supervisor: Someone): Promise<void> {
  const { caseId, specialist } = await inCare(world, worker);
  const did = async (who: Someone, path: string, body: object = {}, headers: Record<string, string> = {}): Promise<string> => {
    const reply = await who.post(path, body, headers);
    if (reply.status >= 300) throw new Error(`${path}: ${reply.text}`);
    return reply.body.id as string;
  };
  const health = {
    codedNeeds: ['injury'],
    functioningDomains: ['walking'],
    recommendedAction: 'keep-appointments',
    flags: ['in-treatment'],
  };
  await did(specialist, `/cases/${caseId}/health-summary`, health);
  await did(specialist, `/cases/${caseId}/clinical-entries`, { note: 'Sleeps badly.', instrument: 'who-5', score: 11 });
  const told = { typeCode: 'other', reportedOn: '2026-03-01', action: 'listened', readerIds: [supervisor.id] };
  await did(worker, `/cases/${caseId}/disclosures`, told);
  const safety = { protectionRiskReasons: ['neglect'], safetyPlanState: 'agreed', safeContact: 'in-person-only' };
  await did(worker, `/cases/${caseId}/protection`, safety);
  for (const answer of ['approve', 'decline'] as const) {
    const draft = await did(worker, `/cases/${caseId}/referrals`, {
      ...{ toUnitId: specialist.unitId, serviceType: 'psychosocial-support', urgency: 'normal', oneOff: ['case_protection.safe_contact'] },
      duplicateReason: 'more-of-it',
    });
    await did(worker, `/referrals/${draft}/request-approval`);
    const { headers } = await supervisor.get(`/referrals/${draft}`);
    await did(supervisor, `/referrals/${draft}/${answer}`, answer === 'decline' ? { reason: 'not-now' } : {}, {
      'if-match': String(headers.etag),
    });
    if (answer === 'approve') await did(worker, `/referrals/${draft}/send`);
  }
}
