import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { Plan } from '../../src/access/plan.ts';
import { readPage } from '../../src/access/statement.ts';
import { CaseRecord } from '../../src/modules/cases/index.ts';
import { urlFor } from '../../src/platform/config.ts';
import type { Actor } from '../../src/platform/database/context.ts';
import { socialWorker } from '../../src/policy/roles/social-worker.ts';
import { openHouse } from '../support/app.ts';
import { attempt, genuine, under } from '../support/policy-walls.ts';
import { at } from '../support/promises.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

/** Before, on the first and the last of the days, and after: as the day begins and ends in Dushanbe, five hours ahead. */
const before = '2026-03-05T18:59:00Z';
const first = '2026-03-05T19:00:00Z';
const last = '2026-03-09T18:59:00Z';
const after = '2026-03-09T19:00:00Z';
const days = { fromOn: '2026-03-06', toOn: '2026-03-09' };

const house = openHouse();
const world = new World(house);
/** The worker goes away, the colleague stands in. */
let team: Team;
let delegationId: string;
let caseId: string;
const goTo = (moment: string): Promise<void> => house.clock.moveTo(new Date(moment));
const cover = async (away: Someone, standIn: Someone): Promise<string> =>
  (await away.post('/delegations', { delegateId: standIn.id, ...days })).body.id as string;
const sees = async (who: Someone, path = `/cases/${caseId}`): Promise<number> => (await who.get(path)).status;
const listed = async (who: Someone, path = '/cases'): Promise<string[]> =>
  ((await who.get(`${path}?limit=100`)).body.items as { id: string }[]).map(({ id }) => id);

beforeEach(async () => {
  await goTo('2026-03-02T04:00:00Z');
  team = await aTeam(world);
  ({ id: caseId } = await world.aCase(team.worker));
  delegationId = await cover(team.worker, team.colleague);
});

describe('Whoever stands in', () => {
  it('has the cases of whoever is away from the first day to the last, as the calendar of their country has it, and on no other', async () => {
    const seen: Record<string, [number, number, boolean]> = {};
    for (const [when, moment] of Object.entries({ before, first, last, after })) {
      await goTo(moment);
      seen[when] = [await sees(team.colleague), await sees(team.worker), (await listed(team.colleague)).includes(caseId)];
    }
    expect(seen).toEqual({ before: [404, 200, false], first: [200, 200, true], last: [200, 200, true], after: [404, 200, false] });
  });

  it('sees whose case it is and what they may do; lists, counts and the agenda hold it', async () => {
    const own = await world.aCase(team.colleague);
    await goTo(first);
    const { body } = await team.colleague.get(`/cases/${caseId}`);
    const theirs = (await team.worker.get(`/cases/${caseId}`)).body;
    expect(body).toEqual(theirs);
    expect(body.workerId).toBe(team.worker.id);
    expect((await listed(team.colleague)).sort()).toEqual([own.id, caseId].sort());
    expect(((await team.colleague.get(`/cases?workerId=${team.worker.id}`)).body.items as unknown[]).length).toBe(1);
    const agenda = (await team.colleague.get(`/follow-ups?caseId=${caseId}`)).body.items as { id: string }[];
    expect(agenda.map(({ id }) => id)).toEqual(
      ((await team.worker.get(`/follow-ups?caseId=${caseId}`)).body.items as { id: string }[]).map(({ id }) => id),
    );
    const pages: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = (await team.colleague.get(`/cases?limit=1&sort=-code${next === '' ? '' : `&after=${next}`}`)).body;
      pages.push(...(page.items as { id: string }[]).map(({ id }) => id));
      next = page.next as string | null;
    }
    expect(pages.sort()).toEqual([own.id, caseId].sort());
  });

  it('counts what waits as it is listed', async () => {
    const { id } = await world.aSentReferral(team.worker, team.partner);
    expect((await team.colleague.get('/referrals/waiting')).body.items).toEqual([]);
    await goTo(first);
    const tiles = async (who: Someone) => (await who.get('/referrals/waiting/tiles')).body as { tiles: { count: number }[] };
    expect(await tiles(team.colleague)).toEqual(await tiles(team.worker));
    expect(await listed(team.colleague, '/referrals')).toEqual([id]);
  });

  it('does the work of the case in their own name', async () => {
    await goTo(first);
    const { colleague } = team;
    const did: [string, object][] = [
      ['notes', { note: 'Called in the morning.' }],
      ['needs', { domain: 'health', needCode: 'health-check', severity: 'some' }],
      ['protection', { protectionRiskReasons: ['neglect'], safetyPlanState: 'agreed', safeContact: 'in-person-only' }],
      ['consents', { ...newConsent, recipientIds: [team.partner.agencyId] }],
      ['referrals', { toUnitId: team.partner.unitId, serviceType: 'school-place', urgency: 'high' }],
      ['tasks', { template: 'T-16', dueOn: '2026-03-18' }],
    ];
    const made: Record<string, string> = {};
    for (const [path, body] of did) {
      const reply = await colleague.post(`/cases/${caseId}/${path}`, body);
      expect([path, reply.status, reply.status === 201 ? '' : reply.text]).toEqual([path, 201, '']);
      made[path] = reply.body.id as string;
    }
    expect((await colleague.post(`/cases/${caseId}/risk`, { risk: 'high' })).status).toBe(200);
    const { headers } = await colleague.get(`/cases/${caseId}`);
    expect((await colleague.patch(`/cases/${caseId}`, { language: 'ru' }, { 'if-match': String(headers.etag) })).status).toBe(200);
    const sent = await colleague.post(`/referrals/${made.referrals}/send`);
    expect([sent.status, sent.body.senderId, sent.body.workerId ?? team.worker.id]).toEqual([200, colleague.id, team.worker.id]);
    expect((await colleague.post(`/referrals/${made.referrals}/messages`, { subject: 'other', text: 'Any news?' })).body).toMatchObject({
      side: 'sender',
      authorId: colleague.id,
    });
    const followUp = (await colleague.get(`/follow-ups?type=contact&caseId=${caseId}`)).body.items[0].id as string;
    expect((await colleague.post(`/follow-ups/${followUp}/complete`, { result: 'reached-well' })).status).toBe(200);
    for (const deed of ['claim', 'begin']) expect((await colleague.post(`/tasks/${made.tasks}/${deed}`)).status).toBe(200);
    // Whoever comes back finds all of it, and goes on.
    await goTo(after);
    expect(
      await Promise.all(
        [`/notes/${made.notes}`, `/referrals/${made.referrals}`, `/tasks/${made.tasks}`].map((path) => sees(team.worker, path)),
      ),
    ).toEqual([200, 200, 200]);
    expect((await team.worker.post(`/tasks/${made.tasks}/block`, { reason: 'papers-missing' })).status).not.toBe(404);
    for (const path of [`/notes/${made.notes}`, `/referrals/${made.referrals}`, `/tasks/${made.tasks}`, `/follow-ups/${followUp}`])
      expect(await sees(colleague, path)).toBe(404);
    for (const list of ['/cases', '/notes', '/needs', '/referrals', '/tasks', '/follow-ups', '/consents', '/protections'])
      expect(await listed(colleague, list)).toEqual([]);
    expect((await colleague.post(`/cases/${caseId}/notes`, { note: 'One more.' })).status).toBe(404);
  });

  it('has it in the unit’s name to nobody else: not assigned by them, not delegated on, not sealed or unsealed', async () => {
    const third = await world.someone('social-worker', team.worker);
    await goTo(first);
    expect((await team.colleague.post(`/cases/${caseId}/assign`, { workerId: team.colleague.id })).status).toBe(403);
    expect((await team.colleague.post('/delegations', { personId: team.worker.id, delegateId: third.id, ...days })).status).toBe(403);
    expect((await team.colleague.post(`/cases/${caseId}/unseal`)).status).toBe(403);
    expect((await team.colleague.post(`/delegations/${delegationId}/end`)).status).toBe(403);
    const { body } = await team.colleague.post('/cases', (await import('../support/world.ts')).newCase);
    expect(body.workerId).toBe(team.colleague.id);
    expect(await sees(team.worker, `/cases/${body.id}`)).toBe(404);
  });

  it('has nothing of whoever the other stands in for themselves', async () => {
    const third = await world.someone('social-worker', team.worker);
    const { id } = await world.aCase(third);
    await cover(third, team.worker);
    await goTo(first);
    expect([await sees(team.worker, `/cases/${id}`), await sees(team.colleague, `/cases/${id}`)]).toEqual([200, 404]);
    expect(await listed(team.colleague)).toEqual([caseId]);
  });

  it('sees no sealed case, and hears of one only that something came up', async () => {
    await goTo(first);
    expect(await sees(team.colleague)).toBe(200);
    expect((await team.supervisor.post(`/cases/${caseId}/seal`, { reason: 'relative-in-team' })).status).toBe(204);
    expect([await sees(team.colleague), await listed(team.colleague)]).toEqual([404, []]);
    await at(house, '2026-03-07T04:00:00Z');
    const told = (await team.colleague.get('/notifications')).body.items as { kind: string; subjectId: string }[];
    expect(told).toMatchObject([{ kind: 'standing-in', subjectId: delegationId }]);
  });

  it('is told what the other is told, and can open it', async () => {
    const { id } = await world.aSentReferral(team.worker, team.partner);
    await at(house, '2026-03-07T04:00:00Z');
    expect((await team.partner.post(`/referrals/${id}/accept`)).status).toBe(200);
    const toldTo = async (who: Someone) =>
      ((await who.get('/notifications?limit=100')).body.items as { kind: string; subjectType: string; subjectId: string }[])
        .map(({ kind, subjectType, subjectId }) => ({ kind, subjectType, subjectId }))
        .sort((a, b) => `${a.subjectId}${a.kind}`.localeCompare(`${b.subjectId}${b.kind}`));
    const told = await toldTo(team.colleague);
    expect(told).toEqual(await toldTo(team.worker));
    expect(told.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['soon-due', 'accepted']));
    for (const { subjectType, subjectId } of told) expect(await sees(team.colleague, `/${subjectType}s/${subjectId}`)).toBe(200);
  });

  it('reads no disclosure of others; writes down what is told to them, which stays theirs', async () => {
    const told = { typeCode: 'other', reportedOn: '2026-03-01', action: 'listened', readerIds: [] };
    const earlier = (await team.worker.post(`/cases/${caseId}/disclosures`, told)).body.id as string;
    await goTo(first);
    expect([await sees(team.colleague, `/case-disclosures/${earlier}`), await listed(team.colleague, '/case-disclosures')]).toEqual([
      404,
      [],
    ]);
    const own = await team.colleague.post(`/cases/${caseId}/disclosures`, told);
    expect([own.status, await sees(team.worker, `/case-disclosures/${own.body.id}`)]).toEqual([201, 404]);
    await goTo(after);
    const named = await team.colleague.post(`/case-disclosures/${own.body.id}/readers`, { readerIds: [team.worker.id] });
    expect([named.status, await sees(team.worker, `/case-disclosures/${own.body.id}`)]).toEqual([200, 200]);
    expect((await team.colleague.post(`/cases/${caseId}/disclosures`, told)).status).toBe(404);
  });

  it('is one person: what takes two takes another', async () => {
    await goTo(first);
    expect((await team.colleague.post(`/cases/${caseId}/request-closure`, { reason: 'goals-met' })).body).toMatchObject({
      closureRequestedById: team.colleague.id,
    });
    expect((await team.colleague.post(`/cases/${caseId}/close`)).status).toBe(403);
    expect((await team.supervisor.post(`/cases/${caseId}/close`)).status).toBe(200);
  });
});

describe('Standing in is over', () => {
  const over: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['the moment it is ended', () => team.worker.post(`/delegations/${delegationId}/end`)],
    ['when whoever is away leaves', () => house.rows('UPDATE person SET active = false WHERE id = $1', [team.worker.id])],
    ['when whoever is away changes roles', () => house.rows(`UPDATE person SET role = 'supervisor' WHERE id = $1`, [team.worker.id])],
    [
      'when whoever is away moves to another unit',
      async () =>
        house.rows('UPDATE person SET unit_id = $2, agency_id = $3 WHERE id = $1', [
          team.worker.id,
          team.stranger.unitId,
          team.stranger.agencyId,
        ]),
    ],
    ['with the last day, however the clock came there', () => goTo(after)],
  ];
  it.each(over)('%s, on the next request', async (_, end) => {
    await goTo(first);
    expect(await sees(team.colleague)).toBe(200);
    await end();
    expect([await sees(team.colleague), await listed(team.colleague)]).toEqual([404, []]);
  });

  it('and begins as soon: what was remembered of whoever asks is held against the delegations each time', async () => {
    await team.worker.post(`/delegations/${delegationId}/end`);
    await goTo(first);
    expect(await sees(team.colleague)).toBe(404);
    await cover(team.worker, team.colleague);
    expect(await sees(team.colleague)).toBe(200);
    // The first thing they ask may as well be refused, or be a deed.
    const other = await world.someone('social-worker', team.worker);
    expect(await sees(other)).toBe(404);
    const theirs = await world.aCase(team.colleague);
    await cover(team.colleague, other);
    expect((await other.post(`/cases/${theirs.id}/seal`, { reason: 'relative-in-team' })).status).toBe(403);
    expect((await other.post(`/cases/${theirs.id}/notes`, { note: 'Here now.' })).status).toBe(201);
  });

  it('for whoever stands in and leaves or changes posts, with their session', async () => {
    await goTo(first);
    expect(await sees(team.colleague)).toBe(200);
    await house.rows('UPDATE person SET active = false WHERE id = $1', [team.colleague.id]);
    expect(await sees(team.colleague)).toBe(401);
  });
});

describe('What stands in the records', () => {
  it('is that somebody acted for somebody: in the access log of every row, in the history and the timeline', async () => {
    const own = await world.aCase(team.colleague);
    await goTo(first);
    await team.colleague.get('/cases');
    await team.colleague.get(`/cases/${caseId}`);
    await team.colleague.get(`/cases/${own.id}`);
    await team.colleague.post(`/cases/${caseId}/notes`, { note: 'Seen.' });
    await team.colleague.post(`/cases/${caseId}/risk`, { risk: 'high' });
    const lines = await house.rows<{ action: string; record: string; record_ids: string[]; on_behalf_of: string | null }>(
      `SELECT action, record, record_ids::text[], on_behalf_of FROM audit.event WHERE actor_id = $1 AND record_ids && $2 ORDER BY at`,
      [team.colleague.id, [caseId, own.id]],
    );
    const forAway = (ids: string[]): string | null => (ids.includes(caseId) ? team.worker.id : null);
    const [, ...sinceThen] = lines;
    expect(sinceThen.map(({ action, record_ids, on_behalf_of }) => [action, record_ids.length, on_behalf_of])).toEqual(
      sinceThen.map(({ action, record_ids }) => [action, 1, forAway(record_ids)]),
    );
    expect(new Set(sinceThen.map(({ action }) => action))).toEqual(new Set(['list', 'read', 'add-note', 'set-risk']));
    const auditor = await world.someone('auditor');
    const shown = (await auditor.get(`/audit-events?actorId=${team.colleague.id}&onBehalfOf=${team.worker.id}`)).body.items as {
      action: string;
    }[];
    expect(shown.map(({ action }) => action)).toEqual(expect.arrayContaining(['list', 'read', 'add-note', 'create', 'set-risk']));
    for (const list of ['history', 'timeline']) {
      const told = (await team.worker.get(`/cases/${caseId}/${list}?limit=100`)).body.items as {
        actorId: string;
        onBehalfOf: string | null;
      }[];
      const theirs = told.filter(({ actorId }) => actorId === team.colleague.id);
      expect(theirs.length).toBeGreaterThan(0);
      expect(new Set(theirs.map(({ onBehalfOf }) => onBehalfOf))).toEqual(new Set([team.worker.id]));
    }
    // What they do on a case of their own they do for nobody.
    await team.colleague.post(`/cases/${own.id}/notes`, { note: 'Mine.' });
    const mine = (await team.colleague.get(`/cases/${own.id}/history?limit=100`)).body.items as { onBehalfOf: string | null }[];
    expect(mine.every(({ onBehalfOf }) => onBehalfOf !== team.worker.id)).toBe(true);
  });

  it('is one line also of what was looked for and not seen', async () => {
    await goTo(first);
    await team.colleague.get(`/cases/${randomUUID()}`);
    const lines = await house.rows(
      `SELECT result, on_behalf_of FROM audit.event WHERE actor_id = $1 AND action = 'read' AND record = 'case'`,
      [team.colleague.id],
    );
    expect(lines).toEqual([{ result: 'unseen', on_behalf_of: null }]);
  });
});

describe('The database by itself', () => {
  let app: Client;
  beforeAll(async () => {
    app = new Client({ connectionString: urlFor(house.config, 'app_login') });
    await app.connect();
  });
  afterAll(() => app.end());
  const standIn = (covers: string[] | null): Actor => ({
    ...{ id: team.colleague.id, role: 'social-worker', persona: 'p_social_worker', unitId: team.colleague.unitId },
    ...{ agencyId: team.colleague.agencyId, sessionHash: null },
    ...(covers === null ? {} : { standing: { day: '2026-03-06', for: covers } }),
  });
  const run = async (who: Actor, text: string, values: unknown[] = [], context = genuine(house.config, who)) => {
    await app.query('BEGIN');
    try {
      return await under(app, `${house.config.rolePrefix}p_social_worker`, context, () => attempt<{ id: string }>(app, text, values));
    } finally {
      await app.query('ROLLBACK');
    }
  };
  const cases = async (who: Actor, context?: string): Promise<number> => (await run(who, 'SELECT id FROM case_core', [], context)).count;

  it('opens a case to a signed claim to stand in for its worker, and to no other', async () => {
    const theirs = standIn([team.worker.id]);
    expect([await cases(standIn(null)), await cases(standIn([])), await cases(theirs)]).toEqual([0, 0, 1]);
    expect(await cases(standIn([team.supervisor.id, randomUUID()]))).toBe(0);
    const signed = genuine(house.config, standIn(null));
    const claims = signed.split('|');
    const forged = [...claims.slice(0, 6), team.worker.id, ...claims.slice(7)].join('|');
    const swapped = genuine(house.config, standIn([team.stranger.id])).replace(team.stranger.id, team.worker.id);
    expect([await cases(theirs, forged), await cases(theirs, swapped), await cases(theirs, '')]).toEqual([0, 0, 0]);
    // Elsewhere the same claim opens nothing.
    expect(await cases({ ...theirs, unitId: team.stranger.unitId })).toBe(0);
    expect(await cases(theirs, genuine(house.config, theirs, Date.now() - 61_000))).toBe(0);
  });

  it('holds the claim against the delegations: whoever is named too many or too few begins nothing', async () => {
    const begin = async (covers: string[], day: string) =>
      (await run(standIn(covers), 'SELECT identity.assert_standing($1)', [day])).refused;
    expect(await begin([team.worker.id], '2026-03-06')).toBeNull();
    expect(await begin([], '2026-03-05')).toBeNull();
    expect(await begin([team.worker.id], '2026-03-10')).toBe('HW409');
    expect(await begin([], '2026-03-09')).toBe('HW409');
    expect(await begin([team.worker.id, team.supervisor.id], '2026-03-06')).toBe('HW409');
  });

  it('writes into the access log for whom somebody stands in, and nobody else', async () => {
    const noted = async (covered: string | null): Promise<unknown> => {
      const line = `SELECT audit.note_for('one-request', 'read', 'case', '{}', '{}', 'shown', $1)`;
      await app.query('BEGIN');
      await under(app, `${house.config.rolePrefix}p_social_worker`, genuine(house.config, standIn([team.worker.id])), () =>
        app.query(line, [covered]),
      );
      await app.query('COMMIT');
      const [last] = await house.rows<{ on_behalf_of: string | null }>(
        `SELECT on_behalf_of FROM audit.event WHERE request_id = 'one-request' ORDER BY at DESC LIMIT 1`,
      );
      return last?.on_behalf_of;
    };
    expect([await noted(team.worker.id), await noted(team.supervisor.id), await noted(null)]).toEqual([team.worker.id, null, null]);
  });

  it('reads the list of whoever stands in for nobody in the order of its index, however many cases there are', async () => {
    await house.rows(
      `INSERT INTO case_core SELECT (json_populate_record(c, json_build_object('id', gen_random_uuid(), 'alias', 1000000 + n, 'code', 'P' || n,
         'worker_id', CASE n % 30 WHEN 0 THEN c.worker_id ELSE $2::uuid END))).* FROM case_core c, generate_series(1, 3000) n WHERE c.id = $1`,
      [caseId, team.colleague.id],
    );
    await house.rows('ANALYZE case_core');
    const listing = { limit: 20, sort: null, descending: false, after: null, filters: [], stretches: [], sortScopes: [] };
    const planFor = async (who: Actor): Promise<string> => {
      const { text, values } = readPage(new Plan(socialWorker, CaseRecord), listing, { actor: who, requestId: 'plan' });
      const { rows } = await run(who, `EXPLAIN ${text}`, [...values]);
      return (rows as unknown as Record<string, string>[]).map((row) => row['QUERY PLAN']).join('\n');
    };
    const byThemselves = await planFor({ ...standIn(null), id: team.worker.id });
    expect(byThemselves).toContain('Index Scan using case_core_mine on case_core t');
    expect(byThemselves).not.toMatch(/Sort Key: t\.id/);
  });

  it('keeps the case where it is, whoever stands in', async () => {
    const theirs = standIn([team.worker.id]);
    const text = 'UPDATE case_core SET worker_id = $2 WHERE id = $1';
    expect((await run(theirs, text, [caseId, team.colleague.id])).refused).toBe('42501');
    const copy = `INSERT INTO case_core SELECT (json_populate_record(c, json_build_object('id', gen_random_uuid(), 'alias', 999999, 'code', 'ZZZ'))).*
                  FROM case_core c WHERE id = $1`;
    expect((await run(theirs, copy, [caseId])).refused).toBe('42501');
    expect((await run(theirs, 'SELECT id FROM case_disclosure')).count).toBe(0);
  });
});
