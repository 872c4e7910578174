import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { goRoundAt, nextOf, told } from '../support/waiting.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

let team: Team;
let officer: Someone;
let focal: Someone;
beforeAll(async () => {
  team = await aTeam(world);
  officer = await world.someone('ministry-officer', await world.aUnit('education'));
  focal = await world.someone('focal-point', officer);
}, 60_000);
beforeEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

/** A referral that the desk has taken on, of a case in which no danger is high; on Monday, 2 March at nine. */
async function aReferral(): Promise<string> {
  const { id: caseId } = await world.aCase(team.worker);
  await walked(
    [team.worker, `/cases/${caseId}/risk`, { risk: 'low' }],
    [team.worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] }],
  );
  const asked = { toUnitId: officer.unitId, serviceType: 'school-place', urgency: 'high' };
  const { body } = await team.worker.post(`/cases/${caseId}/referrals`, asked);
  await walked([team.worker, `/referrals/${body.id}/send`], [officer, `/referrals/${body.id}/accept`]);
  return String(body.id);
}

const kinds = async (id: string, kind: string): Promise<number[]> =>
  Promise.all(
    [officer, focal, team.worker, team.supervisor].map(async (who) => (await told(who, id)).filter((each) => each === kind).length),
  );

/** How many the supervisor was told that there are. */
const counted = async (kind: string): Promise<unknown> =>
  ((await team.supervisor.get(`/notifications?kind=${kind}&limit=100`)).body.items as { howMany: number }[])[0]?.howMany;

interface Tile {
  readonly for: string;
  readonly age: string | null;
  readonly count: number;
}

describe('A referral that was to rest until a day', () => {
  const waiting = async (who: Someone, age = ''): Promise<string[]> => {
    const { body } = await who.get(`/referrals/waiting?for=hold-over&limit=100${age}`);
    return (body.items as { id: string }[]).map(({ id }) => id);
  };
  const tile = async (who: Someone): Promise<(number | null | string)[][]> => {
    const { items } = (await who.get('/referrals/waiting/tiles')).body as { items: Tile[] };
    return items.filter((each) => each.for === 'hold-over').map(({ age, count }) => [age, count]);
  };

  it('is told of on that day to whoever put it on hold, waits from then on, and climbs if nobody takes it up', async () => {
    const id = await aReferral();
    const long = await aReferral();
    await walked([officer, `/referrals/${id}/hold`, { reason: 'waiting-list', holdUntil: '2026-03-05' }]);
    await walked([officer, `/referrals/${long}/hold`, { reason: 'waiting-list' }]);
    await goRoundAt(house, '2026-03-04T12:00:00Z');
    expect([await kinds(id, 'hold-over'), await waiting(officer)]).toEqual([[0, 0, 0, 0], []]);
    await goRoundAt(house, '2026-03-05T03:00:00Z', '2026-03-05T04:00:00Z');
    expect(await kinds(id, 'hold-over')).toEqual([1, 0, 0, 0]);
    for (const who of [officer, team.worker, team.supervisor]) {
      expect([await waiting(who), await waiting(who, '&age=0-1'), await waiting(who, '&age=2-3')]).toEqual([[id], [id], []]);
      expect(await tile(who)).toEqual([
        [null, 1],
        ['0-1', 1],
        ['2-3', 0],
        ['4-7', 0],
        ['8+', 0],
      ]);
    }
    await goRoundAt(house, '2026-03-11T03:00:00Z', '2026-03-13T03:00:00Z', '2026-03-14T03:00:00Z');
    expect(await kinds(id, 'hold-over')).toEqual([1, 1, 1, 1]);
    expect(await waiting(officer, '&age=8%2B')).toEqual([id]);
    await goRoundAt(house, '2026-04-01T03:00:00Z');
    expect([await kinds(id, 'hold-over'), await counted('referrals-held-over')]).toEqual([[2, 1, 1, 1], 1]);
    await walked([officer, `/referrals/${id}/resume`]);
    expect([await waiting(officer), await nextOf(house, id, 'hold-over')]).toEqual([[], 'nothing']);
  });
});

describe('A question that nobody answers', () => {
  it('of the sender is told to those who were asked, to their focal point, then to the supervisor, and then again and again', async () => {
    const id = await aReferral();
    await walked([team.worker, `/referrals/${id}/messages`, { subject: 'access' }]);
    await goRoundAt(house, '2026-03-05T03:59:00Z');
    expect(await kinds(id, 'question-open')).toEqual([0, 0, 0, 0]);
    await goRoundAt(house, '2026-03-05T04:00:00Z', '2026-03-06T04:00:00Z');
    expect(await kinds(id, 'question-open')).toEqual([1, 0, 0, 0]);
    await goRoundAt(house, '2026-03-10T04:00:00Z');
    expect(await kinds(id, 'question-open')).toEqual([1, 1, 0, 0]);
    await goRoundAt(house, '2026-03-12T04:00:00Z', '2026-03-25T04:00:00Z');
    expect(await kinds(id, 'question-open')).toEqual([1, 1, 1, 1]);
    await goRoundAt(house, '2026-05-04T04:00:00Z', '2026-05-12T04:00:00Z');
    expect([await kinds(id, 'question-open'), await counted('referrals-without-answer')]).toEqual([[3, 1, 1, 1], 1]);
  });

  it('of the recipient is told again to the worker, who is to answer, and to the supervisor as a number', async () => {
    const id = await aReferral();
    await walked([officer, `/referrals/${id}/messages`, { subject: 'access' }]);
    await goRoundAt(house, '2026-03-05T04:00:00Z', '2026-03-11T04:00:00Z', '2026-04-01T04:00:00Z');
    expect([await kinds(id, 'question-open'), await counted('referrals-to-answer')]).toEqual([[0, 0, 3, 1], 1]);
  });

  it('of the recipient is told to the worker, then to the supervisor; with the answer it is over, until the next one', async () => {
    const id = await aReferral();
    await walked([officer, `/referrals/${id}/messages`, { subject: 'access' }]);
    await goRoundAt(house, '2026-03-05T04:00:00Z');
    expect(await kinds(id, 'question-open')).toEqual([0, 0, 1, 0]);
    const { body } = await team.worker.get(`/referrals/${id}/messages`);
    const [question] = body.items as { id: string }[];
    await walked([team.worker, `/referrals/${id}/messages`, { subject: 'answer', text: 'A ramp.', answersId: question!.id }]);
    expect(await nextOf(house, id, 'answer-of-sender')).toBe('nothing');
    await goRoundAt(house, '2026-03-12T04:00:00Z');
    expect(await kinds(id, 'question-open')).toEqual([0, 0, 1, 0]);
    await walked([officer, `/referrals/${id}/messages`, { subject: 'access' }]);
    expect(await nextOf(house, id, 'answer-of-sender')).toBe('worker 2026-03-16T04:00:00.000Z');
    // What is over asks nothing any more.
    await walked([officer, `/referrals/${id}/fail`, { reason: 'not-reached' }]);
    expect(await nextOf(house, id, 'answer-of-sender')).toBe('nothing');
  });
});

describe('A referral that was prepared and is never sent', () => {
  const drafted = async ({ worker } = team): Promise<{ id: string; caseId: string }> => {
    const { id: caseId } = await world.aCase(worker);
    await walked(
      [worker, `/cases/${caseId}/risk`, { risk: 'low' }],
      [worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] }],
    );
    const { body } = await worker.post(`/cases/${caseId}/referrals`, {
      ...{ toUnitId: officer.unitId, serviceType: 'school-place', urgency: 'high' },
    });
    return { id: String(body.id), caseId };
  };
  const unsent = async (who: Someone, age = ''): Promise<string[]> => {
    const { body } = await who.get(`/referrals/waiting?for=unsent&limit=100${age}`);
    return (body.items as { id: string }[]).map(({ id }) => id);
  };

  it('is on the list and the tile of its sender since then, by its age, and of nobody else', async () => {
    const own = await aTeam(world);
    const { id } = await drafted(own);
    await house.clock.moveTo(new Date('2026-03-05T05:00:00Z'));
    for (const who of [own.worker, own.supervisor]) {
      expect([await unsent(who), await unsent(who, '&age=2-3'), await unsent(who, '&age=0-1')]).toEqual([[id], [id], []]);
      const { items } = (await who.get('/referrals/waiting/tiles')).body as { items: Tile[] };
      expect(items.filter((each) => each.for === 'unsent').map(({ count }) => count)).toEqual([1, 0, 1, 0, 0]);
    }
    expect(await unsent(own.colleague)).toEqual([]);
    const refused = await officer.get('/referrals/waiting?for=unsent');
    expect([refused.status, refused.body.errors?.[0]]).toMatchObject([400, { field: 'for', code: 'not-a-code' }]);
    await walked([own.worker, `/referrals/${id}/send`]);
    expect(await unsent(own.worker)).toEqual([]);
  });

  it('is told to the worker after three working days, to the supervisor after five as a number, then every 14 days', async () => {
    const own = await aTeam(world);
    const [{ id }, other] = [await drafted(own), await drafted(own)];
    const heard = () => Promise.all([own.worker, own.supervisor, officer].map((who) => told(who, id)));
    const number = async (): Promise<unknown> =>
      ((await own.supervisor.get('/notifications?kind=referrals-unsent&limit=100')).body.items as { howMany: number }[]).map(
        ({ howMany }) => howMany,
      );
    await goRoundAt(house, '2026-03-05T03:59:00Z');
    expect([await heard(), await number()]).toEqual([[[], [], []], []]);
    await goRoundAt(house, '2026-03-05T04:00:00Z', '2026-03-06T04:00:00Z');
    expect([await heard(), await number()]).toEqual([[['unsent'], [], []], []]);
    await walked([own.worker, `/referrals/${other.id}/enter-in-error`]);
    await goRoundAt(house, '2026-03-11T04:00:00Z');
    expect([await heard(), await number()]).toEqual([[['unsent'], [], []], [1]]);
    await goRoundAt(house, '2026-04-01T04:00:00Z', '2026-04-01T05:00:00Z');
    expect([await heard(), await number()]).toEqual([[['unsent', 'unsent'], [], []], [1]]);
    await walked([own.worker, `/referrals/${id}/send`]);
    expect([await nextOf(house, id, 'unsent'), await nextOf(house, other.id, 'unsent')]).toEqual(['nothing', 'nothing']);
  });

  it('waits for nothing once its case is closed', async () => {
    const { id, caseId } = await drafted();
    await walked([team.worker, `/cases/${caseId}/request-closure`, { reason: 'goals-met' }], [team.supervisor, `/cases/${caseId}/close`]);
    expect([await unsent(team.worker), await nextOf(house, id, 'unsent')]).toEqual([expect.not.arrayContaining([id]), 'nothing']);
  });
});
