import { beforeAll, describe, expect, it } from '@jest/globals';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { openHouse } from '../support/app.ts';
import { MailHost } from '../support/mail-host.ts';
import { keepWhatIsDue } from '../support/promises.ts';
import { World, type Someone } from '../support/world.ts';

const away = await MailHost.reserve();
const house = openHouse({ mail: away.settings });
const world = new World(house);
let admin: Someone;
let worker: Someone;
let partner: Someone;
beforeAll(async () => {
  admin = await world.someone('administrator');
  worker = await world.someone('social-worker');
  partner = await world.someone('partner-worker');
  await house.rows(`UPDATE person SET email = 'amber@partner.example' WHERE id = $1`, [partner.id]);
});

/** What the gauges show when a worker has just measured. */
async function measured(): Promise<Record<string, { amount: number; since: string | null; measuredAt: string }>> {
  await house.app.get(Sweep, { strict: false }).run();
  const { body } = await admin.get('/gauges?limit=100');
  const items = body.items as { name: string; amount: number; since: string | null; measuredAt: string }[];
  return Object.fromEntries(items.map(({ name, amount, since, measuredAt }) => [name, { amount, since, measuredAt }]));
}

describe('The gauges', () => {
  it('show how much waits and since when, and when that was measured', async () => {
    const still = await measured();
    expect(Object.values(still).map(({ amount, since }) => [amount, since])).toEqual(Array(8).fill([0, null]));

    const { id } = await world.aSentReferral(worker, partner);
    await keepWhatIsDue(house);
    await house.rows(`INSERT INTO platform.outbox (kind, subject_id, due_at, state) VALUES ('send-mail', $1, '2026-03-01', 'dead')`, [id]);
    await house.clock.moveTo(new Date('2026-03-02T04:30:00Z'));
    const measuredAt = '2026-03-02T04:30:00.000Z';
    const [sent, due] = ['2026-03-02T04:00:00.000Z', '2026-03-02T04:01:00.000Z'];
    expect(await measured()).toMatchObject({
      'promises-overdue': { amount: 1, since: due, measuredAt },
      'promises-given-up': { amount: 1, since: '2026-03-01T00:00:00.000Z', measuredAt },
      'mails-waiting': { amount: 1, since: sent, measuredAt },
      'mails-not-arrived': { amount: 0, since: null, measuredAt },
      'referrals-unseen': { amount: 1, since: sent, measuredAt },
      'webhooks-disabled': { amount: 0 },
    });

    await partner.post(`/referrals/${id}/see`);
    expect((await measured())['referrals-unseen']).toMatchObject({ amount: 0, since: null });
  });

  it('are the administrator’s to read, nobody’s to write, and name nothing', async () => {
    await world.aSentReferral(worker, partner);
    await measured();
    const { body, text } = await admin.get('/gauges?limit=100');
    expect(Object.keys(body.items[0] as object).sort()).toEqual(['amount', 'id', 'measuredAt', 'meta', 'name', 'since']);
    for (const named of [worker.id, partner.id, partner.unitId, partner.agencyId]) expect(text).not.toContain(named);
    const others = [worker, partner, await world.someone('coordinator'), await world.someone('auditor')];
    expect(await Promise.all(others.map(async (who) => (await who.get('/gauges')).status))).toEqual([403, 403, 403, 403]);
    expect((await worker.get(`/gauges/${body.items[0].id}`)).status).toBe(404);
  });
});
