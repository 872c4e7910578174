import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { states } from '../support/referral-matrix.ts';
import { whileFailing } from '../support/teams.ts';
import { World, newConsent, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const open = ['accepted', 'in_progress', 'on_hold', 'completed', 'failed'];
let worker: Someone;
let officer: Someone;
let partner: Someone;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  officer = await world.someone('ministry-officer', await world.aUnit('education'));
  partner = await world.someone('partner-worker');
}, 30_000);

const agreed = async (caseId: string, to: Someone): Promise<string> =>
  (await worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [to.agencyId] })).body.id as string;

async function referred(caseId: string, to: Someone, state: string): Promise<string> {
  const asked = { toUnitId: to.unitId, serviceType: 'school-place', urgency: 'high', duplicateReason: 'more-of-it' };
  const made = await worker.post(`/cases/${caseId}/referrals`, asked);
  const id = made.body.id as string;
  if (state !== 'draft') await worker.post(`/referrals/${id}/send`);
  const isOpen = open.includes(state);
  await house.rows('UPDATE referral SET status = $2, package_open = $3 WHERE id = $1', [id, state, isOpen]);
  return id;
}

/** A case with a referral in every state on one consent, and one at work on another. */
async function everything() {
  const { id: caseId } = await world.aCase(worker);
  const consentId = await agreed(caseId, officer);
  const ids = new Map<string, string>();
  for (const state of states) ids.set(state, await referred(caseId, officer, state));
  await agreed(caseId, partner);
  return { caseId, consentId, ids, elsewhere: await referred(caseId, partner, 'accepted') };
}

const factsOf = (ids: Iterable<string>) =>
  house.rows('SELECT status, package_open, reason, version FROM referral WHERE id = ANY ($1) ORDER BY id', [[...ids]]);
const facts = (id: string) => factsOf([id]);

describe('Taking a consent back', () => {
  it('calls off what is open, takes drafts out of the world, closes every package and leaves the rest as it was', async () => {
    const { consentId, ids, elsewhere } = await everything();
    const before = await facts(elsewhere);
    expect((await officer.get('/referrals?limit=100')).text).toContain('"package":');
    expect((await worker.post(`/consents/${consentId}/withdraw`)).status).toBe(200);
    for (const [state, id] of ids) {
      const [now] = await facts(id);
      const after = { draft: 'entered_in_error', sent: 'cancelled', accepted: 'cancelled', in_progress: 'cancelled', on_hold: 'cancelled' }[
        state
      ];
      expect({ state, ...now }).toMatchObject({ state, status: after ?? state, package_open: false });
      if (after === 'cancelled') expect(now?.reason).toBe('consent-withdrawn');
    }
    expect(await facts(elsewhere)).toEqual(before);
    expect((await partner.get(`/referrals/${elsewhere}`)).body.package).toBeDefined();
  });

  it('cuts the recipient off at once, on every way there is', async () => {
    const { consentId, ids } = await everything();
    const ministry = ['ministry-officer', 'p_ministry'] as const;
    const packages = () =>
      rawly(house, officer, ministry, 'SELECT * FROM referral_package WHERE referral_id = ANY ($1)', [[...ids.values()]]);
    expect((await packages()).count).toBe(open.length);
    await worker.post(`/consents/${consentId}/withdraw`);
    expect((await packages()).count).toBe(0);
    const list = await officer.get('/referrals?limit=100');
    for (const [state, id] of ids) {
      const shown = await officer.get(`/referrals/${id}`);
      expect({ state, status: shown.status }).toEqual({ state, status: ['draft', 'entered_in_error'].includes(state) ? 404 : 200 });
      expect(shown.text).not.toMatch(/"package":|"ageBand"/);
      const listed = (list.body.items as { id: string }[]).find((each) => each.id === id);
      expect(JSON.stringify(listed ?? {})).not.toMatch(/"package":|"ageBand"/);
    }
    const accepted = ids.get('accepted')!;
    const late = [`/referrals/${accepted}/accept`, `/referrals/${accepted}/resume`, `/referrals/${accepted}/claim`];
    for (const path of late) expect((await officer.post(path)).status).toBe(409);
  });

  it('and a repeated request does not bring back what it once showed', async () => {
    const { id, consentId } = await world.aSentReferral(worker, officer);
    const key = { 'idempotency-key': randomUUID() };
    expect((await officer.post(`/referrals/${id}/accept`, {}, key)).body.package).toBeDefined();
    await worker.post(`/consents/${consentId}/withdraw`);
    const again = await officer.post(`/referrals/${id}/accept`, {}, key);
    expect([again.status, again.body.status, again.body.package]).toEqual([200, 'cancelled', undefined]);
  });

  it('does all of it or nothing', async () => {
    const { consentId, ids } = await everything();
    const before = await factsOf(ids.values());
    expect((await whileFailing(house, 'referral', () => worker.post(`/consents/${consentId}/withdraw`))).status).toBe(500);
    expect((await worker.get(`/consents/${consentId}`)).body).toMatchObject({ status: 'active', withdrawnOn: null });
    expect(await factsOf(ids.values())).toEqual(before);
    expect((await officer.get(`/referrals/${ids.get('accepted')}`)).body.package).toBeDefined();
  });

  it('reaches a referral that was drafted on an older consent and sent on this one', async () => {
    const { id: caseId } = await world.aCase(worker);
    const older = await agreed(caseId, officer);
    const id = await referred(caseId, officer, 'draft');
    await house.rows("UPDATE consent SET status = 'expired' WHERE id = $1", [older]);
    const newer = await agreed(caseId, officer);
    expect((await worker.post(`/referrals/${id}/send`)).body).toMatchObject({ status: 'sent', consentId: newer });
    await officer.post(`/referrals/${id}/accept`);
    await worker.post(`/consents/${newer}/withdraw`);
    expect((await officer.get(`/referrals/${id}`)).body).toMatchObject({ status: 'cancelled', packageOpen: false });
  });

  it('and sending at the same moment never end with something shared', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { id: caseId } = await world.aCase(worker);
      const consentId = await agreed(caseId, officer);
      const ids = [await referred(caseId, officer, 'draft'), await referred(caseId, officer, 'draft')];
      const [withdrawn, ...sent] = await Promise.all([
        worker.post(`/consents/${consentId}/withdraw`),
        ...ids.map((id) => worker.post(`/referrals/${id}/send`)),
      ]);
      expect(withdrawn?.status).toBe(200);
      for (const { status } of sent) expect([200, 409]).toContain(status);
      for (const id of ids) expect(['cancelled', 'entered_in_error']).toContain((await facts(id))[0]?.status);
    }
  });
});
