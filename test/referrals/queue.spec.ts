import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { keepWhatIsDue } from '../support/promises.ts';
import { rawly } from '../support/raw-table.ts';
import { aService, asSeen } from '../support/services.ts';
import { walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { goRoundAt, nextOf, told } from '../support/waiting.ts';
import { newConsent, World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const sending = '2026-03-02T04:00:00Z';

let team: Team;
let admin: Someone;
beforeAll(async () => {
  team = await aTeam(world);
  admin = await world.someone('administrator');
}, 60_000);
beforeEach(() => house.clock.moveTo(new Date(sending)));

interface Full {
  readonly desk: Someone;
  readonly serviceId: string;
}

/** A desk whose only service has no free place; four wait elsewhere, as it says. */
async function aFullService(): Promise<Full> {
  const desk = await world.someone('focal-point', await world.aUnit('education'));
  const { id: serviceId } = await aService({ admin }, desk);
  await asSeen(desk, serviceId, 'verify');
  await asSeen(desk, serviceId, 'capacity', { places: 9, freePlaces: 0, waiting: 4 });
  return { desk, serviceId };
}

async function asked({ desk, serviceId }: Full, urgency: string, waitingList = true): Promise<Reply> {
  const { id: caseId } = await world.aCase(team.worker);
  await walked(
    [team.worker, `/cases/${caseId}/risk`, { risk: 'low' }],
    [team.worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds: [desk.agencyId] }],
  );
  return team.worker.post(`/cases/${caseId}/referrals`, {
    toUnitId: desk.unitId,
    serviceType: 'school-place',
    urgency,
    serviceId,
    waitingList,
  });
}

/** Referrals that wait for a place, sent a minute after one another. */
async function queued(full: Full, ...urgencies: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const urgency of urgencies) {
    const { body } = await asked(full, urgency);
    await house.clock.moveTo(new Date(house.clock.now().getTime() + 60_000));
    await walked([team.worker, `/referrals/${body.id}/send`]);
    ids.push(String(body.id));
  }
  return ids;
}

const place = async (who: Someone, id: string): Promise<[number, number] | number | null> => {
  const { status, body } = await who.get(`/referrals/${id}/queue-place`);
  if (status !== 200) return status;
  return body.position === null ? null : [body.position, body.waiting];
};
const places = (ids: readonly string[], who = team.worker) => Promise.all(ids.map((id) => place(who, id)));
const free = async ({ desk, serviceId }: Full, freePlaces: number): Promise<void> => {
  expect((await asSeen(desk, serviceId, 'capacity', { places: 9, freePlaces, waiting: 4 })).status).toBe(200);
  await keepWhatIsDue(house);
};
const offered = async (ids: readonly string[]): Promise<boolean[]> =>
  Promise.all(ids.map(async (id) => (await team.worker.get(`/referrals/${id}`)).body.placeOfferedAt !== null));

describe('Who waits for a place of a service', () => {
  it('stands in its queue by urgency, then by time; both sides see how far they have come, and nobody else does', async () => {
    const full = await aFullService();
    const ids = await queued(full, 'normal', 'high', 'high');
    for (const who of [team.worker, team.supervisor, full.desk])
      expect(await places(ids, who)).toEqual([
        [3, 3],
        [1, 3],
        [2, 3],
      ]);
    for (const who of [team.colleague, team.stranger]) expect(await places(ids, who)).toEqual([404, 404, 404]);
    const seen = await team.worker.get(`/referrals/${ids[0]}/queue-place`);
    expect(Object.keys(seen.body).sort()).toEqual(['placeOfferedAt', 'position', 'waiting']);
    // What is counted here and what the agency says of elsewhere are two figures.
    expect((await team.worker.get(`/services/${full.serviceId}`)).body).toMatchObject({ queued: 3, waiting: 4 });
    expect((await asked(full, 'normal', false)).body).toMatchObject({ type: '/problems/service-full', waiting: 7 });
    const [first] = (await team.worker.get('/services/find?serviceType=school-place&limit=100')).body.items.filter(
      ({ service }: { service: { id: string } }) => service.id === full.serviceId,
    ) as { reasons: { code: string; detail: string }[] }[];
    expect(first!.reasons.find(({ code }) => code === 'no-free-place')?.detail).toContain('7');
  });

  it('moves up when somebody before them goes: called off, answered or taken back', async () => {
    const full = await aFullService();
    const ids = await queued(full, 'high', 'high', 'high', 'high');
    await walked([team.worker, `/referrals/${ids[0]}/cancel`, { reason: 'need-met' }]);
    expect(await places(ids)).toEqual([null, [1, 3], [2, 3], [3, 3]]);
    await walked([full.desk, `/referrals/${ids[2]}/accept`]);
    expect(await places(ids)).toEqual([null, [1, 2], null, [2, 2]]);
    await walked([team.supervisor, `/referrals/${ids[1]}/recall`, { reason: 'sent-wrongly' }]);
    expect(await places(ids)).toEqual([null, null, null, [1, 1]]);
    expect((await team.worker.get(`/services/${full.serviceId}`)).body.queued).toBe(1);
  });
});

describe('A place that is set free', () => {
  it('is kept for the first: both sides are told, the time to decide begins anew, and nobody jumps the queue', async () => {
    const full = await aFullService();
    const ids = await queued(full, 'high', 'high');
    await house.clock.moveTo(new Date('2026-03-03T04:00:00Z'));
    await free(full, 1);
    expect(await offered(ids)).toEqual([true, false]);
    expect([await told(team.worker, ids[0]!), await told(full.desk, ids[0]!)]).toEqual([
      ['place-offered'],
      expect.arrayContaining(['place-offered']),
    ]);
    const { body } = await full.desk.get(`/referrals/${ids[0]}`);
    expect(body).toMatchObject({ placeOfferedAt: '2026-03-03T04:00:00.000Z', decideBy: '2026-03-05T04:00:00.000Z' });
    expect(await nextOf(house, ids[0]!, 'decided')).toMatch(/^soon-due 2026-03-04/);
    expect((await asked(full, 'high', false)).body.type).toBe('/problems/service-full');
    // Saying it again keeps no second place.
    await free(full, 1);
    expect(await offered(ids)).toEqual([true, false]);
    await walked([full.desk, `/referrals/${ids[0]}/accept`]);
    expect((await full.desk.get(`/referrals/${ids[0]}`)).body.lateByHours).toBeNull();
    await keepWhatIsDue(house);
    // That place is taken now, until the agency says how many there are.
    expect([await offered([ids[1]!]), await place(team.worker, ids[1]!)]).toEqual([[false], [1, 1]]);
    await house.clock.moveTo(new Date('2026-03-03T05:00:00Z'));
    await free(full, 1);
    expect(await offered([ids[1]!])).toEqual([true]);
    // It is kept already when the agency says the same again; taken after that, it is no second place.
    await house.clock.moveTo(new Date('2026-03-03T06:00:00Z'));
    const [last] = await queued(full, 'high');
    await free(full, 1);
    await walked([full.desk, `/referrals/${ids[1]}/accept`]);
    await keepWhatIsDue(house);
    expect(await offered([last!])).toEqual([false]);
  });

  it('goes to the next when it is declined, or not taken in time; who let it lapse waits behind those who were not asked', async () => {
    const full = await aFullService();
    const ids = await queued(full, 'high', 'high', 'high');
    await free(full, 1);
    await walked([full.desk, `/referrals/${ids[0]}/reject`, { reason: 'not-eligible' }]);
    await keepWhatIsDue(house);
    expect(await offered(ids.slice(1))).toEqual([true, false]);
    await goRoundAt(house, '2026-03-04T05:00:00Z');
    expect(await offered(ids.slice(1))).toEqual([false, true]);
    expect(await places(ids.slice(1))).toEqual([
      [2, 2],
      [1, 2],
    ]);
    expect(await told(team.worker, ids[1]!)).toEqual(expect.arrayContaining(['place-offered', 'place-lapsed']));
    await walked([team.worker, `/referrals/${ids[2]}/cancel`, { reason: 'need-met' }]);
    await goRoundAt(house, '2026-03-04T06:00:00Z');
    // Nobody else waits: they are asked again.
    expect(await offered([ids[1]!])).toEqual([true]);
  });

  it('and others with it are kept for as many as there are', async () => {
    const full = await aFullService();
    const ids = await queued(full, 'normal', 'high', 'emergency');
    await free(full, 2);
    expect(await offered(ids)).toEqual([false, true, true]);
  });
});

describe('The database by itself', () => {
  it('gives nobody a place, and tells nobody of a queue in which they have nobody', async () => {
    const full = await aFullService();
    const [id] = await queued(full, 'high');
    const worker = ['social-worker', 'p_social_worker'] as const;
    const officer = ['focal-point', 'p_ministry'] as const;
    for (const sets of ['place_offered_at = now()', 'place_lapses = 1'])
      expect((await rawly(house, team.worker, worker, `UPDATE referral SET ${sets} WHERE id = $1`, [id])).refused).toBe('42501');
    const ask = 'SELECT * FROM referral_place($1, $2)';
    const values = [id, ['emergency', 'high', 'normal']];
    expect((await rawly(house, team.worker, worker, ask, values)).rows).toEqual([{ position: 1, waiting: 1 }]);
    expect((await rawly(house, full.desk, officer, ask, values)).rows).toHaveLength(1);
    expect((await rawly(house, team.colleague, worker, ask, values)).rows).toEqual([]);
    expect((await rawly(house, (await aFullService()).desk, officer, ask, values)).rows).toEqual([]);
  });
});
