import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { openHouse } from '../support/app.ts';
import { anAccepted, log, logged } from '../support/deliveries.ts';
import { at } from '../support/promises.ts';
import { aSlip, Bearer } from '../support/slips.ts';
import { rawly } from '../support/raw-table.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let worker: Someone;
let supervisor: Someone;
let partner: Someone;
let colleague: Someone;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  supervisor = await world.someone('supervisor', worker);
  partner = await world.someone('partner-worker');
  colleague = await world.someone('partner-worker', partner);
}, 30_000);
beforeEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

const accepted = async (): Promise<string> => (await anAccepted(world, worker, partner)).id;
const answer = async (who: Someone, id: string, deed: string, body: object = {}): Promise<number> =>
  (await who.post(`/deliveries/${id}/${deed}`, body)).status;
const dispute = (id: string, reason = 'wrong-amount', who = worker) => answer(who, id, 'dispute', { reason });
const rowsOf = async (referralId: string, by = partner) =>
  (await by.get(`/deliveries?referralId=${referralId}&limit=100`)).body.items as Record<string, unknown>[];
/** Units and outcome of a referral that is completed with so many. */
async function completedWith(referralId: string, outcomeUnits: number): Promise<number> {
  const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits, clientConfirmed: 'yes' };
  expect((await partner.post(`/referrals/${referralId}/complete`, outcome)).status).toBe(200);
  const standing = (await rowsOf(referralId)).filter(({ status }) => status !== 'corrected');
  return standing.reduce((sum, { units }) => sum + ((units as number | null) ?? 1), 0);
}

describe('What somebody logs', () => {
  it('says how it was given, by whom and for what, and asks for little', async () => {
    const id = await accepted();
    const little = { deliveredOn: '2026-03-01', mode: 'phone', attendance: 'attended' };
    const short = await partner.post(`/referrals/${id}/deliveries`, little);
    // What it serves follows from the service; who gave it is not asked.
    expect([short.status, short.body]).toMatchObject([
      201,
      {
        ...little,
        units: null,
        durationBand: null,
        planDomain: 'education',
        staffCount: null,
        staffIds: null,
        status: 'recorded',
        overdue: false,
      },
    ]);
    const whole = await log(partner, id, {
      durationBand: '31-60-minutes',
      staffIds: [partner.id, colleague.id],
      planDomain: 'care-family',
    });
    expect([whole.status, whole.body]).toMatchObject([
      201,
      { units: 2, planDomain: 'care-family', staffCount: 2, staffIds: [partner.id, colleague.id] },
    ]);
    const seen = await worker.get(`/deliveries/${whole.body.id}`);
    expect(seen.body).toMatchObject({ staffCount: 2, planDomain: 'care-family' });
    for (const hidden of [partner.id, colleague.id]) expect(seen.text).not.toContain(hidden);
    expect(seen.body).not.toHaveProperty('recordedAt');
  });

  it('begins the work only if somebody came, and counts nothing for who did not', async () => {
    const id = await accepted();
    const noShow = await log(partner, id, { attendance: 'called-off-by-provider', units: undefined });
    expect(noShow.body).toMatchObject({ units: 0, attendance: 'called-off-by-provider' });
    expect((await partner.get(`/referrals/${id}`)).body.status).toBe('accepted');
    await logged(partner, id, { deliveredOn: '2026-03-01' });
    expect((await partner.get(`/referrals/${id}`)).body.status).toBe('in_progress');
    expect((await partner.get(`/deliveries?referralId=${id}&attendance=called-off-by-provider`)).body.items).toHaveLength(1);
    for (const [field, changes] of [
      ['units', { units: 1 }],
      ['durationBand', { units: undefined, durationBand: 'over-120-minutes' }],
    ] as const)
      expect((await log(partner, id, { attendance: 'did-not-attend', ...changes })).body.errors).toMatchObject([
        { field, code: 'nobody-came' },
      ]);
  });

  it('twice on a day needs a reason, and names only the earlier row of the own unit', async () => {
    const id = await accepted();
    const first = await logged(partner, id);
    const { status, body } = await log(colleague, id);
    expect([status, body]).toMatchObject([409, { type: '/problems/duplicate-delivery', deliveryId: first }]);
    expect(body.detail).toContain(first);
    expect((await log(colleague, id, { duplicateReason: 'because' })).status).toBe(400);
    expect((await log(colleague, id, { duplicateReason: 'another-session' })).body).toMatchObject({ duplicateReason: 'another-session' });
    // A correction that keeps the day repeats nothing, nor does one after an outcome that said there was more.
    expect((await log(partner, id, { units: 1, correctsId: first })).status).toBe(201);
    // What was corrected stands no more, and another day is another service.
    const other = await accepted();
    await logged(partner, other, { deliveredOn: '2026-03-01', correctsId: await logged(partner, other) });
    expect((await log(partner, other)).status).toBe(201);
  });
});

describe('What was logged', () => {
  it('is confirmed by the worker, who is named to the own team alone', async () => {
    const id = await logged(partner, await accepted());
    expect(await answer(supervisor, id, 'confirm')).toBe(403);
    expect(await answer(partner, id, 'confirm')).toBe(403);
    expect(await answer(worker, id, 'confirm')).toBe(200);
    expect(await answer(worker, id, 'confirm')).toBe(409);
    const [own, theirs] = [await supervisor.get(`/deliveries/${id}`), await partner.get(`/deliveries/${id}`)];
    expect(own.body).toMatchObject({ status: 'confirmed', answeredById: worker.id });
    expect(theirs.body).toMatchObject({ status: 'confirmed', answeredAt: '2026-03-02T04:00:00.000Z' });
    expect(theirs.text).not.toContain(worker.id);
  });

  it('is disputed for a reason that both sides see, also after it was confirmed, and put right by another row', async () => {
    const referral = await accepted();
    const first = await logged(partner, referral);
    expect(await answer(worker, first, 'confirm')).toBe(200);
    expect(await dispute(first)).toBe(200);
    expect(await dispute(first)).toBe(409);
    const second = await logged(colleague, referral, { units: 1, correctsId: first });
    expect((await log(partner, referral, { units: 7, correctsId: first })).body).toMatchObject({
      type: '/problems/delivery-cannot-correct',
      state: 'corrected',
    });
    const trail = [
      { id: first, status: 'corrected', units: 2, disputeReason: 'wrong-amount', answeredAt: '2026-03-02T04:00:00.000Z' },
      { id: second, status: 'recorded', units: 1, correctsId: first, disputeReason: null },
    ];
    for (const by of [partner, worker, supervisor])
      expect((await rowsOf(referral, by)).sort(({ correctsId }) => (correctsId === null ? -1 : 1))).toMatchObject(trail);
    expect(await answer(worker, second, 'confirm')).toBe(200);
  });

  it('is withdrawn by a row of nothing, also when the referral is over or called off', async () => {
    const [over, off] = [await accepted(), await accepted()];
    for (const [referral, end, body] of [
      [over, 'complete', { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: 2, clientConfirmed: 'yes' }],
      [off, 'cancel', { reason: 'provider-stopped' }],
    ] as const) {
      const id = await logged(partner, referral);
      expect((await partner.post(`/referrals/${referral}/${end}`, body)).status).toBe(200);
      expect(await dispute(id, 'not-given')).toBe(200);
      expect((await log(partner, referral, { units: 0, correctsId: id })).body).toMatchObject({ units: 0, status: 'recorded' });
    }
  });

  it('adds up to the outcome whatever was disputed, corrected or withdrawn, no row counted twice', async () => {
    const one = await accepted();
    const first = await logged(partner, one, { units: 4 });
    await dispute(first);
    const second = await logged(partner, one, { units: 3, correctsId: first });
    await logged(partner, one, { units: 2, correctsId: second });
    await logged(partner, one, { deliveredOn: '2026-03-01', units: undefined });
    await logged(partner, one, { deliveredOn: '2026-02-28', attendance: 'did-not-attend', units: undefined });
    const gone = await logged(partner, one, { deliveredOn: '2026-02-27', units: 9 });
    await dispute(gone, 'wrong-person');
    await logged(partner, one, { deliveredOn: '2026-02-27', units: 0, correctsId: gone });
    expect(await completedWith(one, 8)).toBe(8);
    expect((await rowsOf(one)).filter(({ mode }) => mode === null)).toMatchObject([
      { units: 5, status: 'recorded', planDomain: 'education' },
    ]);
    const two = await accepted();
    await dispute(await logged(partner, two, { units: 3 }));
    // A disputed row stands until another takes its place.
    expect(await completedWith(two, 3)).toBe(3);
    expect(await rowsOf(two)).toHaveLength(1);
  });

  it('is told in the timeline and in the history of its case, to the team', async () => {
    const { id: referral, caseId } = await anAccepted(world, worker, partner);
    const first = await logged(partner, referral);
    await dispute(first);
    const second = await logged(partner, referral, { units: 1, correctsId: first });
    await answer(worker, second, 'confirm');
    const { items } = (await worker.get(`/cases/${caseId}/timeline?limit=100`)).body as {
      items: { kind: string; actorId: string | null; details: object }[];
    };
    const lines = items.filter(({ kind }) => kind.startsWith('delivery'));
    expect(lines.map(({ kind }) => kind).sort()).toEqual([
      'delivery-confirmed',
      'delivery-corrected',
      'delivery-disputed',
      'delivery-logged',
    ]);
    expect(lines.find(({ kind }) => kind === 'delivery-disputed')).toMatchObject({
      actorId: worker.id,
      details: { disputeReason: 'wrong-amount' },
    });
    expect(lines.find(({ kind }) => kind === 'delivery-corrected')).toMatchObject({ actorId: null, actorUnitId: partner.unitId });
    const history = await worker.get(`/cases/${caseId}/history?recordId=${first}&limit=100`);
    expect(history.text).toContain('"disputed"');
    expect(history.text).toContain('"corrected"');
    expect(history.text).not.toContain(partner.id);
  });
});

describe('What was told with a slip', () => {
  it('is confirmed or disputed by the sender’s side like anything else', async () => {
    for (const [deed, body, status] of [
      ['confirm', {}, 'confirmed'],
      ['dispute', { reason: 'wrong-amount' }, 'disputed'],
    ] as const) {
      const { slip, referral } = await aSlip(world, house, worker);
      const bearer = new Bearer(house, slip);
      await bearer.open();
      await bearer.say('accept');
      await bearer.say('complete', { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: '2', clientConfirmed: 'yes' });
      const [row] = await rowsOf(referral.id, worker);
      expect(await answer(worker, String(row!.id), deed, body)).toBe(200);
      expect(await rowsOf(referral.id, worker)).toMatchObject([{ status, units: 2 }]);
    }
  });
});

describe('What is logged late', () => {
  // Accepted on 2 March; on 10 April the limit of thirty days is the 11th of March.
  const late = { deliveredOn: '2026-03-10' };
  const later = () => at(house, '2026-04-10T04:00:00Z');

  it('waits for the supervisor: no worker confirms it, and a day within the limit waits for nobody', async () => {
    const referral = await accepted();
    await later();
    expect((await log(partner, referral, { deliveredOn: '2026-03-11' })).body).toMatchObject({ status: 'recorded', backDated: false });
    const { body } = await log(partner, referral, late);
    expect(body).toMatchObject({ status: 'late', backDated: true });
    expect(await answer(worker, body.id as string, 'confirm')).toBe(409);
    expect(await answer(worker, body.id as string, 'agree')).toBe(403);
    expect(await answer(supervisor, body.id as string, 'agree')).toBe(200);
    expect((await partner.get(`/deliveries/${body.id}`)).body).toMatchObject({ status: 'confirmed', backDated: true });
  });

  it('is late too when it is told with the outcome', async () => {
    const referral = await accepted();
    await house.clock.moveTo(new Date('2026-06-02T04:00:00Z'));
    const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-03', outcomeUnits: 9, clientConfirmed: 'yes' };
    expect((await partner.post(`/referrals/${referral}/complete`, outcome)).status).toBe(200);
    expect(await rowsOf(referral)).toMatchObject([{ status: 'late', backDated: true, units: 9 }]);
  });

  it('stays late when it is put right on the same day, and what was in time stays in time', async () => {
    const referral = await accepted();
    const inTime = await logged(partner, referral);
    await later();
    const first = await logged(partner, referral, late);
    expect(await dispute(first, 'wrong-amount', supervisor)).toBe(200);
    expect((await log(partner, referral, { ...late, units: 1, correctsId: first })).body).toMatchObject({ status: 'late' });
    const kept = (await log(partner, referral, { units: 1, correctsId: inTime })).body as { id: string };
    expect(kept).toMatchObject({ status: 'recorded', backDated: false });
    expect((await log(partner, referral, { deliveredOn: '2026-03-01', correctsId: kept.id })).body).toMatchObject({ status: 'late' });
  });

  it('is agreed to by the worker, where a seal shuts the supervisor out', async () => {
    const { id: referral, caseId } = await anAccepted(world, worker, partner);
    expect((await supervisor.post(`/cases/${caseId}/seal`, { reason: 'safety' })).status).toBe(204);
    await later();
    const id = await logged(partner, referral, late);
    expect(await answer(supervisor, id, 'agree')).toBe(404);
    expect(await answer(worker, id, 'agree')).toBe(200);
  });
});

describe('What nobody answers', () => {
  it('stands in a list after fourteen days, until somebody does; nobody is told', async () => {
    const referral = await accepted();
    const [open, settled, wrong] = [
      await logged(partner, referral),
      await logged(partner, referral, { deliveredOn: '2026-03-01' }),
      await logged(partner, referral, { deliveredOn: '2026-02-28' }),
    ];
    await answer(worker, settled, 'confirm');
    const told = async () => (await house.rows("SELECT FROM notification WHERE subject_type = 'delivery'")).length;
    const before = await told();
    const sweep = async (time: string): Promise<string[]> => {
      await at(house, time);
      await house.app.get(Sweep, { strict: false }).run();
      return (await worker.get(`/deliveries?overdue=true&referralId=${referral}`)).body.items.map(({ id }: { id: string }) => id).sort();
    };
    expect(await sweep('2026-03-16T03:59:00Z')).toEqual([]);
    expect(await sweep('2026-03-16T04:01:00Z')).toEqual([open, wrong].sort());
    expect(await sweep('2026-03-16T04:02:00Z')).toEqual([open, wrong].sort());
    expect(await told()).toBe(before);
    expect((await partner.get(`/deliveries?overdue=true&referralId=${referral}`)).body.items).toHaveLength(2);
    expect(await dispute(open)).toBe(200);
    await logged(partner, referral, { deliveredOn: '2026-02-28', units: 1, correctsId: wrong });
    expect(await sweep('2026-03-16T04:03:00Z')).toEqual([]);
  });
});

describe('Without the first wall', () => {
  it('nobody moves a delivery as the law does not let them', async () => {
    const { id: referral } = await anAccepted(world, worker, partner);
    const id = await logged(partner, referral);
    const roles = {
      worker: [worker, ['social-worker', 'p_social_worker']],
      supervisor: [supervisor, ['supervisor', 'p_supervisor']],
      partner: [partner, ['partner-worker', 'p_partner']],
      system: [worker, ['system', 'p_system']],
    } as const;
    const set = async (who: keyof typeof roles, sets: string): Promise<string> => {
      const [someone, persona] = roles[who];
      const { refused, count } = await rawly(house, someone, persona, `UPDATE delivery SET ${sets} WHERE id = $1`, [id]);
      return refused ?? `${count} done`;
    };
    const by = (who: Someone) => `answered_by_id = '${who.id}', answered_at = now()`;
    expect(await set('worker', `status = 'confirmed', ${by(worker)}`)).toBe('1 done');
    expect(await set('worker', `status = 'disputed', dispute_reason = 'not-given', ${by(worker)}`)).toBe('1 done');
    expect(await set('system', 'overdue = true')).toBe('1 done');
    for (const [who, sets] of [
      ['worker', `status = 'confirmed', ${by(supervisor)}`],
      ['worker', `status = 'confirmed'`],
      ['worker', `status = 'corrected', ${by(worker)}`],
      ['worker', `status = 'disputed', ${by(worker)}`],
      ['worker', 'units = 9'],
      ['worker', `answered_by_id = '${worker.id}'`],
      ['supervisor', `status = 'confirmed', ${by(supervisor)}`],
      ['partner', `status = 'confirmed'`],
      ['partner', `status = 'corrected'`],
      ['partner', `status = 'late'`],
      ['partner', 'overdue = true'],
      ['partner', `dispute_reason = 'not-given'`],
      ['partner', 'units = 9'],
      ['system', `status = 'confirmed'`],
      ['system', 'units = 9'],
    ] as const)
      expect([who, sets, await set(who, sets)]).toEqual([who, sets, expect.stringMatching(/^(42501|23514)$/)]);
    // Nobody answers for what they logged themselves, whatever they have become since.
    await house.rows('UPDATE delivery SET author_id = $2 WHERE id = $1', [id, worker.id]);
    expect(await set('worker', `status = 'confirmed', ${by(worker)}`)).toBe('42501');
    expect(await set('worker', `status = 'disputed', dispute_reason = 'not-given', ${by(worker)}`)).toBe('42501');
    await house.rows(`UPDATE delivery SET author_id = $2, status = 'late', back_dated = true WHERE id = $1`, [id, partner.id]);
    expect(await set('worker', `status = 'confirmed', ${by(worker)}`)).toBe('42501');
    expect(await set('supervisor', `status = 'confirmed', ${by(supervisor)}`)).toBe('1 done');
    const born = `INSERT INTO delivery (id, referral_id, service_type, delivered_on, attendance, author_id, recorded_at, status)
      VALUES (gen_random_uuid(), $1, 'school-place', '2026-03-02', 'attended', $2, now(), 'confirmed')`;
    expect((await rawly(house, partner, ['partner-worker', 'p_partner'], born, [referral, partner.id])).refused).toBe('42501');
  });
});
