import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aTeam, eventsOf, type Team } from '../support/teams.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
let ids: string[];
beforeAll(async () => {
  team = await aTeam(world);
  ids = [];
  for (let i = 0; i < 11; i++) {
    const { id } = await world.aCase(team.worker, { priority: i % 2 === 0 ? 'normal' : 'urgent', region: i < 4 ? 'TJ-DU' : 'TJ-SU' });
    if (i % 3 === 0) await team.worker.post(`/cases/${id}/risk`, { risk: 'low' });
    ids.push(id);
  }
});

async function walk(who: Someone, query: string, between: (page: number) => Promise<void> = () => Promise.resolve()): Promise<string[]> {
  const seen: string[] = [];
  for (let page = 0, next: string | null = ''; next !== null; page++) {
    const after: string = next === '' ? '' : `&after=${encodeURIComponent(next)}`;
    const { status, body } = await who.get(`/cases?limit=3${query}${after}`);
    expect(status).toBe(200);
    seen.push(...body.items.map(({ id }: { id: string }) => id));
    next = body.next as string | null;
    await between(page);
  }
  return seen;
}

describe('The list of cases', () => {
  it.each([
    '',
    '&sort=code',
    '&sort=-code',
    '&sort=priority',
    '&sort=-priority',
    '&sort=riskExpiresOn',
    '&sort=-riskExpiresOn',
    '&sort=region',
  ])('shows every row once, page by page, with "%s"', async (query) => {
    const seen = await walk(team.worker, query);
    expect(seen).toHaveLength(11);
    expect(new Set(seen)).toEqual(new Set(ids));
  });

  it('is in the order asked for, with what has no value last', async () => {
    const { body } = await team.worker.get('/cases?limit=100&sort=-riskExpiresOn');
    const days = body.items.map(({ riskExpiresOn }: { riskExpiresOn: string | null }) => riskExpiresOn);
    expect(days).toEqual([...Array.from({ length: 4 }, () => '2026-05-31'), ...Array.from({ length: 7 }, () => null)]);
  });

  it('loses and doubles nothing while cases are added', async () => {
    const worker = await world.someone('social-worker');
    const before: string[] = [];
    for (let i = 0; i < 8; i++) before.push((await world.aCase(worker)).id);
    const seen = await walk(worker, '&sort=-priority', async (page) => {
      if (page < 3) await world.aCase(worker, { priority: 'urgent' });
    });
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(before));
  });

  it('is empty, not refused, for whoever has no case; refused to whoever may have none', async () => {
    expect((await team.colleague.get('/cases')).body).toEqual({ items: [], next: null });
    expect((await team.partner.get('/cases')).status).toBe(403);
  });

  it('filters by readable fields of every table, by several values, and together', async () => {
    const found = async (query: string): Promise<number> => (await team.worker.get(`/cases?limit=100&${query}`)).body.items.length;
    expect(await found('region=TJ-DU')).toBe(4);
    expect(await found('region=TJ-DU,TJ-SU&priority=urgent')).toBe(5);
    expect(await found('arrivedOn=2026-02-20&region=TJ-SU')).toBe(7);
    expect(await found('interpreterNeeded=true')).toBe(0);
    expect(await found(`id=${ids[0]}`)).toBe(1);
  });

  it.each(['filter', 'sort'])('knows of no hidden field in a %s: the answer is that for a field that does not exist', async (use) => {
    const ask = (name: string) => team.worker.get(use === 'sort' ? `/cases?sort=${name}` : `/cases?${name}=1`);
    const [hidden, unknown] = [await ask('version'), await ask('nothing')];
    expect([hidden.status, hidden.text]).toEqual([400, unknown.text.replaceAll('nothing', 'version')]);
    expect({ ...hidden.headers, date: '', 'content-length': '' }).toEqual({ ...unknown.headers, date: '', 'content-length': '' });
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=1e2', 'limit'],
    ['limit=', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['sort=code&sort=risk', 'sort'],
    ['sort=', ''],
    ['sort=roles', 'roles'],
    ['after=x&after=y', 'after'],
    ['risk=low&risk=high', 'risk'],
    ['risk[]=low', 'risk[]'],
    ['risk=', 'risk'],
    ['risk=%00', 'risk'],
    ['__proto__=1', '__proto__'],
    ['constructor=1', 'constructor'],
    ['workerId=me', 'workerId'],
    ['arrivedOn=2026-02-31', 'arrivedOn'],
    ['arrivedOn=2026-03-02%20(x)', 'arrivedOn'],
    ['arrivedOn=yesterday', 'arrivedOn'],
    ['alias=1.5', 'alias'],
    ['sealed=1', 'sealed'],
  ])('refuses %s by name', async (query, field) => {
    const reply = await team.worker.get(`/cases?${query}`);
    expect([reply.status, reply.body.errors?.[0].field]).toEqual([400, field]);
  });

  it.each(['limit=1', 'limit=100', 'district=%F0%9F%98%80'])('takes %s', async (query) => {
    expect((await team.worker.get(`/cases?${query}`)).status).toBe(200);
  });

  it('takes only the cursor it gave, from the person and for the list it gave it for', async () => {
    const first = await team.worker.get('/cases?limit=3&sort=code');
    const next = first.body.next as string;
    const middle = Math.floor(next.length / 2);
    const altered = next.slice(0, middle) + (next[middle] === 'A' ? 'B' : 'A') + next.slice(middle + 1);
    const refused = await Promise.all([
      team.worker.get(`/cases?sort=code&after=${altered}`),
      team.worker.get(`/cases?sort=code&after=x`),
      team.worker.get(`/cases?sort=code&after=`),
      team.worker.get(`/cases?sort=-code&after=${next}`),
      team.worker.get(`/cases?after=${next}`),
      team.worker.get(`/cases?sort=code&region=TJ-DU&after=${next}`),
      team.worker.get(`/follow-ups?after=${next}`),
      team.supervisor.get(`/cases?sort=code&after=${next}`),
      team.colleague.get(`/cases?sort=code&after=${next}`),
    ]);
    expect(refused.map(({ status, body }) => [status, body.errors[0].field])).toEqual(refused.map(() => [400, 'after']));
    expect((await team.worker.get(`/cases?sort=code&limit=5&after=${next}`)).status).toBe(200);
    expect(Buffer.from(next, 'base64url').toString('latin1')).not.toContain(first.body.items[2].id);
  });

  it('stands in the access log with the ids shown, refusals too', async () => {
    const worker = await world.someone('social-worker');
    const { id } = await world.aCase(worker);
    await worker.get('/cases');
    await worker.get('/cases?version=1');
    const events = await eventsOf(house, worker.id);
    expect(events.at(-2)).toMatchObject({ action: 'list', record: 'case', record_ids: [id], result: 'shown' });
    expect(events.at(-1)).toMatchObject({ action: 'GET /cases', result: 'refused:invalid-input' });
  });
});
