import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { goRoundAt, told } from '../support/waiting.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
let clinic: Someone;
let focal: Someone;
beforeAll(async () => {
  team = await aTeam(world);
  clinic = await world.someone('ministry-officer', await world.aUnit('health'));
  focal = await world.someone('focal-point', clinic);
}, 60_000);
beforeEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

const idOf = async (caseId: string, template: string): Promise<string> =>
  (await team.worker.get(`/tasks?caseId=${caseId}&template=${template}`)).body.items[0].id as string;

describe('A task of others that still waits to be let go', () => {
  it('is late like any other: its worker is told, then the supervisor, and nobody of the agency that knows nothing of it', async () => {
    const { id: caseId } = await world.aCase(team.worker, { arrivedOn: '2026-03-01' });
    await walked(
      [team.worker, `/cases/${caseId}/risk`, { risk: 'low' }],
      [team.worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds: [clinic.agencyId] }],
    );
    const id = await idOf(caseId, 'T-08');
    expect((await house.rows('SELECT due_on FROM task WHERE id = $1', [id]))[0]).toEqual({ due_on: '2026-03-10' });
    await goRoundAt(house, '2026-03-07T05:00:00Z', '2026-03-10T05:00:00Z', '2026-03-12T05:00:00Z', '2026-03-17T05:00:00Z');
    expect(await told(team.worker, id)).toEqual(['soon-due', 'due']);
    expect(await told(team.supervisor, id)).toEqual(['supervisor']);
    expect([await told(clinic, id), await told(focal, id)]).toEqual([[], []]);
    // Once it is let go its owner hears of it, and of what is still ahead; nothing that was said is said again.
    await walked([team.worker, `/tasks/${id}/release`, { toUnitId: clinic.unitId }]);
    await goRoundAt(house, '2026-03-17T06:00:00Z', '2026-03-18T05:00:00Z');
    expect(await told(clinic, id)).toEqual(['arrived']);
    expect(await told(team.supervisor, id)).toEqual(['supervisor']);
  });

  it('is let go once somebody says that what it depends on is so, by name, and that is kept', async () => {
    const { id: caseId } = await world.aCase(team.worker, { birthQuarter: '2012-Q1' });
    await walked([team.worker, `/cases/${caseId}/consents`, { ...newConsent, assent: 'given', recipientIds: [clinic.agencyId] }]);
    const id = await idOf(caseId, 'T-07');
    const release = (confirmed?: string[]): ReturnType<Someone['post']> =>
      team.worker.post(`/tasks/${id}/release`, { toUnitId: clinic.unitId, ...(confirmed && { confirmed }) });
    for (const confirmed of [undefined, [], ['own-wish']])
      expect((await release(confirmed)).body).toMatchObject({ status: 409, conditions: ['female-clinician'] });
    expect((await release(['a-good-mood'])).status).toBe(400);
    expect((await clinic.get(`/tasks/${id}`)).status).toBe(404);
    expect((await release(['female-clinician'])).body).toMatchObject({ status: 'open', confirmed: ['female-clinician'] });
    expect((await clinic.get(`/tasks/${id}`)).body).not.toHaveProperty('confirmed');
  });
});
