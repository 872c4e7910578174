import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aTeam, whileFailing, type Team } from '../support/teams.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
let id: string;
beforeAll(async () => {
  team = await aTeam(world);
  ({ id } = await world.aCase(team.worker));
});
const need = { domain: 'health', needCode: 'health-check', severity: 'urgent' };

describe('Noting a need', () => {
  it('shows it to the worker and the supervisor, and to nobody else', async () => {
    const reply = await team.worker.post(`/cases/${id}/needs`, need);
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ ...need, caseId: id, notedOn: '2026-03-02', status: 'open' });
    const seen = await Promise.all(
      [team.supervisor, team.colleague, team.partner].map(async (who) => (await who.get(`/needs/${reply.body.id}`)).status),
    );
    expect(seen).toEqual([200, 404, 404]);
  });

  it('is refused when the need belongs to another domain', async () => {
    const reply = await team.worker.post(`/cases/${id}/needs`, { ...need, needCode: 'housing' });
    expect(reply.status).toBe(400);
    expect(reply.body.errors).toMatchObject([{ field: 'needCode', code: 'not-a-code' }]);
  });
});

describe('Writing a note', () => {
  const long = '😀'.repeat(280);
  it('takes 280 characters of any script, and not one more', async () => {
    const statuses = [];
    for (const note of [long, 'ӣ'.repeat(280), `${long}!`]) statuses.push((await team.worker.post(`/cases/${id}/notes`, { note })).status);
    expect(statuses).toEqual([201, 201, 400]);
  });

  it('is shown with its author to the supervisor', async () => {
    const { body } = await team.worker.post(`/cases/${id}/notes`, { note: 'Met at the centre.' });
    expect((await team.supervisor.get(`/notes/${body.id}`)).body).toMatchObject({ note: 'Met at the centre.', authorId: team.worker.id });
  });
});

describe.each([
  ['needs', need],
  ['notes', { note: 'Met at the centre.' }],
])('Adding to the %s of a case', (what, body) => {
  it.each([
    ['supervisor', 403],
    ['colleague', 404],
    ['stranger', 404],
    ['partner', 404],
  ] as const)('is refused to the %s with %i', async (who, status) => {
    expect((await team[who].post(`/cases/${id}/${what}`, body)).status).toBe(status);
  });

  it('is refused on a closed case with 409', async () => {
    const other = await world.aCase(team.worker);
    await team.worker.post(`/cases/${other.id}/request-closure`, { reason: 'goals-met' });
    await team.supervisor.post(`/cases/${other.id}/close`);
    const reply = await team.worker.post(`/cases/${other.id}/${what}`, body);
    expect([reply.status, reply.body.type]).toEqual([409, '/problems/case-closed']);
  });

  it('is undone when the row cannot be written', async () => {
    const table = what === 'needs' ? 'case_need' : 'case_narrative';
    const count = async (): Promise<number> => (await house.rows(`SELECT 1 FROM ${table}`)).length;
    const before = await count();
    expect((await whileFailing(house, table, () => team.worker.post(`/cases/${id}/${what}`, body))).status).toBe(500);
    expect(await count()).toBe(before);
  });
});
