import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { at } from '../support/promises.ts';
import { aTeam, atOnce, type Team } from '../support/teams.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
});
afterEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

async function aNotification(): Promise<{ id: string; case: { id: string; code: string } }> {
  const made = await world.aCase(team.worker, { district: 'Canarydistrict' });
  const followUp = (await team.worker.get(`/follow-ups?type=contact&caseId=${made.id}`)).body.items[0].id;
  await team.worker.post(`/cases/${made.id}/notes`, { note: 'Canarynote' });
  await at(house, '2026-03-07T04:00:00Z');
  const { body } = await team.worker.get(`/notifications?subjectId=${followUp}`);
  return { id: body.items[0].id, case: made };
}

describe('A notification', () => {
  it('is for one person, and says nothing of the case', async () => {
    const { id, case: about } = await aNotification();
    const { body, text } = await team.worker.get(`/notifications/${id}`);
    expect(body).toMatchObject({ kind: 'soon-due', personId: team.worker.id, dueOn: '2026-03-10', readAt: null });
    for (const canary of [about.id, about.code, 'Canary']) expect(text).not.toContain(canary);
    const others = await Promise.all([team.supervisor, team.colleague, team.partner].map((who) => who.get(`/notifications/${id}`)));
    expect(others.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it('is read once, however often', async () => {
    const { id } = await aNotification();
    await house.clock.moveTo(new Date('2026-03-08T04:00:00Z'));
    expect(await atOnce(4, () => team.worker.post(`/notifications/${id}/read`))).toEqual([200, 200, 200, 200]);
    await house.clock.moveTo(new Date('2026-03-09T04:00:00Z'));
    expect((await team.worker.post(`/notifications/${id}/read`)).body.readAt).toBe('2026-03-08T04:00:00.000Z');
    expect((await team.supervisor.post(`/notifications/${id}/read`)).status).toBe(404);
  });

  it('goes out as one mail that tells nothing but the day and where to look', async () => {
    const { id, case: about } = await aNotification();
    const folder = join(house.config.dataDir, 'mail');
    const text = await readFile(join(folder, `${id}.json`), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ to: team.worker.id, subject: 'A follow-up of yours is due soon' });
    const [facts] = await house.rows<{ alias: number }>('SELECT alias FROM case_core WHERE id = $1', [about.id]);
    for (const canary of [about.id, about.code, 'Canary', String(facts?.alias), 'TJ-SU']) expect(text).not.toContain(canary);
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
