import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
let officer: Someone;
let system: Someone;
beforeAll(async () => {
  team = await aTeam(world);
  officer = await world.someone('ministry-officer', await world.aUnit('education'));
  system = { ...team.worker, id: '00000000-0000-0000-0000-000000000000' };
});

const worker = ['social-worker', 'p_social_worker'] as const;
const supervisor = ['supervisor', 'p_supervisor'] as const;
const ministry = ['ministry-officer', 'p_ministry'] as const;
const clock = ['system', 'p_system'] as const;

/** Plain statements of one persona on one row, past the first wall. */
function on(table: string, id: string, key = 'id') {
  const update = (who: Someone, as: Parameters<typeof rawly>[2]) => async (sets: string) => {
    const { refused, count } = await rawly(house, who, as, `UPDATE ${table} SET ${sets} WHERE ${key} = '${id}'`);
    return refused ?? (count === 1 ? 'done' : `met ${count} rows`);
  };
  return {
    worker: update(team.worker, worker),
    supervisor: update(team.supervisor, supervisor),
    officer: update(officer, ministry),
    system: update(system, clock),
  };
}
/** Drops the context in the middle of the statement, so that a guard that asks for it finds none. */
const unseen = (sets: string, column: string): string =>
  `${sets}, ${column} = CASE WHEN set_config('app.ctx', '', true) = '' THEN ${column} END`;

describe('The routing of a case', () => {
  const foreign = (): string => `'${officer.unitId}'`;
  const columns = ['unit_id', 'supervisor_unit_id'];

  it('is out of the reach of its worker, of its supervisor and of the system; that one seals it and lets specialists in', async () => {
    const { id } = await world.aCase(team.worker);
    const change = on('case_core', id);
    for (const by of [change.worker, change.supervisor, change.system]) {
      for (const column of columns) expect([column, await by(`${column} = ${foreign()}`)]).toEqual([column, '42501']);
      for (const sets of ['worker_id = NULL', `worker_id = '${team.stranger.id}'`, `worker_id = '${team.partner.id}'`])
        expect([sets, await by(sets)]).toEqual([sets, '42501']);
      for (const sets of [`code = 'AAA-AAA-AAAA'`, `country = 'UZ'`, `id = '${randomUUID()}'`])
        expect([sets, await by(sets)]).toEqual([sets, '42501']);
      expect(await by(unseen(`unit_id = ${foreign()}`, 'phase'))).toBe('42501');
    }
    const [lettingIn, sealing] = [`specialist_unit_id = ${foreign()}`, 'sealed = true'];
    for (const sets of [lettingIn, sealing])
      for (const by of [change.worker, change.supervisor]) expect([sets, await by(sets)]).toEqual([sets, '42501']);
    // Specialists come in by a referral they accepted: test/referrals/specialists.spec.ts.
    expect([await change.system(lettingIn), await change.system(sealing)]).toEqual(['42501', 'done']);
  });

  it('but its supervisor gives it to a worker of the unit, who is at work there', async () => {
    const { id } = await world.aCase(team.worker);
    const give = on('case_core', id);
    expect(await give.supervisor(`worker_id = '${team.colleague.id}'`)).toBe('done');
    expect(await give.worker(`worker_id = '${team.colleague.id}'`)).toBe('42501');
    const leaver = await world.someone('social-worker', team.worker);
    await house.rows('UPDATE person SET active = false WHERE id = $1', [leaver.id]);
    expect(await give.supervisor(`worker_id = '${leaver.id}'`)).toBe('42501');
    expect(await give.supervisor(`worker_id = '${team.supervisor.id}'`)).toBe('42501');
  });

  it.each(['referral', 'case_profile', 'case_need', 'follow_up', 'consent'])(
    'is what %s follows, whatever a statement says',
    async (table) => {
      const { id, caseId } = await world.aSentReferral(team.worker, officer);
      await team.worker.post(`/cases/${caseId}/needs`, { domain: 'education', needCode: 'school-place', severity: 'some' });
      const lift = `UPDATE ${table} SET supervisor_unit_id = $2, sealed = true, specialist_unit_id = $2 WHERE ${table === 'referral' ? 'id' : 'case_id'} = $1 RETURNING *`;
      const { rows } = await rawly(house, team.worker, worker, lift, [table === 'referral' ? id : caseId, officer.unitId]);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows)
        expect(row).toMatchObject({ supervisor_unit_id: team.worker.unitId, sealed: false, specialist_unit_id: null });
      expect(await on('referral_source', id, 'referral_id').worker('sealed = true')).toBe('42501');
    },
  );
});

describe('What a worker judges', () => {
  it('is changed by the worker alone; the system lets a judgement of danger expire', async () => {
    const change = on('case_core', (await world.aCase(team.worker)).id);
    for (const sets of [`phase = 'P2'`, `priority = 'high'`, `risk = 'low', risk_set_on = '2026-03-01', risk_expires_on = '2026-05-30'`]) {
      expect(await change.worker(sets)).toBe('done');
      expect(await change.supervisor(sets)).toBe('42501');
    }
    expect(await change.system(`risk = 'low', risk_expires_on = NULL`)).toBe('done');
    expect(await change.system(`priority = 'high'`)).toBe('42501');
  });
});

describe('Closing a case by plain statements', () => {
  const ask = (who: Someone): string => `closure_requested_by_id = '${who.id}', closure_reason = 'goals-met'`;

  it('takes two: the worker asks in the own name and closes nothing', async () => {
    const { id } = await world.aCase(team.worker);
    const change = on('case_core', id);
    expect(await change.worker(`status = 'closed'`)).toBe('42501');
    expect(await change.worker(ask(team.supervisor))).toBe('42501');
    expect(await change.supervisor(`status = 'closed'`)).toBe('42501');
    expect(await change.supervisor(ask(team.supervisor))).toBe('42501');
    expect(await change.supervisor(`status = 'active'`)).toBe('42501');
    expect(await change.worker(`status = 'assessed'`)).toBe('done');
    expect(await change.worker(ask(team.worker))).toBe('done');
    await house.rows(`UPDATE case_core SET ${ask(team.worker)} WHERE id = $1`, [id]);
    expect(await change.worker(`status = 'closed', closure_requested_by_id = NULL`)).toBe('42501');
    expect(await change.system(`status = 'closed', closure_requested_by_id = NULL`)).toBe('42501');
    expect(await change.supervisor('closure_requested_by_id = NULL, closure_reason = NULL')).toBe('done');
    expect(await change.supervisor(`status = 'closed', closure_requested_by_id = NULL`)).toBe('done');
    await house.rows(`UPDATE case_core SET ${ask(team.supervisor)} WHERE id = $1`, [id]);
    expect(await change.supervisor(`status = 'closed', closure_requested_by_id = NULL`)).toBe('42501');
  });

  it('and only the supervisor opens it again', async () => {
    const { id } = await world.aCase(team.worker);
    await house.rows(`UPDATE case_core SET status = 'closed' WHERE id = $1`, [id]);
    expect(await on('case_core', id).worker(`status = 'active'`)).toBe('42501');
    expect(await on('case_core', id).supervisor(`status = 'active', closure_reason = NULL`)).toBe('done');
  });
});

describe('A row of a case', () => {
  it('stays in its case, whichever table it stands in', async () => {
    const tables = await house.rows<{ name: string; guarded: boolean }>(
      `SELECT c.relname AS name, EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'stays_in_its_case' AND a.attnum = ANY (t.tgattr)) AS guarded
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'case_id' WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'`,
    );
    expect(tables.length).toBeGreaterThanOrEqual(8);
    expect(tables.filter(({ guarded }) => !guarded)).toEqual([]);
    const [from, to] = [await world.aCase(team.worker), await world.aCase(team.worker)];
    await team.worker.post(`/cases/${from.id}/needs`, { domain: 'education', needCode: 'school-place', severity: 'some' });
    expect(await on('case_need', from.id, 'case_id').worker(`case_id = '${to.id}'`)).toBe('42501');
    expect(await on('case_need', from.id, 'case_id').worker(`status = 'met'`)).toBe('done');
    expect(await on('follow_up', from.id, 'case_id').system(`case_id = '${to.id}'`)).toBe('42501');
  });

  it('is signed with the own name and never by another', async () => {
    const { id } = await world.aCase(team.worker);
    const note = `INSERT INTO case_narrative (id, case_id, note, author_id, noted_on) VALUES (gen_random_uuid(), $1, 'Seen today.', $2, '2026-03-02')`;
    expect((await rawly(house, team.worker, worker, note, [id, team.worker.id])).refused).toBeNull();
    expect((await rawly(house, team.worker, worker, note, [id, team.colleague.id])).refused).toBe('42501');
    await team.worker.post(`/cases/${id}/notes`, { note: 'Seen today.' });
    expect(await on('case_narrative', id, 'case_id').worker(`author_id = '${team.colleague.id}'`)).toBe('42501');
  });
});

describe('A follow-up', () => {
  it('is not put off by whoever has to make it, only done, in the own name', async () => {
    const { id } = await world.aCase(team.worker);
    const [contact] = (await team.worker.get(`/follow-ups?type=contact&caseId=${id}`)).body.items as { id: string }[];
    const change = on('follow_up', contact!.id);
    for (const sets of [
      `due_on = '2027-01-01'`,
      `risk_basis = 'low'`,
      `status = 'waived', waived_reason = 'case-closed'`,
      `status = 'due'`,
      `type = 'other'`,
      `about_on = '2027-01-01'`,
      `reckoned_by = ''`,
    ])
      expect([sets, await change.worker(sets)]).toEqual([sets, '42501']);
    const done = (by: Someone): string => `status = 'done', done_on = '2026-03-02', done_by_id = '${by.id}', result = 'reached-well'`;
    expect(await change.worker(done(team.colleague))).toBe('42501');
    expect(await change.worker(`${done(team.worker)}, due_on = '2027-01-01'`)).toBe('42501');
    expect(await change.worker(done(team.worker))).toBe('done');
    expect(await change.system(`due_on = '2027-01-01', risk_basis = 'low'`)).toBe('done');
  });
});

describe('A consent', () => {
  it('says for ever what was agreed to, and only ends', async () => {
    const { id } = await world.aCase(team.worker);
    await team.worker.post(`/cases/${id}/consents`, { ...newConsent, recipientIds: [officer.agencyId] });
    const change = on('consent', id, 'case_id');
    const facts = [
      `scopes = '{share}'`,
      `recipient_ids = '{}'`,
      `basis = 'law'`,
      `text_version = 'share/v2'`,
      `language = 'ru'`,
      `given_by = 'person'`,
      `form = 'oral'`,
      `assent = NULL`,
      `valid_from = '2020-01-01'`,
      `valid_to = '2099-01-01'`,
    ];
    for (const sets of facts) for (const by of [change.worker, change.system]) expect([sets, await by(sets)]).toEqual([sets, '42501']);
    expect(await change.worker(unseen(`valid_to = '2099-01-01'`, 'language'))).toBe('42501');
    expect(await change.system(`valid_to = '2026-03-10'`)).toBe('done');
    expect(await change.worker(`status = 'withdrawn', withdrawn_on = '2026-03-02'`)).toBe('done');
    await house.rows(`UPDATE consent SET status = 'withdrawn', withdrawn_on = '2026-03-02' WHERE case_id = $1`, [id]);
    for (const by of [change.worker, change.system]) expect(await by(`status = 'active', withdrawn_on = NULL`)).toBe('42501');
  });
});

describe('A referral', () => {
  it('stays with the unit it was sent to, for the service it was sent for', async () => {
    const other = await world.someone('ministry-officer', await world.aUnit('health'));
    const { id } = await world.aSentReferral(team.worker, officer);
    const change = on('referral', id);
    const address = [
      `to_unit_id = '${other.unitId}'`,
      `to_agency_id = '${other.agencyId}'`,
      `service_type = 'health-check'`,
      `urgency = 'normal'`,
    ];
    for (const sets of [...address, `decide_by = '2030-01-01'`, `sent_at = NULL`]) {
      expect([sets, await change.worker(sets)]).toEqual([sets, '42501']);
      expect([sets, await change.system(sets)]).toEqual([sets, '42501']);
    }
    await house.rows(`UPDATE referral SET status = 'draft' WHERE id = $1`, [id]);
    for (const sets of address) expect(await change.worker(sets)).toBe('done');
    for (const sets of [`code = 'AAA-AAA-AAAA'`, `status = 'accepted'`]) expect([sets, await change.worker(sets)]).toEqual([sets, '42501']);
  });

  it('does not go back: what is over cannot be sent, and opened, again', async () => {
    const { id } = await world.aSentReferral(team.worker, officer);
    const change = on('referral', id);
    expect(await change.worker(`status = 'draft'`)).toBe('42501');
    expect(await change.worker('package_open = true')).toBe('42501');
    expect(await change.system('package_open = true')).toBe('42501');
    expect(await change.officer('package_open = true')).toBe('42501');
    expect(await change.officer(`status = 'accepted', package_open = true`)).toBe('done');
    for (const over of ['rejected', 'completed', 'failed', 'cancelled']) {
      await house.rows('UPDATE referral SET status = $2 WHERE id = $1', [id, over]);
      for (const by of [change.officer, change.worker, change.system])
        for (const status of ['sent', 'accepted', 'in_progress'])
          expect([over, status, await by(`status = '${status}'`)]).toEqual([over, status, '42501']);
      expect(await change.officer(unseen(`status = 'accepted', package_open = true`, 'reason'))).toBe('42501');
    }
  });
});

describe('A delivery', () => {
  it('is added once, in the own name, and corrects only one of the same referral', async () => {
    const [one, other] = [await world.aSentReferral(team.worker, officer), await world.aSentReferral(team.worker, officer)];
    for (const { id } of [one, other]) await officer.post(`/referrals/${id}/accept`);
    const given = { deliveredOn: '2026-03-02', mode: 'group', attendance: 'attended' };
    const { body: delivery } = await officer.post(`/referrals/${one.id}/deliveries`, given);
    const add = (referral: string, by: Someone, corrects: string | null) =>
      rawly(
        house,
        officer,
        ministry,
        `INSERT INTO delivery (id, referral_id, service_type, delivered_on, attendance, author_id, recorded_at, corrects_id)
         VALUES (gen_random_uuid(), $1, 'school-place', '2026-03-02', 'attended', $2, now(), $3)`,
        [referral, by.id, corrects],
      );
    expect((await add(one.id, officer, delivery.id)).refused).toBeNull();
    expect((await add(one.id, team.worker, null)).refused).toBe('42501');
    expect((await add(other.id, officer, delivery.id)).refused).toBe('42501');
    for (const by of Object.values(on('delivery', delivery.id))) expect(await by('units = 7')).toBe('42501');
  });
});

describe('What else is written once', () => {
  it('is whom a message was for and what it said; an agency’s kind and country, a unit’s agency', async () => {
    const admin = await world.someone('administrator');
    const by = async (table: string, id: string, sets: string): Promise<string> =>
      (await rawly(house, admin, ['administrator', 'p_admin'], `UPDATE ${table} SET ${sets} WHERE id = '${id}'`)).refused ?? 'done';
    for (const sets of [`type = 'social'`, `country = 'UZ'`, `code = 'OTHER'`])
      expect(await by('agency', officer.agencyId, sets)).toBe('42501');
    expect(await by('agency', officer.agencyId, `name = 'Another name'`)).toBe('done');
    expect(await by('unit', officer.unitId, `agency_id = '${team.worker.agencyId}'`)).toBe('42501');
    const told = randomUUID();
    await house.rows(
      `INSERT INTO notification (id, person_id, kind, subject_type, subject_id, cause_id, due_on, created_at, version)
       VALUES ($2, $1, 'due', 'follow-up', gen_random_uuid(), gen_random_uuid(), '2026-03-02', now(), 1)`,
      [team.worker.id, told],
    );
    expect(await on('notification', told).worker(`due_on = '2027-01-01'`)).toBe('42501');
    expect(await on('notification', told).worker('read_at = now()')).toBe('done');
  });

  it('and nobody changes their own rights by dropping the context in mid-statement', async () => {
    const admin = await world.someone('administrator');
    const sets = unseen(`role = 'auditor'`, 'locale');
    const change = (id: string, what: string) =>
      rawly(house, admin, ['administrator', 'p_admin'], `UPDATE person SET ${what} WHERE id = $1`, [id]);
    expect((await change(admin.id, sets)).refused).toBe('42501');
    expect((await change(officer.id, sets)).refused).toBe('42501');
    expect((await change(officer.id, `role = 'focal-point'`)).refused).toBeNull();
  });
});
