import { afterEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { at, keepWhatIsDue, ledgerOf, promisesOf } from '../support/promises.ts';
import { aTeam, whileFailing } from '../support/teams.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
afterEach(async () => {
  await keepWhatIsDue(house);
  await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
});

const toldTo = async (who: Someone): Promise<string[]> =>
  ((await who.get('/notifications?sort=createdAt')).body.items as { kind: string; createdAt: string }[]).map(({ kind }) => kind);
const statusOf = async (who: Someone, caseId: string): Promise<string[]> =>
  ((await who.get(`/follow-ups?type=contact&caseId=${caseId}`)).body.items as { status: string }[]).map(({ status }) => status).sort();

describe('A follow-up that nobody answers', () => {
  it('reminds the worker three days before and on the day, at nine, and then the supervisor', async () => {
    const { worker, supervisor } = await aTeam(world);
    const { id } = await world.aCase(worker);
    const story: unknown[] = [];
    for (const time of [
      '2026-03-07T03:59:59Z',
      '2026-03-07T04:00:00Z',
      '2026-03-10T03:59:59Z',
      '2026-03-10T04:00:00Z',
      '2026-03-11T03:59:59Z',
      '2026-03-11T04:00:00Z',
      '2026-03-25T04:00:00Z',
    ]) {
      await at(house, time);
      story.push([time.slice(5, 16), await statusOf(worker, id), await toldTo(worker), await toldTo(supervisor)]);
    }
    expect(story).toEqual([
      ['03-07T03:59', ['planned'], [], []],
      ['03-07T04:00', ['planned'], ['soon-due'], []],
      ['03-10T03:59', ['planned'], ['soon-due'], []],
      ['03-10T04:00', ['due'], ['soon-due', 'due'], []],
      ['03-11T03:59', ['due'], ['soon-due', 'due'], []],
      ['03-11T04:00', ['missed'], ['soon-due', 'due'], ['supervisor']],
      ['03-25T04:00', ['missed'], ['soon-due', 'due'], ['supervisor']],
    ]);
    const closed = await worker.post(
      `/follow-ups/${(await worker.get(`/follow-ups?type=contact&caseId=${id}`)).body.items[0].id}/complete`,
      {
        result: 'reached-well',
      },
    );
    expect([closed.status, await statusOf(worker, id)]).toEqual([200, ['done', 'planned']]);
  });

  it('waits two working days for the supervisor when the danger is not high', async () => {
    const { worker, supervisor } = await aTeam(world);
    const { id } = await world.aCase(worker);
    await worker.post(`/cases/${id}/risk`, { risk: 'medium' });
    await at(house, '2026-03-18T03:59:59Z');
    expect([(await toldTo(worker)).sort(), await toldTo(supervisor)]).toEqual([['due', 'soon-due'], []]);
    await at(house, '2026-03-18T04:00:00Z');
    expect(await toldTo(supervisor)).toEqual(['supervisor']);
  });

  it('tells everything that is due, once, when the clock leaps; nothing is lost or doubled when it goes back and forth', async () => {
    const { worker, supervisor } = await aTeam(world);
    await world.aCase(worker);
    for (const time of [
      '2026-03-24T04:00:00Z',
      '2026-03-02T04:00:00Z',
      '2026-03-08T04:00:00Z',
      '2026-01-01T00:00:00Z',
      '2026-03-25T04:00:00Z',
    ]) {
      await house.rows(`UPDATE platform.outbox SET rings_again_at = '-infinity'`);
      await at(house, time);
    }
    expect([(await toldTo(worker)).sort(), await toldTo(supervisor)]).toEqual([['due', 'soon-due'], ['supervisor']]);
  });

  it('is told once though the message comes ten times at once', async () => {
    const worker = await world.someone('social-worker');
    const { id } = await world.aCase(worker);
    await house.clock.moveTo(new Date('2026-03-07T04:00:00Z'));
    const due = await promisesOf(house).claimDue();
    await Promise.all(due.flatMap((promise) => Array.from({ length: 10 }, () => promisesOf(house).keep(promise))));
    expect(await toldTo(worker)).toEqual(['soon-due']);
    expect((await ledgerOf(house, id)).map(({ state }) => state)).toEqual(['sent', 'waiting', 'waiting', 'waiting', 'waiting']);
  });

  it('is told once though the promise was made twice', async () => {
    const worker = await world.someone('social-worker');
    await world.aCase(worker);
    await house.rows(
      `INSERT INTO platform.outbox (kind, subject_id, due_at) SELECT kind, subject_id, due_at FROM platform.outbox WHERE state = 'open'`,
    );
    await house.clock.moveTo(new Date('2026-03-11T04:00:00Z'));
    const due = await promisesOf(house).claimDue();
    await Promise.all(due.map((promise) => promisesOf(house).keep(promise)));
    await keepWhatIsDue(house);
    expect((await toldTo(worker)).sort()).toEqual(['due', 'soon-due']);
  });

  it('goes to the supervisor at once when the worker is no longer there, or no longer a worker of the unit', async () => {
    for (const leaves of ['UPDATE person SET active = false WHERE id = $1', `UPDATE person SET role = 'specialist' WHERE id = $1`]) {
      const { worker, supervisor } = await aTeam(world);
      await world.aCase(worker);
      await house.rows(leaves, [worker.id]);
      await at(house, '2026-03-07T04:00:00Z');
      expect(await toldTo(supervisor)).toEqual(['soon-due']);
      await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    }
  });
});

describe('A follow-up of a sealed case', () => {
  it('stays with the worker to the end; the team hears of it only if the worker is no longer there', async () => {
    const { worker, supervisor } = await aTeam(world);
    const { id } = await world.aCase(worker);
    await supervisor.post(`/cases/${id}/seal`, { reason: 'relative-in-team' });
    await at(house, '2026-03-11T04:00:00Z');
    expect([(await toldTo(worker)).sort(), await toldTo(supervisor)]).toEqual([['due', 'soon-due', 'supervisor'], []]);
    expect(await statusOf(worker, id)).toEqual(['missed']);
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    const { id: left } = await world.aCase(worker);
    await supervisor.post(`/cases/${left}/seal`, { reason: 'relative-in-team' });
    await house.rows('UPDATE person SET active = false WHERE id = $1', [worker.id]);
    await at(house, '2026-03-07T04:00:00Z');
    expect(await toldTo(supervisor)).toEqual(['soon-due']);
  });
});

describe('A follow-up that is over', () => {
  it('reminds nobody: done', async () => {
    const { worker, supervisor } = await aTeam(world);
    const { id } = await world.aCase(worker);
    await worker.post(`/cases/${id}/risk`, { risk: 'low' });
    const followUp = (await worker.get(`/follow-ups?type=contact&caseId=${id}`)).body.items[0].id;
    await worker.post(`/follow-ups/${followUp}/complete`, { result: 'reached-well' });
    await house.rows(`UPDATE follow_up_dispatch d SET state = 'waiting' WHERE follow_up_id = $1`, [followUp]);
    await house.rows(
      `UPDATE platform.outbox o SET state = 'done' FROM follow_up_dispatch d WHERE d.id = o.subject_id AND d.follow_up_id <> $1`,
      [followUp],
    );
    await at(house, '2026-04-30T04:00:00Z');
    expect([await toldTo(worker), await toldTo(supervisor)]).toEqual([[], []]);
    expect((await ledgerOf(house, id)).filter(({ state }) => state === 'sent')).toEqual([]);
  });

  it('reminds nobody: the case was closed', async () => {
    const { worker, supervisor } = await aTeam(world);
    const { id } = await world.aCase(worker);
    await worker.post(`/cases/${id}/request-closure`, { reason: 'goals-met' });
    await supervisor.post(`/cases/${id}/close`);
    await at(house, '2026-04-30T04:00:00Z');
    expect([await toldTo(worker), await toldTo(supervisor)]).toEqual([[], []]);
  });

  it('reminds of the new day only: the danger was judged anew', async () => {
    const { worker } = await aTeam(world);
    const { id } = await world.aCase(worker);
    await worker.post(`/cases/${id}/risk`, { risk: 'low' });
    await at(house, '2026-03-12T04:00:00Z');
    expect([await toldTo(worker), await statusOf(worker, id)]).toEqual([[], ['planned']]);
  });

  it('is left as it was when a reminder fails half way', async () => {
    const worker = await world.someone('social-worker');
    const { id } = await world.aCase(worker);
    await whileFailing(house, 'notification', () => at(house, '2026-03-10T04:00:00Z'));
    expect(await statusOf(worker, id)).toEqual(['planned']);
    await house.rows(`UPDATE platform.outbox SET rings_again_at = now()`);
    await at(house, '2026-03-10T04:00:01Z');
    expect([await statusOf(worker, id), (await toldTo(worker)).sort()]).toEqual([['due'], ['due', 'soon-due']]);
  });
});
