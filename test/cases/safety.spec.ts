import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { inCare, type Care } from '../support/care.ts';
import { rawly } from '../support/raw-table.ts';
import { aTeam, eventsOf, type Team } from '../support/teams.ts';
import { World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
let care: Care;
beforeAll(async () => {
  team = await aTeam(world);
  care = await inCare(world, team.worker);
}, 30_000);

const told = { typeCode: 'physical-violence', reportedOn: '2026-03-01', action: 'listened', readerIds: [] as string[] };
const tell = (readers: readonly Someone[] = [], caseId = care.caseId): Promise<Reply> =>
  team.worker.post(`/cases/${caseId}/disclosures`, { ...told, readerIds: readers.map(({ id }) => id) });
const name = (id: string, readers: readonly Someone[], by = team.worker): Promise<Reply> =>
  by.post(`/case-disclosures/${id}/readers`, { readerIds: readers.map((each) => each.id) });
const statuses = async (id: string, ...people: Someone[]): Promise<number[]> =>
  (await Promise.all(people.map((who) => who.get(`/case-disclosures/${id}`)))).map(({ status }) => status);

describe('What somebody told of violence', () => {
  it('is there for the author and whom the author named; that it is there at all shows to nobody else of the team', async () => {
    const { worker, colleague, supervisor } = team;
    const everything = [
      'cases',
      'needs',
      'notes',
      'protections',
      'health-summaries',
      'case-disclosures',
      'referrals',
      'follow-ups',
      'notifications',
    ];
    const look = async (who: Someone): Promise<string[]> => {
      const replies = await Promise.all([`cases/${care.caseId}`, ...everything].map((path) => who.get(`/${path}`)));
      return replies.map(({ text, headers }) => `${text} ${String(headers.etag)}`);
    };
    const before = await Promise.all([colleague, supervisor, care.specialist].map(look));
    const made = await tell();
    expect([made.status, made.body]).toEqual([201, expect.objectContaining({ ...told, authorId: worker.id })]);
    expect(await Promise.all([colleague, supervisor, care.specialist].map(look))).toEqual(before);
    expect(await statuses(made.body.id as string, worker, colleague, supervisor, care.specialist, team.stranger)).toEqual([
      200, 404, 404, 404, 404,
    ]);
  });

  it('is opened to each who is named, and closed to each who is named no more', async () => {
    const { colleague, supervisor } = team;
    const { body } = await tell([colleague]);
    const id = body.id as string;
    expect(await statuses(id, colleague, supervisor, care.specialist)).toEqual([200, 404, 404]);
    expect((await name(id, [supervisor, care.specialist])).status).toBe(200);
    expect(await statuses(id, colleague, supervisor, care.specialist)).toEqual([404, 200, 200]);
    expect((await name(id, [colleague], supervisor)).status).toBe(403);
    expect((await name(id, [colleague], colleague)).status).toBe(404);
  });

  it('is opened to nobody who could not serve the case, and says so alike of strangers and of nobody', async () => {
    const elsewhere = await world.someone('specialist', await world.aUnit('health-restricted'));
    const nobody = { ...elsewhere, id: '7f2b8c1e-1111-4000-8000-00000000000a' };
    const replies = await Promise.all([elsewhere, team.stranger, team.partner, nobody].map((reader) => tell([reader])));
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(replies[0]?.body.errors).toMatchObject([{ field: 'readerIds', code: 'not-of-the-case' }]);
  });

  it('is gone for whoever leaves: a reader the unit, the specialists the case, the author the unit', async () => {
    const [reader, author] = [await world.someone('social-worker', team.worker), await world.someone('social-worker', team.worker)];
    const own = await inCare(world, author);
    const made = await author.post(`/cases/${own.caseId}/disclosures`, {
      ...told,
      readerIds: [reader.id, own.specialist.id, team.supervisor.id],
    });
    const id = made.body.id as string;
    expect(await statuses(id, author, reader, own.specialist, team.supervisor)).toEqual([200, 200, 200, 200]);
    await own.specialist.post(`/referrals/${own.referralId}/fail`, { reason: 'not-reached' });
    expect(await statuses(id, own.specialist)).toEqual([404]);
    const elsewhere = { ...reader, ...(await world.aUnit()) };
    const named = 'SELECT FROM case_disclosure WHERE id = $1';
    expect((await rawly(house, reader, ['social-worker', 'p_social_worker'], named, [id])).count).toBe(1);
    expect((await rawly(house, elsewhere, ['social-worker', 'p_social_worker'], named, [id])).count).toBe(0);
    expect((await rawly(house, { ...author, unitId: elsewhere.unitId }, ['social-worker', 'p_social_worker'], named, [id])).count).toBe(0);
  });

  it('goes to the new worker of the case only if they are named, and stays with its author', async () => {
    const author = await world.someone('social-worker', team.worker);
    const { id: caseId } = await world.aCase(author);
    const { body } = await author.post(`/cases/${caseId}/disclosures`, told);
    expect((await team.supervisor.post(`/cases/${caseId}/assign`, { workerId: team.colleague.id })).status).toBe(200);
    expect(await statuses(body.id as string, author, team.colleague)).toEqual([200, 404]);
  });

  it('stays as it was told; only what was done since is edited, by the author', async () => {
    const { body, headers } = await tell([team.colleague]);
    const path = `/case-disclosures/${body.id}`;
    const tag = { 'if-match': String(headers.etag) };
    expect((await team.worker.patch(path, { typeCode: 'other' }, tag)).status).toBe(403);
    expect((await team.colleague.patch(path, { action: 'safety-planned' }, tag)).status).toBe(403);
    expect((await team.worker.patch(path, { action: 'safety-planned' }, tag)).body.action).toBe('safety-planned');
    const forged = await rawly(
      house,
      team.worker,
      ['social-worker', 'p_social_worker'],
      "UPDATE case_disclosure SET type_code = 'other' WHERE id = $1",
      [body.id],
    );
    expect(forged.refused).toBe('42501');
  });

  it('is not of tomorrow, not of a closed case, not of somebody else’s', async () => {
    expect((await team.worker.post(`/cases/${care.caseId}/disclosures`, { ...told, reportedOn: '2026-03-03' })).status).toBe(400);
    expect((await team.colleague.post(`/cases/${care.caseId}/disclosures`, told)).status).toBe(404);
    expect((await team.supervisor.post(`/cases/${care.caseId}/disclosures`, told)).status).toBe(403);
    expect((await care.specialist.post(`/cases/${care.caseId}/disclosures`, told)).status).toBe(403);
    const { id } = await world.aCase(team.worker);
    await team.worker.post(`/cases/${id}/request-closure`, { reason: 'goals-met' });
    await team.supervisor.post(`/cases/${id}/close`);
    expect((await tell([], id)).status).toBe(409);
  });

  it('is in the access log, without a word of it', async () => {
    const { body } = await tell();
    const [event] = (await eventsOf(house, team.worker.id, 'create')).filter(({ record_ids }) => record_ids.includes(body.id as string));
    expect(event).toMatchObject({ record: 'case-disclosure', result: 'done' });
    expect(JSON.stringify(event)).not.toContain('physical-violence');
  });
});

describe('What keeps somebody safe', () => {
  const known = { protectionRiskReasons: ['neglect'], safetyPlanState: 'to-be-made', safeContact: 'in-person-only' };

  it('is written by the worker, read by the supervisor, who says how the safety plan stands, and by nobody else', async () => {
    const made = await team.worker.post(`/cases/${care.caseId}/protection`, known);
    expect([made.status, made.body]).toEqual([201, expect.objectContaining(known)]);
    const path = `/protections/${made.body.id}`;
    const seen = await Promise.all([team.supervisor, team.colleague, team.stranger, care.specialist].map((who) => who.get(path)));
    expect(seen.map(({ status }) => status)).toEqual([200, 404, 404, 404]);
    const tag = { 'if-match': String(seen[0]?.headers.etag) };
    expect((await team.supervisor.patch(path, { safeContact: 'no-contact' }, tag)).status).toBe(403);
    expect((await team.supervisor.patch(path, { safetyPlanState: 'agreed' }, tag)).body.safetyPlanState).toBe('agreed');
    expect((await team.worker.patch(path, { safetyPlanState: 'ended' }, { 'if-match': String(made.headers.etag) })).status).toBe(412);
    expect((await team.worker.post(`/cases/${care.caseId}/protection`, known)).status).toBe(409);
  });

  it('stays as it was once the case is closed', async () => {
    const { id } = await world.aCase(team.worker);
    const made = await team.worker.post(`/cases/${id}/protection`, known);
    await team.worker.post(`/cases/${id}/request-closure`, { reason: 'goals-met' });
    await team.supervisor.post(`/cases/${id}/close`);
    const { headers } = await team.worker.get(`/protections/${made.body.id}`);
    const reply = await team.worker.patch(
      `/protections/${made.body.id}`,
      { safetyPlanState: 'ended' },
      { 'if-match': String(headers.etag) },
    );
    expect([reply.status, reply.body.type]).toEqual([409, '/problems/case-closed']);
  });
});
