import { beforeAll, describe, expect, it } from '@jest/globals';
import { AddClinicalEntry } from '../../src/modules/cases/commands/add-clinical-entry.ts';
import { AddHealth } from '../../src/modules/cases/commands/add-health.ts';
import { loadReference } from '../../src/platform/reference.ts';
import { withChanged } from '../platform/changed-reference.ts';
import { openHouse } from '../support/app.ts';
import { inCare, type Care } from '../support/care.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
let care: Care;
beforeAll(async () => {
  team = await aTeam(world);
  care = await inCare(world, team.worker);
}, 30_000);

const summary = {
  codedNeeds: ['injury'],
  functioningDomains: ['walking'],
  recommendedAction: 'keep-appointments',
  flags: ['in-treatment'],
};
const entry = { note: 'Sleeps badly.', instrument: 'who-5', score: 11 };
const edited = async (id: string, who = care.specialist, change: object = { flags: ['safety-concern'] }) => {
  const { headers } = await who.get(`/health-summaries/${id}`);
  return who.patch(`/health-summaries/${id}`, change, { 'if-match': String(headers.etag) });
};

describe('The coded summary of somebody’s health', () => {
  let id: string;
  beforeAll(async () => {
    const made = await care.specialist.post(`/cases/${care.caseId}/health-summary`, summary);
    expect([made.status, made.body.codedNeeds]).toEqual([201, ['injury']]);
    id = made.body.id as string;
  });

  it('is read by the worker, the supervisor and the specialists, and does not exist for anybody else', async () => {
    const { worker, supervisor, colleague, stranger, partner } = team;
    const seen = await Promise.all(
      [worker, supervisor, care.specialist, colleague, stranger, partner].map((who) => who.get(`/health-summaries/${id}`)),
    );
    expect(seen.map(({ status }) => status)).toEqual([200, 200, 200, 404, 404, 404]);
    for (const { body } of seen.slice(0, 3)) expect(body).toMatchObject({ ...summary, caseId: care.caseId });
    expect(seen.map(({ body }) => (body.meta?.editable ?? []).length > 0)).toEqual([false, false, true, false, false, false]);
  });

  it('is changed by the specialist alone, by what was seen', async () => {
    expect((await edited(id)).body).toMatchObject({ flags: ['safety-concern'] });
    expect((await care.specialist.patch(`/health-summaries/${id}`, { flags: [] }, { 'if-match': '"old"' })).status).toBe(412);
    expect((await care.specialist.patch(`/health-summaries/${id}`, { flags: [] })).status).toBe(428);
    expect((await edited(id, team.worker)).status).toBe(403);
    expect((await edited(id, team.supervisor)).status).toBe(403);
    expect((await edited(id, care.specialist, { flags: ['nonsense'] })).status).toBe(400);
  });

  it('is one for each case, and not the worker’s to begin', async () => {
    expect((await care.specialist.post(`/cases/${care.caseId}/health-summary`, summary)).status).toBe(409);
    const { id: other } = await world.aCase(team.worker);
    expect((await team.worker.post(`/cases/${other}/health-summary`, summary)).status).toBe(403);
    expect((await care.specialist.post(`/cases/${other}/health-summary`, summary)).status).toBe(404);
  });
});

describe('Clinical notes and scores', () => {
  it('are the specialists’: for everybody else they do not exist, also if they are looked for', async () => {
    const made = await care.specialist.post(`/cases/${care.caseId}/clinical-entries`, entry);
    expect(made.body).toMatchObject({ ...entry, authorId: care.specialist.id, specialistsOnly: true });
    const { worker, supervisor, colleague } = team;
    const colleagueThere = await world.someone('specialist', care.specialist);
    const seen = await Promise.all(
      [colleagueThere, worker, supervisor, colleague].map((who) => who.get(`/clinical-entries/${made.body.id}`)),
    );
    expect(seen.map(({ status }) => status)).toEqual([200, 404, 404, 404]);
    for (const who of [worker, supervisor])
      expect((await who.get(`/clinical-entries?caseId=${care.caseId}&score=11`)).body.items).toEqual([]);
    expect((await worker.post(`/cases/${care.caseId}/clinical-entries`, entry)).status).toBe(403);
  });

  it.each([
    ['a score of nothing', { score: 3 }, 'score'],
    ['an instrument without its score', { instrument: 'who-5' }, 'score'],
    ['nothing at all', {}, 'note'],
  ])('are refused with %s', async (_, body, field) => {
    const reply = await care.specialist.post(`/cases/${care.caseId}/clinical-entries`, body);
    expect([reply.status, reply.body.errors[0].field]).toEqual([400, field]);
  });
});

describe('Where a country has no specialists', () => {
  beforeAll(() => {
    const reference = loadReference(withChanged('health-work.json', (values) => void (values.specialistsHoldScores = false)));
    for (const deed of [AddHealth, AddClinicalEntry]) Object.assign(house.app.get<object>(deed, { strict: false }), { reference });
  });

  it('the worker writes the summary and the scores, and the supervisor reads them; what specialists wrote stays theirs', async () => {
    const { worker, supervisor, colleague } = team;
    const { id } = await world.aCase(worker);
    const made = await worker.post(`/cases/${id}/health-summary`, summary);
    expect([made.status, made.body.specialistsOnly]).toEqual([201, false]);
    expect((await edited(made.body.id as string, worker)).status).toBe(200);
    const score = await worker.post(`/cases/${id}/clinical-entries`, entry);
    expect(score.status).toBe(201);
    const seen = await Promise.all([worker, supervisor, colleague].map((who) => who.get(`/clinical-entries/${score.body.id}`)));
    expect(seen.map(({ status }) => status)).toEqual([200, 200, 404]);
    expect((await worker.get(`/clinical-entries?caseId=${care.caseId}`)).body.items).toEqual([]);
  });
});
