import { beforeEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { keepWhatIsDue } from '../support/promises.ts';
import { walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { goRoundAt, told } from '../support/waiting.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const asking = '2026-03-02T04:00:00Z';
const early = '2026-03-03T03:59:00Z';
const late = '2026-03-03T04:00:00Z';

let team: Team;
let above: Someone;
let administrator: Someone;
let officer: Someone;
beforeEach(async () => {
  await house.clock.moveTo(new Date(asking));
  team = await aTeam(world);
  const { agencyId, unitId } = team.worker;
  const [head] = await house.rows<{ id: string }>(
    `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Above', 'TJ-DU') RETURNING id`,
    [agencyId],
  );
  await house.rows('UPDATE unit SET parent_unit_id = $2 WHERE id = $1', [unitId, head!.id]);
  above = await world.someone('supervisor', { unitId: head!.id, agencyId });
  administrator = await world.someone('administrator');
  officer = await world.someone('ministry-officer', await world.aUnit('health'));
});

/** A draft that would say how to reach the girl without harm, for which its worker has asked approval. */
async function anAsked(): Promise<{ readonly id: string; readonly caseId: string }> {
  const { id: caseId } = await world.aCase(team.worker);
  const asked = { toUnitId: officer.unitId, serviceType: 'health-check', urgency: 'normal', oneOff: ['case_protection.safe_contact'] };
  await walked(
    [team.worker, `/cases/${caseId}/protection`, { safeContact: 'in-person-only', protectionRiskReasons: ['neglect'] }],
    [team.worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] }],
  );
  const { body } = await team.worker.post(`/cases/${caseId}/referrals`, asked);
  await walked([team.worker, `/referrals/${body.id}/request-approval`]);
  return { id: body.id as string, caseId };
}
async function approve(id: string): Promise<void> {
  const { headers } = await team.supervisor.get(`/referrals/${id}`);
  expect((await team.supervisor.post(`/referrals/${id}/approve`, {}, { 'if-match': String(headers.etag) })).status).toBe(200);
}
const decline = (id: string): Promise<void> => walked([team.supervisor, `/referrals/${id}/decline`, { declineReason: 'more-than-needed' }]);

describe('Approval of what is sensitive', () => {
  it('is told to the supervisors when it is asked for, to the worker when it is given, and to nobody else', async () => {
    const { id } = await anAsked();
    const second = await world.someone('supervisor', team.worker);
    expect(await told(team.supervisor, id)).toEqual(['approval-asked']);
    await approve(id);
    await goRoundAt(house, late, late);
    expect(await told(team.worker, id)).toEqual(['approval-given']);
    expect(await told(team.supervisor, id)).toEqual(['approval-asked']);
    for (const who of [second, team.colleague, officer, above]) expect(await told(who, id)).toEqual([]);
    expect(await told(above, team.worker.unitId)).toEqual([]);
  });

  it('says to the worker that it was declined, and where, but never why or what it is about', async () => {
    const { id, caseId } = await anAsked();
    await decline(id);
    expect(await told(team.worker, id)).toEqual(['approval-declined']);
    for (const who of [team.worker, team.supervisor]) {
      const { text } = await who.get(`/notifications?subjectId=${id}`);
      for (const secret of [caseId, 'more-than-needed', 'in-person-only', 'F5']) expect(text).not.toContain(secret);
    }
  });

  it('that nobody decides is said again after a day of work, once, and to the post above of the unit alone', async () => {
    const { id } = await anAsked();
    await goRoundAt(house, early);
    expect(await told(team.supervisor, id)).toEqual(['approval-asked']);
    await goRoundAt(house, late, late, '2026-03-05T04:00:00Z');
    expect(await told(team.supervisor, id)).toEqual(['approval-asked', 'approval-late']);
    expect([await told(above, team.worker.unitId), await told(above, id)]).toEqual([['approvals-late'], []]);
    // It is not sent either, and the worker is reminded of that.
    expect(await told(team.worker, id)).toEqual(['unsent']);
    expect(await told(administrator, team.worker.unitId)).toEqual([]);
    await approve(id);
    await walked([team.worker, `/referrals/${id}/send`]);
  });

  it('has hours of its own each time it is asked for', async () => {
    const { id } = await anAsked();
    await decline(id);
    await house.clock.moveTo(new Date('2026-03-02T10:00:00Z'));
    await walked([team.worker, `/referrals/${id}/request-approval`]);
    await goRoundAt(house, late);
    expect(await told(team.supervisor, id)).toEqual(['approval-asked', 'approval-asked']);
    await goRoundAt(house, '2026-03-03T10:00:00Z');
    expect(await told(team.supervisor, id)).toEqual(['approval-asked', 'approval-asked', 'approval-late']);
  });

  it('is no news any more where the draft was a mistake', async () => {
    const { id } = await anAsked();
    await walked([team.worker, `/referrals/${id}/enter-in-error`]);
    await goRoundAt(house, late);
    expect(await told(team.supervisor, id)).toEqual(['approval-asked']);
  });

  it('where nobody is supervisor, those above hear that nobody is, and of which unit', async () => {
    await house.rows('UPDATE person SET active = false WHERE id = $1', [team.supervisor.id]);
    const { id } = await anAsked();
    await goRoundAt(house, late);
    expect([await told(above, team.worker.unitId), await told(above, id)]).toEqual([['no-supervisor'], []]);
  });

  it('of a sealed case is told to no supervisor', async () => {
    const { id, caseId } = await anAsked();
    await house.rows('UPDATE case_core SET sealed = true WHERE id = $1', [caseId]);
    await keepWhatIsDue(house);
    await goRoundAt(house, late);
    expect(await told(team.supervisor, id)).not.toContain('approval-late');
    expect(await told(above, team.worker.unitId)).toEqual([]);
  });
});
