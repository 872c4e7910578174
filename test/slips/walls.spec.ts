import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { aReferralOut, aSlip, Bearer, issued, type IssuedSlip, type SentOut } from '../support/slips.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const nobody = '00000000-0000-0000-0000-000000000000';
const asSystem = ['system', 'p_system'] as const;
const asGuest = ['guest', 'p_guest'] as const;
let team: Team;
let out: SentOut & { slip: IssuedSlip };
let other: SentOut & { slip: IssuedSlip };
beforeAll(async () => {
  team = await aTeam(world);
  [out, other] = [await aSlip(world, house, team.worker), await aSlip(world, house, team.worker)];
}, 60_000);

const named = (id: string): Someone => ({ ...team.worker, id });
const state = (status: string, more = ''): string => `UPDATE referral SET status = '${status}'${more} WHERE id = $1`;

describe('With the first wall taken away', () => {
  it.each([
    ['accepts', 'sent', state('accepted', ', package_open = true')],
    ['rejects', 'sent', state('rejected', `, reason = 'no-capacity'`)],
    ['completes', 'accepted', state('completed', `, outcome_code = 'provided'`)],
    ['fails', 'in_progress', state('failed', `, reason = 'not-reached'`)],
  ])('the system %s for the bearer of that slip alone', async (_what, from, statement) => {
    await house.rows('UPDATE referral SET status = $2 WHERE id = $1', [out.referral.id, from]);
    for (const id of [nobody, other.slip.id, team.worker.id])
      expect((await rawly(house, named(id), asSystem, statement, [out.referral.id])).refused).toBe('42501');
    expect(await rawly(house, named(out.slip.id), asSystem, statement, [out.referral.id])).toMatchObject({ refused: null, count: 1 });
    await house.rows(`UPDATE referral SET status = 'sent' WHERE id = $1`, [out.referral.id]);
  });

  it('whoever brought a slip says what a slip can say, and opens nothing but by accepting', async () => {
    for (const statement of [
      state('cancelled'),
      state('in_progress'),
      state('on_hold'),
      'UPDATE referral SET package_open = true WHERE id = $1',
    ])
      expect((await rawly(house, named(out.slip.id), asSystem, statement, [out.referral.id])).refused).toBe('42501');
    expect((await rawly(house, named(out.slip.id), asSystem, state('rejected', ', package_open = true'), [out.referral.id])).refused).toBe(
      '42501',
    );
    const gone = await aSlip(world, house, team.worker);
    await team.worker.post(`/referral-slips/${gone.slip.id}/void`);
    expect((await rawly(house, named(gone.slip.id), asSystem, state('rejected'), [gone.referral.id])).refused).toBe('42501');
  });

  it('a slip that is over opens no package, ends nothing and logs nothing', async () => {
    const done = await aSlip(world, house, team.worker);
    const bearer = new Bearer(house, done.slip);
    await bearer.open();
    await bearer.say('accept');
    await bearer.say('complete', { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: '2', clientConfirmed: 'yes' });
    await house.rows('UPDATE referral SET package_open = false WHERE id = $1', [done.referral.id]);
    const recalled = await aSlip(world, house, team.worker);
    await team.supervisor.post(`/referrals/${recalled.referral.id}/recall`, { reason: 'need-met' });
    const open = 'UPDATE referral SET package_open = true WHERE id = $1';
    const log = `INSERT INTO delivery (id, referral_id, by_unit_id, service_type, delivered_on, attendance, recorded_at, unit_id, supervisor_unit_id, sealed)
      SELECT gen_random_uuid(), id, to_unit_id, service_type, '2026-03-01', 'attended', now(), unit_id, supervisor_unit_id, false FROM referral WHERE id = $1`;
    const tries: [{ slip: IssuedSlip; referral: { id: string } }, string][] = [
      [done, open],
      [done, state('cancelled')],
      [recalled, open],
      [recalled, log],
    ];
    for (const [{ slip, referral }, statement] of tries)
      expect([statement, (await rawly(house, named(slip.id), asSystem, statement, [referral.id])).refused]).toEqual([statement, '42501']);
  });

  it('the system ends what nobody answered, in a unit without accounts alone, and no recipient can', async () => {
    const unanswered = state('failed', `, reason = 'no-answer'`);
    const inside = await world.aSentReferral(team.worker, team.partner);
    expect((await rawly(house, named(nobody), asSystem, unanswered, [out.referral.id])).refused).toBeNull();
    expect((await rawly(house, named(nobody), asSystem, unanswered, [inside.id])).refused).toBe('42501');
    expect((await rawly(house, team.partner, ['partner-worker', 'p_partner'], unanswered, [inside.id])).refused).toBe('42501');
  });

  it('what was shared is shown to the bearer alone, never to the system by itself', async () => {
    const look = 'SELECT * FROM identity.slip_shown($1, $2)';
    for (const id of [nobody, other.slip.id])
      expect((await rawly(house, named(id), asSystem, look, [out.referral.id, 'r'])).refused).toBe('42501');
    // Sent and not accepted: there is nothing to be shown yet.
    expect((await rawly(house, named(out.slip.id), asSystem, look, [out.referral.id, 'r'])).rows).toEqual([{ package: null }]);
    expect((await rawly(house, named(out.slip.id), asSystem, 'SELECT * FROM referral_package')).refused).toBe('42501');
  });

  it('nobody reads, takes or guesses a secret', async () => {
    const roles = [
      ['social-worker', 'p_social_worker'],
      ['supervisor', 'p_supervisor'],
      ['system', 'p_system'],
      ['guest', 'p_guest'],
      ['partner-worker', 'p_partner'],
    ] as const;
    for (const role of roles)
      for (const table of ['identity.slip_secret', 'identity.slip_miss'])
        expect((await rawly(house, team.worker, role, `SELECT * FROM ${table}`)).refused).toBe('42501');
    const bytes = Buffer.alloc(32);
    const brought = 'SELECT * FROM identity.slip_brought($1, $2, now(), $3)';
    const asWorker = ['social-worker', 'p_social_worker'] as const;
    expect((await rawly(house, team.worker, asWorker, brought, [bytes, bytes, 'r'])).refused).toBe('42501');
    expect((await rawly(house, named(nobody), asGuest, brought, [bytes, bytes, 'r'])).rows).toEqual([]);
    expect((await rawly(house, named(nobody), asGuest, 'SELECT * FROM public.referral_slip')).refused).toBe('42501');
    // A second pair of secrets for a slip that has one, and secrets for a slip of somebody else.
    const seal = 'SELECT identity.seal_slip($1, $2, $3, 5)';
    expect((await rawly(house, team.worker, asWorker, seal, [out.slip.id, bytes, bytes])).refused).toBe('23505');
    expect((await rawly(house, team.stranger, asWorker, seal, [out.slip.id, bytes, bytes])).refused).toBe('42501');
  });

  it('whoever issued a slip or sent the referral hears no code, nor does anybody of another team or for a sealed case', async () => {
    const heard = 'SELECT * FROM identity.slip_heard($1, $2, now(), $3)';
    const values = [out.slip.id, Buffer.alloc(32), 'r'];
    const asSupervisor = ['supervisor', 'p_supervisor'] as const;
    expect((await rawly(house, team.supervisor, asSupervisor, heard, values)).refused).toBeNull();
    expect((await rawly(house, { ...team.supervisor, id: team.worker.id }, asSupervisor, heard, values)).refused).toBe('42501');
    expect((await rawly(house, { ...team.supervisor, unitId: nobody }, asSupervisor, heard, values)).refused).toBe('42501');
    const own = await issued(team.supervisor, other.referral.id);
    // A worker hears for the own cases, and never what they sent or issued themselves.
    for (const worker of [team.worker, team.colleague, team.stranger])
      expect((await rawly(house, worker, ['social-worker', 'p_social_worker'], heard, values)).refused).toBe('42501');
    expect((await rawly(house, team.supervisor, asSupervisor, heard, [own.id, Buffer.alloc(32), 'r'])).refused).toBe('42501');
    const sealed = await aSlip(world, house, team.worker);
    await house.rows('UPDATE case_core SET sealed = true WHERE id = $1', [sealed.caseId]);
    expect((await rawly(house, team.supervisor, asSupervisor, heard, [sealed.slip.id, Buffer.alloc(32), 'r'])).refused).toBe('42501');
    expect((await team.supervisor.get(`/referral-slips/${sealed.slip.id}`)).status).toBe(404);
  });

  it('a slip is what it was, ends once, and is born open, signed, and for what can be answered with one', async () => {
    const asWorker = ['social-worker', 'p_social_worker'] as const;
    const write = (text: string, values: unknown[] = []): Promise<string | null> =>
      rawly(house, team.worker, asWorker, text, values).then(({ refused }) => refused);
    for (const change of [`expires_at = now() + interval '9 years'`, `referral_id = '${other.referral.id}'`, `recorded_by_id = NULL`])
      expect(await write(`UPDATE referral_slip SET ${change} WHERE id = $1`, [out.slip.id])).toBe('42501');
    const gone = await aSlip(world, house, team.worker);
    await team.worker.post(`/referral-slips/${gone.slip.id}/void`);
    expect(await write(`UPDATE referral_slip SET status = 'open' WHERE id = $1`, [gone.slip.id])).toBe('42501');
    const born = (more: string, issuer = team.worker.id): string => `INSERT INTO referral_slip (id, referral_id, case_id, status, language,
        issued_by_id, issued_at, expires_at, opened_at, worker_id, unit_id, supervisor_unit_id, sealed, version)
      SELECT gen_random_uuid(), r.id, s.case_id, ${more}, 'en', '${issuer}', now(), now(), NULL, r.worker_id, r.unit_id, r.supervisor_unit_id, false, 1
      FROM referral r JOIN referral_source s ON s.referral_id = r.id WHERE r.id = $1`;
    const inside = await world.aSentReferral(team.worker, team.partner);
    expect(await write(born(`'open'`), [gone.referral.id])).toBeNull();
    expect(await write(born(`'open'`), [out.referral.id])).toBe('23505');
    expect(await write(born(`'locked'`), [gone.referral.id])).toBe('42501');
    expect(await write(born(`'open'`, team.supervisor.id), [gone.referral.id])).toBe('42501');
    expect(await write(born(`'open'`), [inside.id])).toBe('42501');
    const draft = await aReferralOut(world, house, team.worker);
    await team.worker.post(`/referrals/${draft.referral.id}/cancel`, { reason: 'need-met' });
    expect(await write(born(`'open'`), [draft.referral.id])).toBe('42501');
  });

  it('a delivery without an author is the bearer’s alone', async () => {
    const text = `INSERT INTO delivery (id, referral_id, by_unit_id, service_type, delivered_on, attendance, author_id, recorded_at, unit_id, supervisor_unit_id, sealed)
      SELECT gen_random_uuid(), r.id, r.to_unit_id, r.service_type, '2026-03-01', 'attended', $2, now(), r.unit_id, r.supervisor_unit_id, false FROM referral r WHERE r.id = $1`;
    const refused = (id: string, author: string | null): Promise<string | null> =>
      rawly(house, named(id), asSystem, text, [out.referral.id, author]).then((result) => result.refused);
    expect(await refused(nobody, null)).toBe('42501');
    expect(await refused(other.slip.id, null)).toBe('42501');
    for (const id of [nobody, out.slip.id]) expect(await refused(id, team.worker.id)).toBe('42501');
    expect(await refused(out.slip.id, null)).toBeNull();
  });
});
