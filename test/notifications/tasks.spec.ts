import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { Endpoint, isSignedWith } from '../support/endpoint.ts';
import { MailHost } from '../support/mail-host.ts';
import { keepWhatIsDue } from '../support/promises.ts';
import { goRoundAt } from '../support/waiting.ts';
import { walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { newConsent, World, type Reply, type Someone } from '../support/world.ts';

const host = await MailHost.reserve();
const house = openHouse({ webhooksToLoopback: true, mail: host.settings, publicUrl: 'https://homeward.example' });
const world = new World(house);
const start = '2026-03-02T04:00:00Z';
const canary = 'Cinnabar heron';
const endpoints: Endpoint[] = [];
let team: Team;
let admin: Someone;
beforeAll(async () => {
  await host.up();
  team = await aTeam(world);
  admin = await world.someone('administrator');
}, 60_000);
afterAll(async () => {
  await Promise.all(endpoints.map((each) => each.close()));
  await host.down();
});

/** A desk of a ministry with an officer, and a program that acts for it and is called. */
interface Desk {
  readonly officer: Someone;
  readonly secret: string;
  readonly endpoint: Endpoint;
  readonly ask: (method: 'GET' | 'POST', url: string, body?: object) => Promise<Reply>;
}

async function aDesk(scopes: readonly string[], at?: { unitId: string; agencyId: string }): Promise<Desk> {
  const officer = await world.someone('ministry-officer', at ?? (await world.aUnit('education')));
  const endpoint = await Endpoint.open();
  endpoints.push(endpoint);
  const client = await admin.post('/clients', { name: 'Register', unitId: officer.unitId, role: 'ministry-officer', scopes });
  const { body: key } = await admin.post(`/clients/${client.body.id}/keys`, {});
  const { body: webhook, status, text } = await admin.post('/webhooks', { clientId: client.body.id, url: endpoint.url });
  if (status !== 201) throw new Error(text);
  const ask: Desk['ask'] = async (method, url, payload) => {
    const headers = { authorization: `Bearer ${key.key}`, ...(method === 'POST' && { 'idempotency-key': randomUUID() }) };
    const reply = await house.app.inject({ method, url, headers, ...(method === 'POST' && { payload: payload ?? {} }) });
    return { status: reply.statusCode, headers: reply.headers, text: reply.body, body: JSON.parse(reply.body) };
  };
  return { officer, secret: webhook.secret as string, endpoint, ask };
}
const heard = ({ endpoint }: Desk): string[] => endpoint.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);

/** Something to be done at a desk, in words that nobody else may ever read. */
async function given({ officer }: Desk): Promise<{ id: string; caseId: string }> {
  const { id: caseId } = await world.aCase(team.worker);
  await walked([team.worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] }]);
  const asked = { template: 'A-03', dueOn: '2026-03-18', toUnitId: officer.unitId, instruction: canary, namesNobody: true };
  const { status, body, text } = await team.worker.post(`/cases/${caseId}/tasks`, asked);
  if (status !== 201) throw new Error(text);
  return { id: body.id as string, caseId };
}
const done = { evidenceCode: 'enrolled' };

describe('A program that acts for a unit', () => {
  it('does its tasks as people do: takes them on, begins them, says that they are done, and finds none of them done', async () => {
    const desk = await aDesk(['task:do']);
    const { id, caseId } = await given(desk);
    expect((await desk.ask('GET', '/tasks')).body.items).toMatchObject([{ id, template: 'A-03', status: 'open' }]);
    expect((await desk.ask('POST', `/tasks/${id}/claim`)).body).toMatchObject({ status: 'claimed', instruction: canary });
    expect((await desk.ask('POST', `/tasks/${id}/begin`)).status).toBe(200);
    const shown = await desk.ask('POST', `/tasks/${id}/complete`, done);
    expect(shown.body).toMatchObject({ status: 'done', evidenceCode: 'enrolled' });
    for (const text of [shown.text, (await desk.ask('GET', `/tasks/${id}`)).text]) expect(text).not.toContain(caseId);
    expect((await desk.ask('POST', `/tasks/${id}/verify`)).status).toBe(403);
    expect((await desk.ask('POST', `/cases/${caseId}/tasks`, {})).status).toBe(404);
    await walked([team.supervisor, `/tasks/${id}/verify`]);
  });

  it('does no more than it was let in for, and sees nothing of another unit', async () => {
    const [reader, stranger, blind] = [await aDesk(['task:read']), await aDesk(['task:do']), await aDesk(['referral:read'])];
    const { id } = await given(reader);
    expect((await reader.ask('GET', `/tasks/${id}`)).body).toMatchObject({ id, status: 'open' });
    expect((await reader.ask('POST', `/tasks/${id}/claim`)).status).toBe(403);
    expect((await stranger.ask('GET', `/tasks/${id}`)).status).toBe(404);
    expect((await stranger.ask('POST', `/tasks/${id}/claim`)).status).toBe(404);
    expect((await blind.ask('GET', '/tasks')).status).toBe(403);
  });

  it('takes on no more than a person does', async () => {
    const desk = await aDesk(['task:do']);
    const { id } = await given(desk);
    const claimed = await given(desk);
    await desk.ask('POST', `/tasks/${claimed.id}/claim`);
    await house.rows(
      `INSERT INTO task SELECT (json_populate_record(t, json_build_object('id', gen_random_uuid(), 'code', gen_random_uuid()))).* FROM task t, generate_series(1, 24) WHERE t.id = $1`,
      [claimed.id],
    );
    expect((await desk.ask('POST', `/tasks/${id}/claim`)).body).toMatchObject({ status: 409, open: 25, limit: 25 });
    expect((await desk.ask('POST', `/tasks/${id}/claim`, { overLimitReason: 'urgent' })).status).toBe(200);
  });
});

describe('A subscriber (L14)', () => {
  it('hears of each step of a task of its unit by kind and id alone, signed; so do the mails of the people there', async () => {
    const desk = await aDesk(['task:read']);
    const { officer } = desk;
    const { headers } = await admin.get(`/people/${officer.id}`);
    await admin.patch(`/people/${officer.id}`, { email: 'desk@school.example' }, { 'if-match': String(headers.etag) });
    const { id, caseId } = await given(desk);
    await walked(
      [officer, `/tasks/${id}/claim`],
      [officer, `/tasks/${id}/complete`, { ...done, evidenceText: canary }],
      [team.worker, `/tasks/${id}/return`, { reason: 'not-complete' }],
    );
    await goRoundAt(house, '2026-03-15T05:00:00Z', '2026-03-18T05:00:00Z', '2026-03-20T05:00:00Z');
    await walked([team.worker, `/tasks/${id}/cancel`, { reason: 'need-met' }]);
    await keepWhatIsDue(house);
    await house.clock.moveTo(new Date(start));
    const [opened, ...later] = heard(desk);
    expect([opened, later[0], later[1], later[2], later.at(-1)]).toEqual([
      ...['task.opened', 'task.changed', 'task.changed', 'task.returned', 'task.cancelled'],
    ]);
    expect(later.slice(3, -1)).toEqual(['task.waiting', 'task.waiting']);
    const [facts] = await house.rows<{ code: string; task: string; alias: string }>(
      'SELECT c.code, c.alias::text, t.code AS task FROM case_core c, task t WHERE c.id = $1 AND t.id = $2',
      [caseId, id],
    );
    const secrets = [caseId, facts!.code, facts!.task, canary, 'A-03', 'need-met', 'not-complete', 'enrolled', 'TJ-SU', team.worker.id];
    for (const received of desk.endpoint.received) {
      expect(JSON.parse(received.body)).toEqual({ type: expect.any(String), timestamp: expect.any(String), data: { id } });
      expect(isSignedWith(desk.secret, received)).toBe(true);
      for (const secret of secrets) expect(JSON.stringify(received)).not.toContain(secret);
    }
    const mails = host.arrived.filter(({ to }) => to.includes('desk@school.example')).map(({ raw }) => raw.replaceAll(/=\r\n/g, ''));
    expect(mails.length).toBeGreaterThan(2);
    expect(mails.join('\n')).toContain(`https://homeward.example/tasks/${id}`);
    for (const secret of secrets) expect(mails.join('\n')).not.toContain(secret);
  });

  it('of the unit that had it hears that a task is gone, of the unit that has it now that it came', async () => {
    const here = await aDesk(['task:read']);
    const [unit] = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Beside', 'TJ-SU') RETURNING id`,
      [here.officer.agencyId],
    );
    const there = await aDesk(['task:read'], { unitId: unit!.id, agencyId: here.officer.agencyId });
    const focal = await world.someone('focal-point', here.officer);
    const { id } = await given(here);
    await keepWhatIsDue(house);
    await walked([focal, `/tasks/${id}/pass-on`, { unitId: unit!.id }]);
    await keepWhatIsDue(house);
    expect([heard(here), heard(there)]).toEqual([['task.opened', 'task.cancelled'], ['task.opened']]);
  });

  it('hears nothing of what waits, is the team’s own, is another unit’s, or is not its program’s to read', async () => {
    const [desk, blind] = [await aDesk(['task:read']), await aDesk(['referral:read'])];
    const { caseId } = await given(blind);
    await walked([team.worker, `/cases/${caseId}/tasks`, { template: 'T-16', dueOn: '2026-03-18' }]);
    await walked(
      [team.worker, `/cases/${caseId}/phase`, { phase: 'P2', reason: 'Goes on.' }],
      [team.worker, `/cases/${caseId}/phase`, { phase: 'P3', reason: 'Goes on.' }],
    );
    await keepWhatIsDue(house);
    expect([heard(desk), heard(blind)]).toEqual([[], []]);
  });

  it('hears that a task is due on another day', async () => {
    const desk = await aDesk(['task:read']);
    const { id: caseId } = await world.aCase(team.worker);
    await walked(
      [team.worker, `/cases/${caseId}/phase`, { phase: 'P2', reason: 'Goes on.' }],
      [team.worker, `/cases/${caseId}/phase`, { phase: 'P3', reason: 'Goes on.' }],
      [team.worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds: [desk.officer.agencyId] }],
    );
    const { body } = await team.worker.get(`/tasks?caseId=${caseId}&template=T-30`);
    await walked([team.worker, `/tasks/${body.items[0].id}/release`, { toUnitId: desk.officer.unitId }]);
    const { headers } = await team.worker.get(`/cases/${caseId}`);
    await team.worker.patch(`/cases/${caseId}`, { placedOn: '2026-02-27' }, { 'if-match': String(headers.etag) });
    await keepWhatIsDue(house);
    expect(heard(desk)).toEqual(['task.opened', 'task.changed']);
  });
});
