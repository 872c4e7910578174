import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { inCare } from '../support/care.ts';
import { settled } from '../support/leaks-world.ts';
import { aTeam, whileFailing, type Team } from '../support/teams.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
}, 30_000);

interface Entry {
  readonly action: string;
  readonly record: string;
  readonly recordId: string;
  readonly changes: Readonly<Record<string, { from?: unknown; to?: unknown }>>;
  readonly actorId: string | null;
  readonly actorRole: string;
  readonly actorUnitId: string | null;
  readonly onBehalfOf: string | null;
}

async function historyOf(who: Someone, id: string, query = 'limit=100'): Promise<Entry[]> {
  const reply = await who.get(`/cases/${id}/history?${query}`);
  expect(reply.status).toBe(200);
  return reply.body.items as Entry[];
}

const edits = (entries: readonly Entry[], record: string): unknown[] =>
  entries.filter((entry) => entry.action === 'edit' && entry.record === record).map(({ changes }) => changes);

describe('The history of a case', () => {
  it('says who changed which field from what to what, the newest first', async () => {
    const { id, etag } = await world.aCase(team.worker, { priority: 'normal', district: 'Khujand' });
    const edit = { priority: 'high', language: 'ru', district: 'Isfara', schoolState: 'enrolled' };
    await team.worker.patch(`/cases/${id}`, edit, { 'if-match': etag });
    await team.worker.post(`/cases/${id}/risk`, { risk: 'low' });
    const entries = await historyOf(team.worker, id);
    expect(edits(entries, 'case')[0]).toEqual({
      risk: { from: 'unknown', to: 'low' },
      riskSetOn: { from: null, to: '2026-03-02' },
      riskExpiresOn: { from: null, to: '2026-05-31' },
    });
    const patched = edits(entries, 'case').slice(1) as object[];
    // One entry for each field group.
    expect(patched.sort((a, b) => String(Object.keys(a)).localeCompare(String(Object.keys(b))))).toEqual([
      { district: { from: 'Khujand', to: 'Isfara' } },
      { language: { from: 'tg', to: 'ru' } },
      { priority: { from: 'normal', to: 'high' } },
      { schoolState: { from: null, to: 'enrolled' } },
    ]);
    for (const entry of entries.filter(({ record }) => record === 'case'))
      expect(entry).toMatchObject({
        recordId: id,
        actorId: team.worker.id,
        actorRole: 'social-worker',
        actorUnitId: team.worker.unitId,
        onBehalfOf: null,
      });
    const made = entries
      .filter(({ action, record }) => action === 'create' && record === 'case')
      .flatMap(({ changes }) => Object.entries(changes));
    expect(made).toContainEqual(['birthQuarter', { from: null, to: '2015-Q3' }]);
    // What nobody filled in did not change.
    expect(made.map(([field]) => field)).not.toContain('householdBand');
  });

  it('says what the system did for whom', async () => {
    const { id } = await world.aCase(team.worker);
    await team.worker.post(`/cases/${id}/risk`, { risk: 'low' });
    const planned = (await historyOf(team.worker, id)).find(({ record, action }) => record === 'follow-up' && action === 'edit');
    expect(planned).toMatchObject({ actorRole: 'system', actorId: null, onBehalfOf: team.worker.id, actorUnitId: team.worker.unitId });
    expect(planned?.changes).toMatchObject({ riskBasis: { from: 'high', to: 'low' } });
  });

  it('holds what hangs on the case as well, and can be asked for one record of it', async () => {
    const { id } = await world.aCase(team.worker);
    const need = { domain: 'health', needCode: 'health-check', severity: 'urgent' };
    const added = await team.worker.post(`/cases/${id}/needs`, need);
    await team.worker.patch(`/needs/${added.body.id}`, { status: 'met' }, { 'if-match': String(added.headers.etag) });
    const entries = await historyOf(team.supervisor, id, `recordId=${added.body.id}`);
    expect(entries.map(({ action, record }) => `${record} ${action}`)).toEqual(['need edit', 'need create']);
    expect(entries[0]?.changes).toEqual({ status: { from: 'open', to: 'met' } });
  });

  it('is seen by the worker and the supervisor; for everybody else it is not there, like the case', async () => {
    const { id } = await world.aCase(team.worker);
    expect(await historyOf(team.supervisor, id)).toEqual(await historyOf(team.worker, id));
    const administrator = await world.someone('administrator');
    const auditor = await world.someone('auditor');
    for (const who of [team.colleague, team.stranger, team.partner, administrator, auditor]) {
      for (const what of ['history', 'timeline']) {
        const [there, absent] = [
          await who.get(`/cases/${id}/${what}`),
          await who.get(`/cases/7f2b8c1e-1111-4000-8000-00000000000a/${what}`),
        ];
        expect([there.status, there.text]).toEqual([404, absent.text]);
      }
    }
  });

  it('goes along when the case changes hands, and stays behind with nobody', async () => {
    const { id } = await world.aCase(team.worker);
    await team.supervisor.post(`/cases/${id}/assign`, { workerId: team.colleague.id });
    expect((await team.worker.get(`/cases/${id}/history`)).status).toBe(404);
    const entries = await historyOf(team.colleague, id);
    expect(edits(entries, 'case')).toEqual([{ workerId: { from: team.worker.id, to: team.colleague.id } }]);
    expect(entries.some(({ action, record }) => action === 'create' && record === 'case')).toBe(true);
    await house.rows('UPDATE case_core SET sealed = true WHERE id = $1', [id]);
    expect((await team.supervisor.get(`/cases/${id}/history`)).status).toBe(404);
  });

  it('says that a note was written, and not what it says: a text stands in one place', async () => {
    const { id } = await world.aCase(team.worker);
    await team.worker.post(`/cases/${id}/notes`, { note: 'Canarynote, said in confidence' });
    const [entry] = (await historyOf(team.worker, id)).filter(({ record }) => record === 'note');
    expect(entry?.changes).toMatchObject({ note: {}, authorId: { to: team.worker.id } });
    const copies = await house.rows("SELECT 1 FROM change_log t WHERE t::text LIKE '%Canarynote%'");
    expect(copies).toEqual([]);
  });

  it('says nothing of what was told in confidence, to its author either, and its values stand nowhere else', async () => {
    const { id } = await world.aCase(team.worker);
    const before = await historyOf(team.worker, id);
    const told = { typeCode: 'sexual-violence', reportedOn: '2026-03-01', action: 'safety-planned', readerIds: [team.supervisor.id] };
    const disclosure = await team.worker.post(`/cases/${id}/disclosures`, told);
    expect(disclosure.status).toBe(201);
    for (const who of [team.worker, team.supervisor]) expect(await historyOf(who, id)).toEqual(before);
    const logged = await house.rows<{ changes: object }>('SELECT changes FROM change_log WHERE record_id = $1', [disclosure.body.id]);
    expect(logged).toEqual([{ changes: { typeCode: {}, reportedOn: {}, authorId: {}, readerIds: {}, action: {} } }]);
  });

  it('tells of protection and health what the team reads of them', async () => {
    const { id } = await world.aCase(team.worker);
    const { body, headers } = await team.worker.post(`/cases/${id}/protection`, {
      safetyPlanState: 'to-be-made',
      safeContact: 'in-person-only',
    });
    const edited = await team.supervisor.patch(
      `/protections/${body.id}`,
      { safetyPlanState: 'agreed' },
      { 'if-match': String(headers.etag) },
    );
    expect([headers.etag === undefined, edited.status]).toEqual([false, 200]);
    const [last] = await historyOf(team.worker, id, 'record=protection&action=edit');
    expect(last).toMatchObject({ changes: { safetyPlanState: { from: 'to-be-made', to: 'agreed' } }, actorId: team.supervisor.id });
    const { caseId, specialist } = await inCare(world, team.worker);
    await specialist.post(`/cases/${caseId}/health-summary`, { codedNeeds: ['injury'], flags: ['in-treatment'] });
    for (const who of [team.worker, team.supervisor]) {
      const [summed] = await historyOf(who, caseId, 'record=health-summary');
      expect(summed).toMatchObject({ changes: { codedNeeds: { to: ['injury'] } }, actorId: null, actorUnitId: specialist.unitId });
    }
  });

  it('does not keep why a case was sealed: that is said while it is, and to whoever sees it', async () => {
    const { id } = await world.aCase(team.worker);
    await team.supervisor.post(`/cases/${id}/seal`, { reason: 'relative-in-team' });
    const [sealed] = await historyOf(team.worker, id, 'record=case&action=edit');
    expect(sealed?.changes).toEqual({ sealed: { from: false, to: true }, sealReason: {} });
    await team.worker.post(`/cases/${id}/unseal`);
    expect(JSON.stringify(await historyOf(team.supervisor, id))).not.toContain('relative-in-team');
  });

  it('knows of another agency which unit answered, not who in it, and copies nothing of what was shared', async () => {
    const { id, caseId } = await world.aSentReferral(team.worker, team.partner);
    await team.partner.post(`/referrals/${id}/accept`);
    const given = { deliveredOn: '2026-03-02', mode: 'at-provider', attendance: 'attended', units: 1 };
    expect((await team.partner.post(`/referrals/${id}/deliveries`, given)).status).toBe(201);
    const entries = await historyOf(team.worker, caseId);
    const theirs = entries.filter(({ actorRole }) => actorRole === 'partner-worker');
    expect(theirs.map(({ record }) => record).sort()).toEqual(['delivery', 'referral', 'referral']);
    for (const entry of theirs) expect(entry).toMatchObject({ actorId: null, actorUnitId: team.partner.unitId });
    const fields = (of: readonly Entry[]): unknown[] => of.flatMap(({ changes }) => Object.entries(changes));
    expect(fields(theirs)).toContainEqual(['status', { from: 'sent', to: 'accepted' }]);
    expect(fields(theirs)).toContainEqual(['claimedById', {}]);
    expect(JSON.stringify(entries)).not.toContain(team.partner.id);
    expect(entries.flatMap(({ changes }) => Object.keys(changes))).not.toContain('authorId');
    expect(fields(entries)).toContainEqual(['package', {}]);
    expect(entries.find(({ action, record }) => action === 'create' && record === 'referral')).toMatchObject({ actorId: team.worker.id });
    const logged = await house.rows("SELECT 1 FROM change_log WHERE case_id = $1 AND field_group = 'delivery.author'", [caseId]);
    expect(logged).toHaveLength(1);
  });

  it('holds nothing of a change that was undone, and nothing where nothing changed', async () => {
    const { id } = await world.aCase(team.worker);
    const before = await historyOf(team.worker, id);
    await whileFailing(house, 'follow_up', () => team.worker.post(`/cases/${id}/risk`, { risk: 'low' }));
    const { headers } = await team.worker.get(`/cases/${id}`);
    await team.worker.patch(`/cases/${id}`, { language: 'tg' }, { 'if-match': String(headers.etag) });
    expect(await historyOf(team.worker, id)).toEqual(before);
  });

  it('is told page by page, each entry once, by moments that do not lie between them', async () => {
    const { id } = await world.aCase(team.worker);
    for (const risk of ['low', 'medium', 'high', 'low']) await team.worker.post(`/cases/${id}/risk`, { risk });
    const ids = (items: unknown): string[] => (items as { id: string }[]).map((each) => each.id);
    const whole = ids(await historyOf(team.worker, id));
    const pages: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = await team.worker.get(`/cases/${id}/history?limit=3${next === '' ? '' : `&after=${next}`}`);
      pages.push(...ids(page.body.items));
      next = page.body.next as string | null;
    }
    expect(pages).toEqual(whole);
    expect(new Set(whole).size).toBe(whole.length);
  });

  it('is asked for by its case alone: another case in the question is no field here', async () => {
    const { id } = await world.aCase(team.worker);
    const other = await world.aCase(team.worker);
    const reply = await team.worker.get(`/cases/${id}/history?caseId=${other.id}`);
    expect([reply.status, reply.body.errors]).toMatchObject([400, [{ field: 'caseId', code: 'unknown-field' }]]);
    for (const field of ['fieldGroup', 'sealed', 'unitId', 'changes'])
      expect((await team.worker.get(`/cases/${id}/history?${field}=case.F0`)).status).toBe(400);
  });
});

describe('Two worlds that differ in what was told of groups somebody does not read', () => {
  it.each(['history', 'timeline'])('have the same %s: no gap, no shorter page, no other order', async (what) => {
    const { id } = await world.aCase(team.worker);
    for (const risk of ['low', 'medium', 'high']) await team.worker.post(`/cases/${id}/risk`, { risk });
    const look = async (): Promise<string[]> => {
      const seen: string[] = [];
      for (const query of ['limit=100', 'limit=2', 'limit=3&sort=at', 'limit=2&sort=-id', 'actorRole=social-worker']) {
        for (let next: string | null = ''; next !== null;) {
          const page = await team.worker.get(`/cases/${id}/${what}?${query}${next === '' ? '' : `&after=${next}`}`);
          seen.push(settled(page));
          next = page.body.next as string | null;
        }
      }
      return seen;
    };
    const before = await look();
    // As somebody else's work would: between, before and after what is seen.
    const [table, more, values] =
      what === 'history'
        ? ['change_log', 'action, record, record_id, changes', `'edit', 'health-summary', case_id, '{"finding":{}}'::jsonb`]
        : ['timeline_entry', 'id, kind, details', `gen_random_uuid(), 'registered', '{}'::jsonb`];
    const [told] = await house.rows<{ n: number }>(
      `WITH told AS (INSERT INTO ${table} (case_id, at, field_group, worker_id, unit_id, supervisor_unit_id, sealed, ${more})
         SELECT case_id, at + offsets * interval '1 millisecond', unread, worker_id, unit_id, supervisor_unit_id, sealed, ${values}
         FROM ${table}, generate_series(-1, 1) offsets, unnest(ARRAY['clinical-entry.F3b', 'case.internal', 'delivery.author', 'F0']) unread
         WHERE case_id = $1 RETURNING 1) SELECT count(*)::int AS n FROM told`,
      [id],
    );
    expect(told?.n).toBeGreaterThan(40);
    expect(await look()).toEqual(before);
  });

  it('are told apart by whoever reads the group', async () => {
    const { id } = await world.aCase(team.worker);
    const before = (await historyOf(team.worker, id)).length;
    await house.rows(
      `INSERT INTO change_log (case_id, action, record, record_id, field_group, changes, worker_id, unit_id, supervisor_unit_id, sealed)
       SELECT case_id, 'edit', 'case', case_id, 'case.F1', '{}', worker_id, unit_id, supervisor_unit_id, sealed FROM change_log WHERE case_id = $1 LIMIT 1`,
      [id],
    );
    expect(await historyOf(team.worker, id)).toHaveLength(before + 1);
  });
});
