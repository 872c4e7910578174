import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { handOver, openDoor, withBounces } from '../support/bounces.ts';
import { MailHost } from '../support/mail-host.ts';
import { at, keepWhatIsDue } from '../support/promises.ts';
import { World, type Someone } from '../support/world.ts';

const host = await MailHost.reserve();
const house = openHouse({ mail: withBounces(host) });
const world = new World(house);
const start = '2026-03-02T04:00:00Z';
let port: number;
let worker: Someone;
let supervisor: Someone;
beforeAll(async () => {
  await host.up();
  port = await openDoor(house);
  worker = await world.someone('social-worker');
  supervisor = await world.someone('supervisor', worker);
});
afterEach(async () => {
  host.unknown.clear();
  host.arrived.length = 0;
  await house.clock.moveTo(new Date(start));
});
afterAll(() => host.down());

/** Some people of one unit, each with an address. */
async function aUnit(count = 2): Promise<Someone[]> {
  const first = await world.someone('partner-worker');
  const people = [first];
  while (people.length < count) people.push(await world.someone('partner-worker', first));
  for (const { id } of people) await house.rows('UPDATE person SET email = $2 WHERE id = $1', [id, `${id}@partner.example`]);
  return people;
}

const backOf = ({ id }: Someone): string => host.arrived.findLast(({ to }) => to[0] === `${id}@partner.example`)!.from;
const bounce = (who: Someone): Promise<number> => handOver(port, { to: backOf(who) });
const sinceWhen = async (id: string, who = worker): Promise<unknown> => (await who.get(`/referrals/${id}`)).body.notReachedSince;
const toldOf = async (id: string): Promise<string[]> =>
  ((await worker.get(`/notifications?subjectId=${id}`)).body.items as { kind: string }[]).map(({ kind }) => kind);

async function aReferral(to: Someone): Promise<string> {
  const { id } = await world.aSentReferral(worker, to);
  await keepWhatIsDue(house);
  return id;
}

describe('A referral of which mail reaches nobody', () => {
  it('is not reached once the last of those who were told is known not to be; its sender is told once, by no name, and rings', async () => {
    const [one, two] = (await aUnit()) as [Someone, Someone];
    const id = await aReferral(one);
    await bounce(one);
    expect([await sinceWhen(id), await toldOf(id)]).toEqual([null, []]);
    const { body: before } = await worker.get(`/referrals/${id}`);
    await bounce(two);
    expect([await sinceWhen(id), await sinceWhen(id, supervisor), await toldOf(id)]).toEqual([
      '2026-03-02T04:00:00.000Z',
      '2026-03-02T04:00:00.000Z',
      ['not-reached'],
    ]);
    const { body: after } = await worker.get(`/referrals/${id}`);
    // Its deadlines run as before.
    expect(after).toMatchObject({ ...before, notReachedSince: '2026-03-02T04:00:00.000Z', meta: expect.anything() });
    const text = JSON.stringify(after) + (await worker.get(`/notifications?subjectId=${id}`)).text;
    for (const { id: hidden, login } of [one, two]) for (const word of [hidden, login, 'partner.example']) expect(text).not.toContain(word);
    // Reminders that do not arrive either are no news.
    await at(house, '2026-03-03T08:00:00Z');
    for (const who of [one, two]) await bounce(who);
    expect((await toldOf(id)).filter((kind) => kind === 'not-reached')).toHaveLength(1);
  });

  it('is so when two reports come at the same moment, and when the server refuses people at once', async () => {
    const people = (await aUnit()) as [Someone, Someone];
    const id = await aReferral(people[0]);
    expect(await Promise.all(people.map(bounce))).toEqual([250, 250]);
    expect([await sinceWhen(id), await toldOf(id)]).toMatchObject([expect.any(String), ['not-reached']]);
    const others = (await aUnit()) as [Someone, Someone];
    for (const { id: each } of others) host.unknown.add(`${each}@partner.example`);
    const refused = await aReferral(others[0]);
    expect(await sinceWhen(refused)).toEqual(expect.any(String));
  });

  it('is reached if one of them has got it, or has read it here; and whoever has left is waited for no more', async () => {
    const [one, two, gone] = (await aUnit(3)) as [Someone, Someone, Someone];
    const id = await aReferral(one);
    const { body } = await two.get(`/notifications?subjectId=${id}`);
    await two.post(`/notifications/${body.items[0].id}/read`);
    for (const who of [one, two, gone]) await bounce(who);
    expect([await sinceWhen(id), await toldOf(id)]).toEqual([null, []]);
    const [left, stays] = (await aUnit()) as [Someone, Someone];
    const second = await aReferral(left);
    await house.rows('UPDATE person SET active = false WHERE id = $1', [left.id]);
    await bounce(stays);
    expect(await sinceWhen(second)).toEqual(expect.any(String));
  });

  it('ends being so when somebody there looks at it, answers it, or it is called off', async () => {
    const [one] = (await aUnit(1)) as [Someone];
    const ids = [await aReferral(one), await aReferral(one), await aReferral(one)];
    for (const { from } of [...host.arrived]) await handOver(port, { to: from });
    expect(await Promise.all(ids.map((id) => sinceWhen(id)))).toEqual(ids.map(() => expect.any(String)));
    expect((await one.post(`/referrals/${ids[0]}/see`)).status).toBe(200);
    expect((await one.post(`/referrals/${ids[1]}/accept`)).status).toBe(200);
    const { text, status } = await worker.post(`/referrals/${ids[2]}/cancel`, { reason: 'need-met' });
    if (status !== 200) throw new Error(text);
    expect(await Promise.all(ids.map((id) => sinceWhen(id)))).toEqual([null, null, null]);
  });

  it('is so for nobody to say but the system, and not of what was seen', async () => {
    const [one] = (await aUnit(1)) as [Someone];
    const id = await aReferral(one);
    await one.post(`/referrals/${id}/see`);
    await bounce(one);
    expect([await sinceWhen(id), await toldOf(id)]).toEqual([null, []]);
    const { headers } = await worker.get(`/referrals/${id}`);
    const edit = await worker.patch(`/referrals/${id}`, { notReachedSince: null }, { 'if-match': String(headers.etag) });
    expect(edit.status).toBeGreaterThanOrEqual(400);
  });
});
