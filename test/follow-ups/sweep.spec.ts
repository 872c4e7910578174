import { afterEach, describe, expect, it } from '@jest/globals';
import { expiredRisks } from '../../src/modules/cases/expire-risks.ts';
import { Relay } from '../../src/platform/jobs/relay.ts';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { Log } from '../../src/platform/log.ts';
import { openHouse } from '../support/app.ts';
import { keepWhatIsDue, ledgerOf, promisesOf } from '../support/promises.ts';
import { eventsOf } from '../support/teams.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const sweep = (): Promise<void> => house.app.get(Sweep, { strict: false }).run();
afterEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

describe('The sweep', () => {
  it('promises a reminder anew whose promise was lost, once', async () => {
    const worker = await world.someone('social-worker');
    const { id } = await world.aCase(worker);
    await house.rows('TRUNCATE platform.outbox');
    await house.clock.moveTo(new Date('2026-03-07T04:00:00Z'));
    await Promise.all([sweep(), sweep()]);
    await sweep();
    expect(await house.rows(`SELECT kind FROM platform.outbox WHERE kind <> 'remind-of-task'`)).toEqual([{ kind: 'remind-follow-up' }]);
    await keepWhatIsDue(house);
    await sweep();
    await keepWhatIsDue(house);
    expect((await worker.get('/notifications?subjectType=follow-up')).body.items).toHaveLength(1);
    expect((await ledgerOf(house, id)).map(({ state }) => state)).toEqual(['sent', 'waiting', 'waiting', 'waiting', 'waiting']);
  });

  it('leaves alone what is promised, and what waits for a person', async () => {
    await house.rows('TRUNCATE platform.outbox, follow_up_dispatch');
    const worker = await world.someone('social-worker');
    await world.aCase(worker);
    await house.rows(`UPDATE platform.outbox SET state = 'dead' WHERE due_at < '2026-03-08'`);
    await house.clock.moveTo(new Date('2026-03-10T04:00:00Z'));
    await sweep();
    expect(await house.rows(`SELECT 1 FROM platform.outbox WHERE kind <> 'remind-of-task'`)).toHaveLength(15);
  });

  it('forgets a judgement of the danger when its time is over, and plans as for high danger (R-20)', async () => {
    const worker = await world.someone('social-worker');
    const { id } = await world.aCase(worker);
    await worker.post(`/cases/${id}/risk`, { risk: 'low' });
    const first = (await worker.get(`/follow-ups?type=contact&caseId=${id}`)).body.items[0].id;
    await house.clock.moveTo(new Date('2026-05-25T04:00:00Z'));
    await worker.post(`/follow-ups/${first}/complete`, { result: 'reached-well' });
    expect((await worker.get(`/follow-ups?type=contact&caseId=${id}&status=planned`)).body.items).toMatchObject([
      { riskBasis: 'low', dueOn: '2026-06-24' },
    ]);
    // 31 May ends at 19:00 UTC where the case is.
    await house.clock.moveTo(new Date('2026-05-31T18:59:59Z'));
    await sweep();
    expect((await worker.get(`/cases/${id}`)).body).toMatchObject({ risk: 'low', riskExpiresOn: '2026-05-31' });
    await house.clock.moveTo(new Date('2026-05-31T19:00:00Z'));
    await sweep();
    await sweep();
    expect((await worker.get(`/cases/${id}`)).body).toMatchObject({ risk: 'unknown', riskSetOn: '2026-03-02', riskExpiresOn: null });
    const open = (await worker.get(`/follow-ups?type=contact&caseId=${id}&status=planned`)).body.items;
    expect(open).toMatchObject([{ status: 'planned', riskBasis: 'high', dueOn: '2026-06-08' }]);
    const log = await eventsOf(house, '00000000-0000-0000-0000-000000000000', 'expire-risk');
    expect(log).toMatchObject([{ actor_role: 'system', record: 'case', record_ids: [id], result: 'done' }]);
  });

  it('finds such judgements without looking through the cases that have none', async () => {
    await house.rows('SET enable_seqscan = off');
    const plan = await house.rows<Record<string, string>>(`EXPLAIN ${expiredRisks.replace('$1', "'TJ'").replace('$2', "'2026-06-01'")}`);
    await house.rows('RESET enable_seqscan');
    const told = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(told).toContain('Index Scan using case_core_risk_runs_out');
    expect(told).not.toMatch(/Seq Scan|Sort|Filter/);
  });

  it('puts off nothing that was planned for an earlier day', async () => {
    const worker = await world.someone('social-worker');
    const { id } = await world.aCase(worker);
    await worker.post(`/cases/${id}/risk`, { risk: 'low' });
    await house.clock.moveTo(new Date('2026-06-01T04:00:00Z'));
    await sweep();
    expect((await worker.get(`/follow-ups?type=contact&caseId=${id}`)).body.items).toMatchObject([
      { riskBasis: 'low', dueOn: '2026-04-01' },
    ]);
  });

  it('lets a closed case rest', async () => {
    const worker = await world.someone('social-worker');
    const supervisor = await world.someone('supervisor', worker);
    const { id } = await world.aCase(worker);
    await worker.post(`/cases/${id}/risk`, { risk: 'low' });
    await worker.post(`/cases/${id}/request-closure`, { reason: 'goals-met' });
    await supervisor.post(`/cases/${id}/close`);
    await house.clock.moveTo(new Date('2026-08-01T04:00:00Z'));
    await sweep();
    expect((await worker.get(`/cases/${id}`)).body.risk).toBe('low');
  });
});

describe('The worker', () => {
  it('sweeps when it starts, every minute, and at once when the clock was moved either way', async () => {
    const worker = await world.someone('social-worker');
    const { id } = await world.aCase(worker);
    const relay = new Relay(house.config, promisesOf(house), house.app.get(Sweep, { strict: false }), house.clock, new Log('silent'));
    const sweptAfter = async (time: string): Promise<boolean> => {
      await house.rows('TRUNCATE platform.outbox');
      await house.rows(
        `UPDATE follow_up_dispatch SET due_at = '2026-01-01', state = 'waiting' WHERE kind = 'due' AND follow_up_id IN
        (SELECT f.id FROM follow_up f WHERE f.case_id = $1 AND f.type = 'contact')`,
        [id],
      );
      await house.clock.moveTo(new Date(time));
      await relay.carry();
      return (await house.rows(`SELECT 1 FROM platform.outbox WHERE kind <> 'remind-of-task'`)).length === 1;
    };
    const swept = [];
    for (const time of ['03-02T04:00:00', '03-02T04:00:59', '03-02T04:01:00', '03-03T04:00:00', '03-02T04:00:00']) {
      swept.push(await sweptAfter(`2026-${time}Z`));
    }
    expect(swept).toEqual([true, false, true, true, true]);
  });
});
