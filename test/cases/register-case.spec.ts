import { describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { newCase, World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

describe('Registering a case', () => {
  it('opens it by code only, and shows it to its worker', async () => {
    const worker = await world.someone('social-worker');
    const reply = await worker.post('/cases', newCase);
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      status: 'registered',
      risk: 'unknown',
      ageBand: '6-11',
      workerId: worker.id,
      birthQuarter: '2015-Q3',
    });
    expect(reply.body.code).toMatch(/^[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{4}$/);
    expect(reply.body.meta.masked).toEqual([]);
    const again = await worker.get(`/cases/${reply.body.id}`);
    expect(again.body).toEqual(reply.body);
    expect(again.headers.etag).toBe(reply.headers.etag);
  });

  it('plans the first follow-up in seven days, as for high danger, on a working day', async () => {
    const worker = await world.someone('social-worker');
    const { id } = await world.aCase(worker);
    const { body } = await worker.get(`/follow-ups?caseId=${id}`);
    expect(body.items).toMatchObject([{ status: 'planned', dueOn: '2026-03-10', riskBasis: 'high' }]);
  });
});
