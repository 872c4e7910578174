import { beforeAll, describe, expect, it } from '@jest/globals';
import { agesFrom } from '../../src/modules/referrals/waiting-referrals.ts';
import { openHouse } from '../support/app.ts';
import { eventsOf, aTeam, type Team } from '../support/teams.ts';
import { walked } from '../support/tasks.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const now = new Date('2026-03-16T04:00:00Z');
const day = 86_400_000;
const hour = 3_600_000;

let team: Team;
let officer: Someone;
let elsewhere: Someone;
/** What each referral is, by its id. */
const names = new Map<string, string>();

interface Tile {
  readonly for: string;
  readonly age: string | null;
  readonly count: number;
}

beforeAll(async () => {
  team = await aTeam(world);
  officer = await world.someone('ministry-officer', await world.aUnit('education'));
  elsewhere = await world.someone('ministry-officer', await world.aUnit('education'));
  const ago: [string, number, Someone][] = [
    ['just now', 0, officer],
    ['one day and 23 hours', day + 23 * hour, officer],
    ['two days but a millisecond', 2 * day - 1, officer],
    ['two days', 2 * day, officer],
    ['three days', 3 * day, officer],
    ['four days', 4 * day, officer],
    ['seven days', 7 * day, officer],
    ['eight days', 8 * day, officer],
    ['a month', 30 * day, officer],
    ['seen', 5 * day, officer],
    ['accepted', 5 * day, officer],
    ['cancelled', 5 * day, officer],
    ['to others', 5 * day, elsewhere],
  ];
  for (const [name, since, to] of ago) {
    const { id } = await world.aSentReferral(team.worker, to);
    names.set(id, name);
    if (name === 'seen') await walked([to, `/referrals/${id}/see`]);
    if (name === 'accepted') await walked([to, `/referrals/${id}/accept`]);
    if (name === 'cancelled') await walked([team.worker, `/referrals/${id}/cancel`, { reason: 'need-met' }]);
    // A day to be seen, two to be decided; those of the last hours are not late yet.
    const at = new Date(now.getTime() - since);
    const [seeBy, decideBy] = [new Date(at.getTime() + day), new Date(at.getTime() + 2 * day)];
    await house.rows('UPDATE referral SET sent_at = $2, see_by = $3, decide_by = $4 WHERE id = $1', [id, at, seeBy, decideBy]);
  }
  await house.clock.moveTo(now);
}, 120_000);

async function listed(who: Someone, query: string): Promise<string[]> {
  const found: string[] = [];
  for (let after = ''; ;) {
    const { status, body } = await who.get(`/referrals/waiting?limit=3${query}${after}`);
    expect(status).toBe(200);
    found.push(...(body.items as { id: string }[]).map(({ id }) => names.get(id) ?? id));
    if (body.next === null) return found;
    after = `&after=${body.next}`;
  }
}

describe('What waits, by age', () => {
  it('is of whole days, and each belongs to one age', async () => {
    expect(await listed(officer, '&age=0-1')).toEqual(['two days but a millisecond', 'one day and 23 hours', 'just now']);
    expect(await listed(officer, '&age=2-3')).toEqual(['three days', 'two days']);
    expect(await listed(officer, '&age=4-7')).toEqual(['seven days', 'seen', 'four days']);
    expect(await listed(officer, '&age=8%2B')).toEqual(['a month', 'eight days']);
  });

  it('is cut where the reference says', () => {
    expect(agesFrom([0, 1, 5]).map(({ id }) => id)).toEqual(['0', '1-4', '5+']);
  });
});

describe('What waits, by what it waits for', () => {
  it('is sent and not answered: unseen, not decided, and late', async () => {
    expect(await listed(officer, '')).toHaveLength(10);
    expect(await listed(officer, '&for=unseen')).not.toContain('seen');
    expect(await listed(officer, '&for=unseen-late')).toHaveLength(8);
    // At the very moment of the deadline it is still in time.
    expect(await listed(officer, '&for=overdue')).toEqual([...['a month', 'eight days', 'seven days', 'seen', 'four days', 'three days']]);
  });

  it('keeps to what else was asked, and gives nothing of what is over', async () => {
    expect(await listed(officer, '&for=overdue&age=2-3')).toEqual(['three days']);
    expect(await listed(officer, '&urgency=normal')).toEqual([]);
    expect(await listed(officer, '&status=accepted')).toEqual([]);
    expect(await listed(officer, '&status=accepted,sent&sort=-decideBy&for=unseen')).toHaveLength(9);
  });

  it.each([
    ['for=everything', 'for', 'not-a-code'],
    ['for=unseen&for=overdue', 'for', 'not-a-code'],
    ['age=9', 'age', 'not-a-code'],
    ['for=', 'for', 'not-a-code'],
    ['packageOpen=x', 'packageOpen', 'not-a-value'],
    ['approval=asked', 'approval', 'unknown-field'],
  ])('refuses %s by name', async (query, field, code) => {
    const { status, body } = await officer.get(`/referrals/waiting?${query}`);
    expect([status, body.errors?.[0]]).toMatchObject([400, { field, code }]);
  });
});

describe('A tile', () => {
  it.each([
    ['the desk', () => officer],
    ['another desk', () => elsewhere],
    ['the sender', () => team.worker],
    ['their supervisor', () => team.supervisor],
    ['a colleague', () => team.colleague],
    ['a stranger', () => team.stranger],
  ])('has for %s just as many as the list behind it', async (_, person) => {
    const who = person();
    const { status, body } = await who.get('/referrals/waiting/tiles');
    expect(status).toBe(200);
    const tiles = body.items as Tile[];
    // That something came back, or has not been sent yet, is for the sender's side to know.
    expect(tiles).toHaveLength(who === officer || who === elsewhere ? 25 : 35);
    for (const { for: what, age, count } of tiles) {
      const found = await listed(who, `&for=${what}${age === null ? '' : `&age=${encodeURIComponent(age)}`}`);
      expect([what, age, count]).toEqual([what, age, found.length]);
    }
    const ofAll = tiles.find((tile) => tile.for === 'undecided' && tile.age === null)?.count;
    const expected = { officer: 10, elsewhere: 1, worker: 11 };
    if (who === officer) expect(ofAll).toBe(expected.officer);
    if (who === elsewhere) expect(ofAll).toBe(expected.elsewhere);
    if (who === team.worker) expect(ofAll).toBe(expected.worker);
    if (who === team.colleague || who === team.stranger) expect(ofAll).toBe(0);
    for (const what of ['unseen', 'undecided', 'overdue']) {
      const ofAges = tiles.filter((tile) => tile.for === what && tile.age !== null).reduce((sum, { count }) => sum + count, 0);
      expect(ofAges).toBe(tiles.find((tile) => tile.for === what && tile.age === null)?.count);
    }
  });

  it('is no way round a wall: who sees no referral is turned away, and every look is logged', async () => {
    const coordinator = await world.someone('coordinator');
    for (const path of ['/referrals/waiting', '/referrals/waiting/tiles']) expect((await coordinator.get(path)).status).toBe(403);
    const [last] = (await eventsOf(house, officer.id, 'count')).slice(-1);
    expect(last).toMatchObject({ record: 'referral', record_ids: [], result: 'shown' });
  });

  it('follows the clock', async () => {
    await house.clock.moveTo(new Date(now.getTime() + 1));
    expect(await listed(officer, '&for=overdue')).toContain('two days');
    await house.clock.moveTo(now);
  });
});
