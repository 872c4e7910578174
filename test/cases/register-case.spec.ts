import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aTeam, eventsOf, whileFailing, type Team } from '../support/teams.ts';
import { newCase, World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
});

describe('Registering a case', () => {
  it('opens it by code only, and shows it to its worker', async () => {
    const { worker } = team;
    const reply = await worker.post('/cases', newCase);
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      status: 'registered',
      risk: 'unknown',
      ageBand: '6-11',
      workerId: worker.id,
      birthQuarter: '2015-Q3',
    });
    expect(reply.body.code).toMatch(/^[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{4}$/);
    expect(reply.body.meta.masked).toEqual([]);
    const again = await worker.get(`/cases/${reply.body.id}`);
    expect(again.body).toEqual(reply.body);
    expect(again.headers.etag).toBe(reply.headers.etag);
  });

  it('plans the first follow-up in seven days, as for high danger, on a working day', async () => {
    const { id } = await world.aCase(team.worker);
    const { body } = await team.worker.get(`/follow-ups?type=contact&caseId=${id}`);
    expect(body.items).toMatchObject([{ status: 'planned', dueOn: '2026-03-10', riskBasis: 'high' }]);
  });

  it('is visible to the worker and the supervisor, and to nobody else', async () => {
    const { id } = await world.aCase(team.worker);
    const statuses = await Promise.all(
      [team.worker, team.supervisor, team.colleague, team.stranger, team.partner].map(
        async (who) => (await who.get(`/cases/${id}`)).status,
      ),
    );
    expect(statuses).toEqual([200, 200, 404, 404, 404]);
  });

  it.each(['supervisor', 'partner'] as const)('is refused to the %s with 403', async (who) => {
    const reply = await team[who].post('/cases', newCase);
    expect([reply.status, reply.body.type]).toEqual([403, '/problems/forbidden']);
  });

  it.each([
    ['social', '2015-Q3', 201],
    ['child-protection', '2015-Q3', 201],
    ['interior', '2015-Q3', 403],
    ['interior', '1990-Q1', 403],
    ['labour', '1990-Q1', 403],
  ])('in a body of the type %s, for a birth in %s, is answered with %i (R-05)', async (type, birthQuarter, status) => {
    const worker = await world.someone('social-worker', await world.aUnit(type));
    const reply = await worker.post('/cases', { ...newCase, birthQuarter });
    expect([reply.status, reply.body.why]).toEqual([status, status === 403 ? 'agency-type' : undefined]);
  });

  it.each([
    ['an arrival tomorrow', { arrivedOn: '2026-03-03' }, 'arrivedOn', 'in-the-future'],
    ['an arrival on a day that does not exist', { arrivedOn: '2026-02-30' }, 'arrivedOn', 'not-a-day'],
    ['a birth in a quarter to come', { birthQuarter: '2026-Q4' }, 'birthQuarter', 'not-a-birth'],
    ['a birth before anybody alive', { birthQuarter: '1850-Q1' }, 'birthQuarter', 'not-a-birth'],
    ['a fifth quarter', { birthQuarter: '2015-Q5' }, 'birthQuarter', 'not-a-quarter'],
    ['a region of another country', { region: 'KZ-ALA' }, 'region', 'not-a-code'],
    ['a name', { name: 'Somebody' }, 'name', 'unknown-field'],
    ['a worker of the sender’s choice', { workerId: '00000000-0000-4000-8000-000000000000' }, 'workerId', 'unknown-field'],
  ])('is refused with %s', async (_, wrong, field, code) => {
    const reply = await team.worker.post('/cases', { ...newCase, ...wrong });
    expect(reply.status).toBe(400);
    expect(reply.body.errors).toMatchObject([{ field, code }]);
  });

  it('takes an arrival today, as today is where the case is looked after', async () => {
    const reply = await team.worker.post('/cases', { ...newCase, arrivedOn: '2026-03-02' });
    expect(reply.status).toBe(201);
  });

  it('draws another alias when the first is taken in the unit', async () => {
    const worker = await world.someone('social-worker');
    await house.rows(
      `INSERT INTO case_core (id, code, alias, status, phase, priority, risk, country, legal_basis, worker_id, unit_id, supervisor_unit_id, sealed, version)
       SELECT gen_random_uuid(), gen_random_uuid()::text, a * 1000 + n, 'closed', 'P1', 'normal', 'unknown', 'TJ', 'consent', $1, $2, $2, false, 1
       FROM generate_series(0, 49) a, generate_series(0, 124) n`,
      [worker.id, worker.unitId],
    );
    const statuses = [];
    for (let i = 0; i < 10; i++) statuses.push((await worker.post('/cases', newCase)).status);
    expect(new Set(statuses)).toEqual(new Set([201]));
  });

  it('never fails for want of an alias: when every pair of words is taken, a small number is added', async () => {
    const worker = await world.someone('social-worker');
    await house.rows(
      `INSERT INTO case_core (id, code, alias, status, phase, priority, risk, country, legal_basis, worker_id, unit_id, supervisor_unit_id, sealed, version)
       SELECT gen_random_uuid(), gen_random_uuid()::text, a * 1000 + n, 'active', 'P1', 'normal', 'unknown', 'TJ', 'consent', $1, $2, $2, false, 1
       FROM generate_series(0, 113) a, generate_series(0, 124) n`,
      [worker.id, worker.unitId],
    );
    const replies = await Promise.all(Array.from({ length: 6 }, () => worker.post('/cases', newCase)));
    const aliases = replies.map(({ body }) => String(body.alias));
    expect([replies.map(({ status }) => status), new Set(aliases).size]).toEqual([replies.map(() => 201), 6]);
    for (const alias of aliases) expect(alias).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+ [2-9]$/);
    const stranger = await world.someone('social-worker');
    expect((await stranger.post('/cases', newCase)).body.alias).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
  });

  it('is undone as a whole when the follow-up cannot be planned', async () => {
    const worker = await world.someone('social-worker');
    const reply = await whileFailing(house, 'follow_up_dispatch', () => worker.post('/cases', newCase));
    expect(reply.status).toBe(500);
    expect(reply.text).not.toContain('disk');
    const left = await house.rows('SELECT 1 FROM case_core WHERE worker_id = $1', [worker.id]);
    const told = await eventsOf(house, worker.id, 'create');
    expect([left, told]).toEqual([[], []]);
  });

  it('stands in the access log, by whom and which, without a value', async () => {
    const worker = await world.someone('social-worker');
    const { id, code } = await world.aCase(worker, { district: 'Canarydistrict' });
    expect(await eventsOf(house, worker.id, 'create')).toMatchObject([
      { actor_role: 'social-worker', record: 'case', record_ids: [id], result: 'done' },
    ]);
    const log = JSON.stringify(await house.rows('SELECT * FROM audit.event WHERE actor_id = $1', [worker.id]));
    for (const value of [code, 'Canarydistrict', '2015-Q3']) expect(log).not.toContain(value);
  });
});
