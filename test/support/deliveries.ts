import type { Reply, Someone, World } from './world.ts';

/** A service as partners log most of them. */
export const given = { deliveredOn: '2026-03-02', mode: 'at-provider', attendance: 'attended', units: 2 };

/** A referral that somebody's unit has taken on. */
export async function anAccepted(world: World, worker: Someone, by: Someone): Promise<{ id: string; caseId: string; consentId: string }> {
  const sent = await world.aSentReferral(worker, by);
  const reply = await by.post(`/referrals/${sent.id}/accept`);
  if (reply.status !== 200) throw new Error(reply.text);
  return sent;
}

/** Logs a service. */
export function log(by: Someone, referralId: string, changes: object = {}): Promise<Reply> {
  return by.post(`/referrals/${referralId}/deliveries`, { ...given, ...changes });
}

/** Logs a service that must be taken, and says which it is. */
export async function logged(by: Someone, referralId: string, changes: object = {}): Promise<string> {
  const reply = await log(by, referralId, changes);
  if (reply.status !== 201) throw new Error(reply.text);
  return (reply.body as { id: string }).id;
}
