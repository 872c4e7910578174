import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { anAccepted, logged } from '../support/deliveries.ts';
import { rawly } from '../support/raw-table.ts';
import { atOnce, whileFailing } from '../support/teams.ts';
import { World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const session = { deliveredOn: '2026-03-02', mode: 'group', durationBand: '61-120-minutes', staffCount: 2 };
let worker: Someone;
let another: Someone;
let partner: Someone;
let colleague: Someone;
let elsewhere: Someone;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  another = await world.someone('social-worker');
  partner = await world.someone('partner-worker');
  colleague = await world.someone('partner-worker', partner);
  elsewhere = await world.someone('partner-worker');
}, 30_000);
beforeEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

const accepted = async (by = partner, of = worker): Promise<string> => (await anAccepted(world, of, by)).id;
const came = (referralId: string, more: object = {}) => ({ referralId, attendance: 'attended', ...more });
const hold = (participants: object[], changes: object = {}, by = partner): Promise<Reply> =>
  by.post('/group-sessions', { ...session, ...changes, participants });
const held = async (participants: object[], changes: object = {}): Promise<string> => {
  const reply = await hold(participants, changes);
  if (reply.status !== 201) throw new Error(reply.text);
  return (reply.body as { id: string }).id;
};
const rowsOf = (ids: readonly string[]) =>
  house.rows('SELECT * FROM delivery WHERE referral_id = ANY ($1) ORDER BY array_position($1, referral_id)', [ids]);

describe('A session for several people', () => {
  it('is a delivery for each of them, whoever came or did not, and begins the work of those who did', async () => {
    const ids = [await accepted(), await accepted(partner, another), await accepted()];
    const reply = await hold([came(ids[0]!, { units: 3 }), came(ids[1]!), { referralId: ids[2], attendance: 'did-not-attend' }]);
    expect([reply.status, reply.body]).toMatchObject([201, { ...session, size: 3, byUnitId: partner.unitId, staffIds: null }]);
    expect(await rowsOf(ids)).toMatchObject([
      { units: 3, attendance: 'attended', duration_band: '61-120-minutes', staff_count: 2, mode: 'group', status: 'recorded' },
      { units: null, attendance: 'attended', duration_band: '61-120-minutes' },
      { units: 0, attendance: 'did-not-attend', duration_band: null },
    ]);
    const states = await Promise.all(ids.map(async (id) => (await partner.get(`/referrals/${id}`)).body.status as string));
    expect(states).toEqual(['in_progress', 'in_progress', 'accepted']);
    expect((await colleague.get(`/deliveries?groupSessionId=${reply.body.id}`)).body.items).toHaveLength(3);
  });

  it('names people of the own unit, and nobody else', async () => {
    const ids = [await accepted()];
    const id = await held([came(ids[0]!)], { staffCount: undefined, staffIds: [partner.id, colleague.id.toUpperCase()] });
    expect((await partner.get(`/group-sessions/${id}`)).body).toMatchObject({ staffCount: 2, staffIds: [partner.id, colleague.id] });
    for (const staffIds of [[elsewhere.id], [worker.id], [randomUUID()], [partner.id, elsewhere.id]]) {
      const { status, body } = await hold([came(await accepted())], { staffCount: undefined, staffIds });
      expect([status, body.errors]).toEqual([400, [expect.objectContaining({ field: 'staffIds', code: 'not-of-the-unit' })]]);
    }
    expect((await hold([came(await accepted())], { staffIds: [partner.id] })).body.errors[0].code).toBe('staff-or-count');
    const twice = { staffCount: undefined, staffIds: [partner.id, partner.id.toUpperCase()] };
    expect((await hold([came(await accepted())], twice)).body.errors[0].code).toBe('given-twice');
  });

  it('is logged whole or not at all, and says of every row what is wrong, by its number alone', async () => {
    const [fine, held, foreign] = [await accepted(), await accepted(), await accepted(elsewhere)];
    await partner.post(`/referrals/${held}/hold`, { reason: 'waiting-list' });
    const { caseId } = await anAccepted(world, worker, partner);
    const rows = [
      came(fine),
      came(foreign),
      came(randomUUID()),
      came(caseId),
      came(held),
      came(fine),
      came(await accepted(), { units: 2, attendance: 'did-not-attend' }),
    ];
    const { status, body, text } = await hold(rows);
    expect(status).toBe(400);
    expect(body.errors.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`)).toEqual([
      'participants.1 no-referral-of-unit',
      'participants.2 no-referral-of-unit',
      'participants.3 no-referral-of-unit',
      'participants.4 referral-not-served',
      'participants.5 given-twice',
      'participants.6 nobody-came',
    ]);
    for (const { referralId } of rows) expect(text).not.toContain(referralId);
    for (const { detail } of body.errors as { detail: string }[]) expect(detail).not.toMatch(/^input\.|\{/);
    expect(await rowsOf([fine])).toEqual([]);
    expect((await partner.get(`/referrals/${fine}`)).body.status).toBe('accepted');
    expect(await house.rows('SELECT FROM group_session WHERE by_unit_id = $1 AND size = 7', [partner.unitId])).toEqual([]);
  });

  it('answers a referral of another unit as one that is nobody’s: the same bytes', async () => {
    const [fine, foreign] = [await accepted(), await accepted(elsewhere)];
    const replies = [await hold([came(fine), came(foreign)]), await hold([came(fine), came(randomUUID())])];
    expect(replies[0]!.text).toBe(replies[1]!.text);
  });

  it('asks why, where something was logged of that day, and logs nothing until all is said', async () => {
    const [twice, once] = [await accepted(), await accepted()];
    const first = await logged(partner, twice);
    const refused = await hold([came(once), came(twice)]);
    expect([refused.status, refused.body]).toMatchObject([409, { type: '/problems/duplicate-deliveries', rows: [1] }]);
    expect(refused.text).not.toContain(first);
    expect(await rowsOf([once])).toEqual([]);
    const id = await held([came(once, { duplicateReason: 'another-part' }), came(twice, { duplicateReason: 'another-part' })]);
    const { items } = (await partner.get(`/deliveries?groupSessionId=${id}`)).body as {
      items: { referralId: string; duplicateReason: string }[];
    };
    // A reason that explains nothing is not kept.
    expect(Object.fromEntries(items.map(({ referralId, duplicateReason }) => [referralId, duplicateReason]))).toEqual({
      [once]: null,
      [twice]: 'another-part',
    });
  });

  it.each([
    ['nobody', [], 'participants', 'too-few-codes'],
    ['more than a room holds', Array.from({ length: 31 }, () => came(randomUUID())), 'participants', 'too-many-codes'],
    ['no list', 'all of them', 'participants', 'not-a-list'],
    ['nothing in a row', [null], 'participants', 'not-rows'],
    ['a list in a row', [[came(randomUUID())]], 'participants', 'not-rows'],
    ['a list of ids', [randomUUID()], 'participants', 'not-rows'],
    ['somebody without an answer', [{ referralId: randomUUID() }], 'participants.0.attendance', 'missing'],
    ['a word too much', [came(randomUUID(), { caseId: randomUUID() })], 'participants.0.caseId', 'unknown-field'],
  ])('with %s is refused', async (_, participants, field, code) => {
    const { status, body } = await hold(participants as object[]);
    expect([status, body.errors[0]]).toMatchObject([400, { field, code }]);
    expect(body.errors[0].detail).not.toMatch(/^input\.|\{/);
  });

  it('lies in no future, and not long before the referral', async () => {
    const id = await accepted();
    expect((await hold([came(id)], { deliveredOn: '2026-03-03' })).body.errors).toMatchObject([
      { field: 'deliveredOn', code: 'in-the-future' },
    ]);
    expect((await hold([came(id)], { deliveredOn: '2026-01-30' })).body.errors).toMatchObject([
      { field: 'participants.0', code: 'too-long-ago' },
    ]);
  });

  it('that is logged late waits, row by row, for the supervisor of each', async () => {
    const [supervisor] = [await world.someone('supervisor', worker), await world.someone('supervisor', another)];
    const [own, other] = [await accepted(), await accepted(partner, another)];
    await house.clock.moveTo(new Date('2026-04-10T04:00:00Z'));
    await held([came(own), came(other)]);
    const rows = await rowsOf([own, other]);
    expect(rows.map(({ status }) => status)).toEqual(['late', 'late']);
    const agreed = await Promise.all(rows.map(({ id }) => supervisor.post(`/deliveries/${String(id)}/agree`)));
    expect(agreed.map(({ status }) => status)).toEqual([200, 404]);
  });

  it('is for those who serve', async () => {
    const id = await accepted();
    expect(
      (await Promise.all([worker, await world.someone('supervisor', worker)].map((by) => hold([came(id)], {}, by)))).map(
        ({ status }) => status,
      ),
    ).toEqual([403, 403]);
    expect((await hold([came(id)], {}, elsewhere)).status).toBe(400);
  });
});

describe('Two sessions at once', () => {
  it('with the same people do not stand in each other’s way, and one of them has to say why', async () => {
    const ids = [await accepted(), await accepted(), await accepted()];
    const turned = [...ids].reverse();
    let turn = 0;
    const statuses = await atOnce(4, () => hold((turn++ % 2 === 0 ? ids : turned).map((id) => came(id))));
    expect(statuses).toEqual([201, 409, 409, 409]);
    expect(await rowsOf(ids)).toHaveLength(3);
  });

  it('of one request are one', async () => {
    const ids = [await accepted(), await accepted()];
    const body = { ...session, participants: ids.map((id) => came(id)) };
    const key = { 'idempotency-key': randomUUID() };
    const replies = await Promise.all([1, 2, 3].map(() => partner.post('/group-sessions', body, key)));
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(replies.map((reply) => reply.body.id as string)).size).toBe(1);
    expect(await rowsOf(ids)).toHaveLength(2);
  });

  it('are nothing, if the last row of one fails', async () => {
    const ids = [await accepted(), await accepted()];
    expect((await whileFailing(house, 'delivery_source', () => hold(ids.map((id) => came(id))))).status).toBe(500);
    expect(await rowsOf(ids)).toEqual([]);
  });
});

describe('Who was there with whom', () => {
  it('knows the unit that held it; each team sees its own delivery, without size, company or session', async () => {
    const [own, other] = [await accepted(), await accepted(partner, another)];
    const id = await held([came(own), came(other)], { staffCount: undefined, staffIds: [partner.id] });
    const [mine, theirs] = (await rowsOf([own, other])).map((row) => row.id as string);
    for (const by of [partner, colleague]) expect((await by.get(`/group-sessions/${id}`)).status).toBe(200);
    expect((await elsewhere.get(`/group-sessions/${id}`)).status).toBe(404);
    expect((await elsewhere.get('/group-sessions')).body.items).toEqual([]);
    for (const [by, seen, unseen] of [
      [worker, mine, theirs],
      [another, theirs, mine],
    ] as const) {
      expect((await by.get('/group-sessions')).status).toBe(403);
      expect((await by.get(`/group-sessions/${id}`)).status).toBe(404);
      expect((await by.get(`/deliveries?groupSessionId=${id}`)).body.errors[0].code).toBe('unknown-field');
      const reply = await by.get(`/deliveries/${seen}`);
      expect(reply.body).not.toHaveProperty('groupSessionId');
      expect(reply.body).not.toHaveProperty('staffIds');
      for (const hidden of [id, unseen!, seen === mine ? other : own, partner.id]) expect(reply.text).not.toContain(hidden);
      expect((await by.get(`/deliveries/${unseen}`)).status).toBe(404);
    }
  });

  it('stands in no history, timeline or notification of either team', async () => {
    const { id: own, caseId } = await anAccepted(world, worker, partner);
    const { id: other, caseId: otherCase } = await anAccepted(world, another, partner);
    const id = await held([came(own), came(other)], { staffCount: undefined, staffIds: [partner.id] });
    const [mine, theirs] = (await rowsOf([own, other])).map((row) => row.id as string);
    const told = async (by: Someone, of: string): Promise<string> =>
      (
        await Promise.all(
          [`/cases/${of}/timeline?limit=100`, `/cases/${of}/history?limit=100`, '/notifications?limit=100'].map((url) => by.get(url)),
        )
      )
        .map(({ text }) => text)
        .join();
    const [one, two] = [await told(worker, caseId), await told(another, otherCase)];
    expect([one.includes(mine!), two.includes(theirs!)]).toEqual([true, true]);
    for (const hidden of [id, theirs!, other, partner.id]) expect(one).not.toContain(hidden);
    for (const hidden of [id, mine!, own, partner.id]) expect(two).not.toContain(hidden);
  });

  it('is not to be put together without the first wall either', async () => {
    const ids = [await accepted(), await accepted(partner, another)];
    const id = await held(ids.map((each) => came(each)));
    for (const table of ['group_session', 'delivery_source']) {
      expect((await rawly(house, worker, ['social-worker', 'p_social_worker'], `SELECT * FROM ${table}`)).refused).toBe('42501');
      expect((await rawly(house, elsewhere, ['partner-worker', 'p_partner'], `SELECT * FROM ${table}`)).rows).toEqual([]);
      expect((await rawly(house, partner, ['partner-worker', 'p_partner'], `UPDATE ${table} SET staff_ids = NULL`)).refused).toBe('42501');
    }
    const mine = await logged(elsewhere, await accepted(elsewhere));
    const join = 'INSERT INTO delivery_source (delivery_id, staff_ids, group_session_id) VALUES ($1, $2, $3)';
    expect((await rawly(house, elsewhere, ['partner-worker', 'p_partner'], join, [mine, null, id])).refused).toBe('42501');
    expect((await rawly(house, elsewhere, ['partner-worker', 'p_partner'], join, [mine, null, null])).refused).toBeNull();
  });
});
