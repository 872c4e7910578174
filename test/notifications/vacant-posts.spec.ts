import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { at, keepWhatIsDue, ledgerOf } from '../support/promises.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
afterEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

interface Told {
  readonly id: string;
  readonly kind: string;
  readonly subjectType: string;
  readonly subjectId: string;
}
const told = async (who: Someone): Promise<Told[]> => (await who.get('/notifications?limit=100')).body.items as Told[];
const kinds = async (who: Someone): Promise<string[]> => (await told(who)).map(({ kind }) => kind).sort();

/** A unit of the same agency that lies above, and one above that. */
async function below(top: { unitId: string; agencyId: string }): Promise<{ unitId: string; agencyId: string }> {
  const unitId = randomUUID();
  await house.rows('INSERT INTO unit (id, agency_id, parent_unit_id, name) VALUES ($1, $2, $3, $4)', [
    unitId,
    top.agencyId,
    top.unitId,
    `Unit ${unitId}`,
  ]);
  return { unitId, agencyId: top.agencyId };
}

const longAfter = '2026-03-20T04:00:00Z';

// In this order: the first house has nobody at all, then come the administrators.
describe('A unit without a supervisor', () => {
  it('keeps its reminder waiting where nobody at all is left to be told, until somebody is', async () => {
    const worker = await world.someone('social-worker');
    const { id } = await world.aCase(worker);
    await at(house, longAfter);
    expect((await ledgerOf(house, id)).map(({ kind, state }) => [kind, state])).toEqual([
      ['soon-due', 'sent'],
      ['due', 'sent'],
      ['supervisor', 'waiting'],
      // Nobody stands above who could hear of it: those steps are passed over, and the one below them waits.
      ['focal-point', 'dropped'],
      ['coordinator', 'dropped'],
    ]);
    const supervisor = await world.someone('supervisor', worker);
    await house.rows('UPDATE platform.outbox SET rings_again_at = now()');
    await keepWhatIsDue(house);
    expect(await kinds(supervisor)).toEqual(['supervisor']);
  });

  it('is told of to the nearest supervisor above, who could not open what it was about', async () => {
    const top = await world.aUnit();
    const middle = await below(top);
    const worker = await world.someone('social-worker', await below(middle));
    const [near, far, aside] = [
      await world.someone('supervisor', middle),
      await world.someone('supervisor', top),
      await world.someone('supervisor'),
    ];
    await world.aCase(worker);
    await at(house, longAfter);
    expect(await told(near)).toMatchObject([{ kind: 'no-supervisor', subjectType: 'unit', subjectId: worker.unitId, dueOn: null }]);
    expect([await told(far), await told(aside)]).toEqual([[], []]);

    await house.rows('UPDATE person SET active = false WHERE id = $1', [near.id]);
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    await world.aCase(worker);
    await at(house, longAfter);
    expect(await kinds(far)).toEqual(['no-supervisor']);
  });

  it('is told of to the administrators if there is nobody above: once while it is unread, without a word of the case', async () => {
    const [admin, other] = [await world.someone('administrator'), await world.someone('administrator')];
    const worker = await world.someone('social-worker');
    const made = await world.aCase(worker);
    await world.aCase(worker);
    await world.aCase(worker);
    await at(house, longAfter);
    const [notice, ...more] = await told(admin);
    expect([notice, more]).toMatchObject([{ kind: 'no-supervisor', subjectType: 'unit', subjectId: worker.unitId }, []]);
    expect(await kinds(other)).toEqual(['no-supervisor']);
    expect((await admin.get(`/units/${worker.unitId}`)).status).toBe(200);
    const mail = await readFile(join(house.config.dataDir, 'mail', `${notice!.id}.json`), 'utf8');
    expect(JSON.parse(mail)).toMatchObject({ to: admin.id, subject: 'A unit has no supervisor' });
    const followUp = (await worker.get(`/follow-ups?type=contact&caseId=${made.id}`)).body.items[0].id;
    for (const secret of [made.id, made.code, followUp, worker.id]) expect(mail + JSON.stringify(notice)).not.toContain(secret);

    expect((await admin.post(`/notifications/${notice!.id}/read`)).status).toBe(200);
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    await world.aCase(worker);
    await at(house, longAfter);
    expect([await kinds(admin), await kinds(other)]).toEqual([['no-supervisor', 'no-supervisor'], ['no-supervisor']]);
  });
});

describe('A unit in which nobody answers referrals', () => {
  it('is told of to those who do in the unit above, else to the administrators; the referral is sent all the same', async () => {
    const admin = await world.someone('administrator');
    const worker = await world.someone('social-worker');
    const top = await world.aUnit('partner');
    const empty = await below(top);
    const desk = { ...worker, ...empty };
    const first = await world.aSentReferral(worker, desk);
    expect(await told(admin)).toMatchObject([{ kind: 'no-recipient', subjectType: 'unit', subjectId: empty.unitId }]);

    const above = await world.someone('focal-point', top);
    const second = await world.aSentReferral(worker, desk);
    expect(await told(above)).toMatchObject([{ kind: 'no-recipient', subjectType: 'unit', subjectId: empty.unitId }]);
    expect(await told(admin)).toHaveLength(1);
    for (const { id } of [first, second]) expect((await worker.get(`/referrals/${id}`)).body.status).toBe('sent');
  });
});
