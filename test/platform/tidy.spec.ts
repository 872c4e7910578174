import { describe, expect, it } from '@jest/globals';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { openHouse } from '../support/app.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const keys = (): Promise<unknown[]> => house.rows('SELECT 1 FROM platform.idempotency');

describe('Tidying up', () => {
  it('lets go of what has served its time, and of nothing younger', async () => {
    const worker = await world.someone('social-worker');
    await world.aCase(worker);
    await world.aCase(worker);
    const sweep = house.app.get(Sweep, { strict: false });
    await sweep.run();
    expect(await keys()).toHaveLength(2);

    await house.rows(`UPDATE platform.idempotency SET created_at = now() - interval '8 days'
      WHERE resource_id = (SELECT resource_id FROM platform.idempotency LIMIT 1)`);
    await house.rows(`UPDATE platform.outbox SET state = 'done', done_at = now() - interval '31 days' WHERE kind = 'remind-follow-up'`);
    await house.rows(`UPDATE identity.session SET ends_at = now() - interval '31 days'`);
    await sweep.run();
    expect(await keys()).toHaveLength(1);
    expect(await house.rows('SELECT 1 FROM platform.outbox')).toEqual([]);
    expect(await house.rows('SELECT 1 FROM identity.session')).toEqual([]);
  });
});

describe('An address the router cannot read', () => {
  it('is answered like every other refusal', async () => {
    const reply = await world.send('GET', '/cases/%E0%A4%A', '');
    expect([reply.status, reply.headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8']);
    expect(reply.body).toMatchObject({ type: '/problems/not-found', status: 404 });
  });
});
