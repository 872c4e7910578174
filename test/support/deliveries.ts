import type { House } from './app.ts';
import { walked } from './tasks.ts';
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

/** Everything that can be done to deliveries, by the team's worker and supervisor and by those who give them; `late` makes one such. */
export async function everyDeliveryDeed(
  world: World,
  { worker, supervisor, giver }: Readonly<Record<'worker' | 'supervisor' | 'giver', Someone>>,
  late: (deliveryId: string) => Promise<unknown>,
): Promise<void> {
  const [{ id: one }, { id: other }] = [await anAccepted(world, worker, giver), await anAccepted(world, worker, giver)];
  const first = await logged(giver, one, { durationBand: '31-60-minutes', staffIds: [giver.id] });
  const second = await logged(giver, one, { units: 1, duplicateReason: 'another-part' });
  const wrong = await logged(giver, one, { deliveredOn: '2026-03-01' });
  await late(second);
  await walked(
    [worker, `/deliveries/${first}/confirm`],
    [supervisor, `/deliveries/${second}/agree`],
    [worker, `/deliveries/${wrong}/dispute`, { reason: 'wrong-amount' }],
  );
  await logged(giver, one, { deliveredOn: '2026-03-01', units: 1, correctsId: wrong });
  const session = { deliveredOn: '2026-02-28', mode: 'group', durationBand: 'over-120-minutes', staffCount: 2 };
  const participants = [one, other].map((referralId) => ({ referralId, attendance: 'attended' }));
  const { body } = await giver.post('/group-sessions', { ...session, participants });
  for (const path of ['/deliveries', '/group-sessions', `/group-sessions/${body.id}`, `/deliveries/${wrong}`]) await giver.get(path);
  for (const who of [worker, supervisor]) await who.get(`/deliveries/${wrong}`);
}

/** Lets a delivery have been logged late, past every wall. */
export async function madeLate(house: House, deliveryId: string): Promise<void> {
  await house.rows(`UPDATE delivery SET status = 'late', back_dated = true WHERE id = $1`, [deliveryId]);
}
