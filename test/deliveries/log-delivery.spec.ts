import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { states } from '../support/referral-matrix.ts';
import { atOnce, whileFailing } from '../support/teams.ts';
import { World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const given = { deliveredOn: '2026-03-02', mode: 'at-provider', attendance: 'attended', units: 2 };
const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', clientConfirmed: 'yes' };
let worker: Someone;
let supervisor: Someone;
let partner: Someone;
let colleague: Someone;
let elsewhere: Someone;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  supervisor = await world.someone('supervisor', worker);
  partner = await world.someone('partner-worker');
  colleague = await world.someone('partner-worker', partner);
  elsewhere = await world.someone('partner-worker');
}, 30_000);
beforeEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

const accepted = async (by = partner): Promise<string> => {
  const { id } = await world.aSentReferral(worker, by);
  await by.post(`/referrals/${id}/accept`);
  return id;
};
const log = (referralId: string, changes: object = {}, by = partner): Promise<Reply> =>
  by.post(`/referrals/${referralId}/deliveries`, { ...given, ...changes });
const deliveriesOf = async (referralId: string, by = worker) =>
  (await by.get(`/deliveries?referralId=${referralId}`)).body.items as { units: number; mode: string | null; correctsId: string | null }[];

describe('Logging a delivery', () => {
  it('keeps what was given and begins the work; the next one changes no state', async () => {
    const id = await accepted();
    const first = await log(id, { durationBand: undefined });
    expect([first.status, first.body]).toMatchObject([
      201,
      { ...given, referralId: id, byUnitId: partner.unitId, serviceType: 'school-place' },
    ]);
    expect((await partner.get(`/referrals/${id}`)).body.status).toBe('in_progress');
    expect((await log(id, { deliveredOn: '2026-03-01', attendance: 'did-not-attend', units: 0 })).status).toBe(201);
    expect((await worker.get(`/referrals/${id}`)).body.status).toBe('in_progress');
    expect(await deliveriesOf(id)).toHaveLength(2);
  });

  it.each(states)('needs a referral that is worked on; %s decides', async (state) => {
    const id = await accepted();
    await house.rows('UPDATE referral SET status = $2 WHERE id = $1', [id, state]);
    const hidden = ['draft', 'entered_in_error'].includes(state);
    const { status, body } = await log(id);
    expect(status).toBe(hidden ? 404 : ['accepted', 'in_progress'].includes(state) ? 201 : 409);
    if (status === 409) expect(body).toMatchObject({ type: '/problems/referral-cannot-deliver', state });
  });

  it('is for the receiving unit alone', async () => {
    const id = await accepted();
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const replies = await Promise.all([colleague, worker, supervisor, elsewhere, officer].map((by) => log(id, {}, by)));
    expect(replies.map(({ status }) => status)).toEqual([201, 403, 403, 404, 404]);
  });

  it.each([
    ['tomorrow', { deliveredOn: '2026-03-03' }, 'deliveredOn', 'in-the-future'],
    ['more than thirty days before it was accepted', { deliveredOn: '2026-01-30' }, 'deliveredOn', 'too-long-ago'],
    ['in a way that is on no list', { mode: 'somehow' }, 'mode', 'not-a-code'],
    ['with no answer who came', { attendance: undefined }, 'attendance', 'missing'],
    ['less than nothing', { units: -1 }, 'units', 'out-of-range'],
    ['for another unit', { byUnitId: randomUUID() }, 'byUnitId', 'unknown-field'],
  ])('%s is refused', async (_, changes, field, code) => {
    const { status, body } = await log(await accepted(), changes);
    expect([status, body.errors[0]]).toMatchObject([400, { field, code }]);
    expect(body.errors[0].detail).not.toMatch(/^input\.|\{/);
  });

  it('takes thirty days before the acceptance, and today as it is at the provider', async () => {
    const id = await accepted();
    expect((await log(id, { deliveredOn: '2026-01-31' })).status).toBe(201);
    await house.clock.moveTo(new Date('2026-03-02T20:00:00Z'));
    expect((await log(id, { deliveredOn: '2026-03-03' })).status).toBe(201);
    expect((await log(id, { deliveredOn: '2026-03-04' })).status).toBe(400);
    const done = { ...outcome, noUnitsReason: 'not-countable' };
    expect((await partner.post(`/referrals/${id}/complete`, { ...done, outcomeOn: '2026-03-04' })).body.errors[0].field).toBe('outcomeOn');
    expect((await partner.post(`/referrals/${id}/complete`, { ...done, outcomeOn: '2026-03-03' })).status).toBe(200);
  });
});

describe('A mistake in a delivery', () => {
  it('is corrected by another row, once, and both stay', async () => {
    const id = await accepted();
    const { body } = await log(id);
    const { url } = { url: `/deliveries/${body.id}` };
    expect((await partner.patch(url, { units: 3 })).status).toBe(404);
    expect(await atOnce(3, () => log(id, { units: 3, correctsId: body.id }))).toEqual([201, 409, 409]);
    expect((await deliveriesOf(id)).map(({ units, correctsId }) => [units, correctsId]).sort()).toEqual([
      [2, null],
      [3, body.id],
    ]);
  });

  it('can be corrected when the work is over, but nothing can be added then', async () => {
    const id = await accepted();
    const { body } = await log(id);
    await partner.post(`/referrals/${id}/complete`, { ...outcome, outcomeUnits: 2 });
    expect((await log(id)).status).toBe(409);
    expect((await log(id, { units: 1, correctsId: body.id })).status).toBe(201);
    expect((await partner.get(`/referrals/${id}`)).body.status).toBe('completed');
  });

  it('is one’s own, of this referral, or not found', async () => {
    const [one, two, foreign] = [await accepted(), await accepted(), await accepted(elsewhere)];
    const other = (await log(two)).body.id as string;
    const theirs = (await log(foreign, {}, elsewhere)).body.id as string;
    expect((await log(one, { correctsId: other })).body.errors[0]).toMatchObject({ field: 'correctsId', code: 'other-referral' });
    expect((await log(one, { correctsId: theirs })).status).toBe(404);
    expect((await log(one, { correctsId: randomUUID() })).status).toBe(404);
  });
});

describe('Who sees deliveries', () => {
  it('the unit that gave them and the team of the case: on the list, by id and in the table itself', async () => {
    const [id, foreign] = [await accepted(), await accepted(elsewhere)];
    const [own, theirs] = [(await log(id)).body.id as string, (await log(foreign, {}, elsewhere)).body.id as string];
    for (const [by, seen] of [
      [partner, own],
      [colleague, own],
      [elsewhere, theirs],
    ] as const) {
      const unseen = seen === own ? theirs : own;
      const list = await by.get('/deliveries?limit=100');
      expect([list.text.includes(seen), list.text.includes(unseen)]).toEqual([true, false]);
      expect((await by.get(`/deliveries?referralId=${unseen === own ? id : foreign}`)).body.items).toEqual([]);
      expect([(await by.get(`/deliveries/${seen}`)).status, (await by.get(`/deliveries/${unseen}`)).status]).toEqual([200, 404]);
      const raw = await rawly(house, by, ['partner-worker', 'p_partner'], 'SELECT id FROM delivery WHERE id = ANY ($1)', [[own, theirs]]);
      expect(raw.rows).toEqual([{ id: seen }]);
    }
    for (const by of [worker, supervisor]) {
      expect((await by.get(`/deliveries/${own}`)).body).not.toHaveProperty('authorId');
      expect((await by.get(`/deliveries/${theirs}`)).status).toBe(200);
    }
    const stranger = await world.someone('social-worker');
    expect((await stranger.get(`/deliveries/${own}`)).status).toBe(404);
    expect((await (await world.someone('administrator')).get(`/deliveries/${own}`)).status).toBe(404);
  });

  it('nobody adds one to another unit’s referral, not even without the first wall', async () => {
    const id = await accepted();
    const insert = (by: Someone) =>
      rawly(
        house,
        by,
        ['partner-worker', 'p_partner'],
        `INSERT INTO delivery (id, referral_id, by_unit_id, service_type, delivered_on, attendance,
        author_id, recorded_at, unit_id, supervisor_unit_id, sealed)
        VALUES (gen_random_uuid(), $1, $2, 'school-place', '2026-03-02', 'attended', $3, now(), $2, $2, false)`,
        [id, by.unitId, by.id],
      );
    expect([await insert(partner), await insert(elsewhere)]).toMatchObject([{ count: 1 }, { refused: '42501' }]);
  });
});

describe('Completing a referral', () => {
  const complete = (id: string, changes: object = { outcomeUnits: 5 }) =>
    partner.post(`/referrals/${id}/complete`, { ...outcome, ...changes });

  it('logs what was given and not logged, so that both add up', async () => {
    const id = await accepted();
    const { body } = await log(id);
    await log(id, { units: 1, correctsId: body.id });
    expect((await complete(id)).status).toBe(200);
    const rows = await house.rows(
      'SELECT units, mode, attendance, delivered_on, author_id FROM delivery WHERE referral_id = $1 AND mode IS NULL',
      [id],
    );
    expect(rows).toMatchObject([{ units: 4, mode: null, attendance: 'attended', author_id: partner.id }]);
    expect((await deliveriesOf(id, partner)).map(({ units }) => units).sort()).toEqual([1, 2, 4]);
  });

  it.each([
    ['all was logged', { outcomeUnits: 2 }],
    ['more was logged', { outcomeUnits: 1 }],
    ['it cannot be counted', { noUnitsReason: 'not-countable' }],
  ])('logs nothing where %s', async (_, changes) => {
    const id = await accepted();
    await log(id);
    await complete(id, changes);
    expect(await deliveriesOf(id)).toHaveLength(1);
  });

  it('takes a session that was attended, and that nobody counted, for one', async () => {
    const id = await accepted();
    await log(id, { units: undefined });
    await log(id, { units: undefined, attendance: 'did-not-attend', duplicateReason: 'another-attempt' });
    await complete(id, { outcomeUnits: 1 });
    expect(await deliveriesOf(id)).toHaveLength(2);
  });

  it('happens once, however many press the button, and is logged once', async () => {
    const id = await accepted();
    expect(await atOnce(4, () => complete(id))).toEqual([200, 409, 409, 409]);
    expect((await deliveriesOf(id)).map(({ units }) => units)).toEqual([5]);
  });

  it('and its delivery are one deed: if one fails, neither is', async () => {
    const id = await accepted();
    expect((await whileFailing(house, 'delivery', () => complete(id))).status).toBe(500);
    expect((await worker.get(`/referrals/${id}`)).body).toMatchObject({ status: 'accepted', outcomeCode: null });
    expect(await deliveriesOf(id)).toEqual([]);
    expect(await house.rows("SELECT FROM platform.outbox WHERE kind = 'close-package' AND subject_id = $1", [id])).toEqual([]);
  });

  it.each([
    [{ outcomeUnits: 1, noUnitsReason: 'continuing' }, 'outcomeUnits'],
    [{}, 'outcomeUnits'],
    [{ outcomeUnits: 1, outcomeCode: undefined }, 'outcomeCode'],
    [{ outcomeUnits: 1, clientConfirmed: undefined }, 'clientConfirmed'],
    [{ outcomeUnits: 1, outcomeOn: '2026-01-30' }, 'outcomeOn'],
  ])('needs an outcome that can be counted: not %j', async (changes, field) => {
    const { status, body } = await complete(await accepted(), changes);
    expect([status, body.errors[0].field]).toEqual([400, field]);
  });
});
