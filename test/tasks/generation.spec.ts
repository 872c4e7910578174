import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
let school: Someone;
let clinic: Someone;

beforeAll(async () => {
  team = await aTeam(world);
  school = await world.someone('ministry-officer', await world.aUnit('education'));
  clinic = await world.someone('ministry-officer', await world.aUnit('health'));
}, 60_000);

interface Row {
  readonly id: string;
  readonly template: string;
  readonly status: string;
  readonly dueOn: string;
  readonly ofTeam: boolean;
  readonly ownerUnitId: string;
  readonly occurrence: number | null;
}

async function tasksOf(caseId: string, who = team.worker): Promise<Map<string, Row>> {
  const { body } = await who.get(`/tasks?caseId=${caseId}&limit=100&sort=template`);
  return new Map((body.items as Row[]).map((row) => [`${row.template}${row.occurrence === 1 ? '' : `/${row.occurrence}`}`, row]));
}
const idsOf = async (caseId: string): Promise<string[]> => [...(await tasksOf(caseId)).keys()].sort();
const movedTo = (id: string, ...phases: readonly string[]): Promise<void> =>
  walked(...phases.map((phase) => [team.worker, `/cases/${id}/phase`, { phase, reason: 'Goes on.' }] as const));
const done = async (id: string): Promise<void> =>
  walked(
    [team.worker, `/tasks/${id}/claim`],
    [team.worker, `/tasks/${id}/complete`, { evidenceCode: 'assessment-made' }],
    [team.supervisor, `/tasks/${id}/verify`],
  );

const firstOfAChild = ['T-01', 'T-02', 'T-03', 'T-04', 'T-05', 'T-08', 'T-09', 'T-10', 'T-51'];

describe('The tasks of a case', () => {
  it('come into being with it: the team’s own open, what others do waits until a person lets it go', async () => {
    const { id } = await world.aCase(team.worker);
    const tasks = await tasksOf(id);
    expect([...tasks.keys()].sort()).toEqual(firstOfAChild);
    expect(tasks.get('T-09')).toMatchObject({ status: 'open', ofTeam: true, ownerUnitId: team.worker.unitId });
    expect(tasks.get('T-03')).toMatchObject({ status: 'waiting', ofTeam: true });
    expect(tasks.get('T-04')).toMatchObject({ status: 'waiting', ofTeam: false, ownerUnitId: clinic.unitId });
    expect((await clinic.get('/tasks')).body.items).toEqual([]);
  });

  it('follow it through the phases, once each, for those they are for', async () => {
    const { id } = await world.aCase(team.worker);
    await movedTo(id, 'P2');
    const second = await idsOf(id);
    expect(second).toEqual([...firstOfAChild, 'T-13', 'T-15', 'T-16', 'T-17', 'T-19'].filter((each) => each !== 'T-13').sort());
    await movedTo(id, 'P1', 'P2');
    await walked([team.worker, `/cases/${id}/risk`, { risk: 'high' }]);
    expect(await idsOf(id)).toEqual(second);
    await movedTo(id, 'P3', 'P4');
    const fourth = await tasksOf(id);
    expect([...fourth.keys()].filter((each) => !second.includes(each)).sort()).toEqual(['T-25', 'T-30', 'T-31', 'T-32', 'T-46']);
    expect(fourth.get('T-30')).toMatchObject({ ownerUnitId: school.unitId });
  });

  it('grow with what becomes known of the person', async () => {
    const { id } = await world.aCase(team.worker);
    await movedTo(id, 'P2');
    await walked([team.worker, `/cases/${id}/needs`, { domain: 'legal-identity', needCode: 'birth-registration', severity: 'urgent' }]);
    expect(await idsOf(id)).toEqual(expect.arrayContaining(['T-11', 'T-12']));
    const before = await idsOf(id);
    const tag = { 'if-match': String((await team.worker.get(`/cases/${id}`)).headers.etag) };
    expect((await team.worker.patch(`/cases/${id}`, { careArrangement: 'kinship-care' }, tag)).status).toBe(200);
    expect((await idsOf(id)).filter((each) => !before.includes(each))).toEqual(['T-20', 'T-21', 'T-22', 'T-23']);
  });

  it('are due anew when the day of the placement becomes known', async () => {
    const { id } = await world.aCase(team.worker);
    await movedTo(id, 'P2', 'P3');
    expect((await tasksOf(id)).get('T-30')).toMatchObject({ dueOn: '2026-03-16' });
    const { headers } = await team.worker.get(`/cases/${id}`);
    await team.worker.patch(`/cases/${id}`, { placedOn: '2026-02-27' }, { 'if-match': String(headers.etag) });
    expect((await tasksOf(id)).get('T-30')).toMatchObject({ dueOn: '2026-03-13' });
    expect((await tasksOf(id)).get('T-09')).toMatchObject({ dueOn: '2026-03-02' });
  });

  it('are not doubled by one that was made by hand before', async () => {
    const { id } = await world.aCase(team.worker);
    await walked([team.worker, `/cases/${id}/tasks`, { template: 'T-16', dueOn: '2026-03-18' }]);
    await movedTo(id, 'P2');
    expect([...(await tasksOf(id)).values()].filter(({ template }) => template === 'T-16')).toHaveLength(1);
    const { body } = await team.worker.post(`/cases/${id}/tasks`, { template: 'T-15', dueOn: '2026-03-18' });
    expect(body.type).toContain('task-already-open');
  });

  it('hand over with the case, each time anew', async () => {
    const { id } = await world.aCase(team.worker);
    await walked([team.supervisor, `/cases/${id}/assign`, { workerId: team.colleague.id }]);
    await walked([team.supervisor, `/cases/${id}/assign`, { workerId: team.worker.id }]);
    const tasks = await tasksOf(id);
    expect(tasks.get('T-71')).toMatchObject({ status: 'open', dueOn: '2026-03-05' });
    expect(tasks.get('T-71/2')).toMatchObject({ status: 'open' });
  });

  it('are the team’s to see to where no such agency takes part', async () => {
    const elsewhere = await world.someone('social-worker');
    await house.rows(`UPDATE agency SET country = 'KG' WHERE id = $1`, [clinic.agencyId]);
    const { id } = await world.aCase(elsewhere);
    await house.rows(`UPDATE agency SET country = 'TJ' WHERE id = $1`, [clinic.agencyId]);
    expect((await tasksOf(id, elsewhere)).get('T-04')).toMatchObject({ ofTeam: true, ownerUnitId: elsewhere.unitId, status: 'waiting' });
  });
});

describe('A task that waits', () => {
  it('opens by itself when what comes before it is done, if it is the team’s own', async () => {
    const { id } = await world.aCase(team.worker);
    const tasks = await tasksOf(id);
    await walked(
      [team.worker, `/tasks/${tasks.get('T-02')!.id}/claim`],
      [team.worker, `/tasks/${tasks.get('T-02')!.id}/complete`, { evidenceCode: 'agreement-signed' }],
    );
    expect((await tasksOf(id)).get('T-03')).toMatchObject({ status: 'open' });
  });

  it('waits for nothing that was dropped, and not for consent where life is at stake', async () => {
    const { id } = await world.aCase(team.worker, { legalBasis: 'vital-interest' });
    expect((await tasksOf(id)).get('T-03')).toMatchObject({ status: 'open' });
    const other = await world.aCase(team.worker);
    const second = (await tasksOf(other.id)).get('T-02')!;
    await walked([team.worker, `/tasks/${second.id}/cancel`, { reason: 'not-applicable' }]);
    expect((await tasksOf(other.id)).get('T-03')).toMatchObject({ status: 'open' });
  });

  it('is let go by a person, on a consent, once what comes before it is done', async () => {
    const { id } = await world.aCase(team.worker);
    const tasks = await tasksOf(id);
    const [check, vaccines] = [tasks.get('T-04')!, tasks.get('T-05')!];
    expect((await team.worker.post(`/tasks/${check.id}/release`)).body).toMatchObject({ status: 409, scopes: ['share', 'health'] });
    await walked([team.worker, `/cases/${id}/consents`, { ...newConsent, recipientIds: [clinic.agencyId] }]);
    expect((await team.worker.post(`/tasks/${vaccines.id}/release`)).body).toMatchObject({ status: 409, after: ['T-04'] });
    await walked([team.worker, `/tasks/${check.id}/release`], [clinic, `/tasks/${check.id}/claim`]);
    const seen = await clinic.get(`/tasks/${check.id}`);
    expect(seen.body).toMatchObject({ package: { sex: 'female' } });
    // What is sensitive leaves by referral alone.
    expect(seen.body.package).not.toHaveProperty('codedNeeds');
    await walked(
      [clinic, `/tasks/${check.id}/complete`, { evidenceCode: 'appointment-held' }],
      [team.worker, `/tasks/${vaccines.id}/release`],
    );
    expect((await clinic.get('/tasks?status=open')).body.items).toMatchObject([{ id: vaccines.id }]);
  });

  it('can go to another unit that does such things, and to none that does not', async () => {
    const { id } = await world.aCase(team.worker);
    const other = await world.someone('ministry-officer', await world.aUnit('health'));
    await walked([team.worker, `/cases/${id}/consents`, { ...newConsent, recipientIds: [other.agencyId] }]);
    const check = (await tasksOf(id)).get('T-04')!;
    const refused = await team.worker.post(`/tasks/${check.id}/release`, { toUnitId: school.unitId });
    expect(refused.body.errors[0]).toMatchObject({ field: 'toUnitId', code: 'not-a-doer' });
    await walked([team.supervisor, `/tasks/${check.id}/release`, { toUnitId: other.unitId }], [other, `/tasks/${check.id}/claim`]);
  });

  it('is not let go before its day', async () => {
    const { id } = await world.aCase(team.worker, { arrivedOn: '2026-03-01' });
    await movedTo(id, 'P2');
    const care = await world.someone('specialist', await world.aUnit('health-restricted'));
    await walked([team.worker, `/cases/${id}/consents`, { ...newConsent, recipientIds: [care.agencyId] }]);
    const screening = (await tasksOf(id)).get('T-17')!;
    const asked = { toUnitId: care.unitId, confirmed: ['care-pathway-exists'] };
    expect((await team.worker.post(`/tasks/${screening.id}/release`, asked)).body).toMatchObject({ status: 409, from: '2026-03-15' });
  });
});

describe('What is done again and again', () => {
  it('is asked for anew when it was found done, as often as its template says', async () => {
    const { id } = await world.aCase(team.worker);
    const tasks = await tasksOf(id);
    await done(tasks.get('T-10')!.id);
    expect((await tasksOf(id)).get('T-10/2')).toMatchObject({ status: 'open', dueOn: '2026-04-01' });
    await walked([team.supervisor, `/tasks/${tasks.get('T-10')!.id}/reopen`, { reason: 'more-to-do' }]);
    await walked(
      [team.worker, `/tasks/${tasks.get('T-10')!.id}/begin`],
      [team.worker, `/tasks/${tasks.get('T-10')!.id}/complete`, { evidenceCode: 'visit-made' }],
    );
    expect(await idsOf(id)).not.toContain('T-10/3');
  });
});

describe('What age and sex decide (R-03)', () => {
  it('nobody is given a task that is for people of another age or sex', async () => {
    const { id } = await world.aCase(team.worker, { sex: 'male' });
    for (const template of ['T-07', 'T-41', 'T-42']) {
      const reply = await team.worker.post(`/cases/${id}/tasks`, { template, dueOn: '2026-03-18', toUnitId: clinic.unitId, confirmed: [] });
      expect([template, reply.status]).toEqual([template, 400]);
    }
  });
});
