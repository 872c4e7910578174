import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Directory } from '../../src/modules/directory/index.ts';
import type { Actor } from '../../src/platform/database/context.ts';
import { Database } from '../../src/platform/database/database.ts';
import { system } from '../../src/platform/system.ts';
import { withinWork } from '../../src/platform/work.ts';
import { openHouse } from '../support/app.ts';
import { anOffering, aService, asSeen, edited, type Offering } from '../support/services.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let offering: Offering;
beforeAll(async () => {
  offering = await anOffering(world);
}, 30_000);

/** Another room asks, on behalf of somebody. */
function asking<T>(actor: Actor, ask: (directory: Directory) => Promise<T>): Promise<T> {
  return withinWork({ id: randomUUID(), actor, transaction: null }, async () => {
    const database = house.app.get(Database, { strict: false });
    try {
      const result = await ask(house.app.get(Directory, { strict: false }));
      await database.finish();
      return result;
    } finally {
      await database.undo();
    }
  });
}
const asWorker = ({ id, unitId, agencyId }: Someone): Actor => ({
  ...{ id, unitId, agencyId, role: 'social-worker', persona: 'p_social_worker', sessionHash: null },
});

describe('Another room', () => {
  it('learns what a unit offers, whether that is stale and whether it is full; the best comes first', async () => {
    const { focalPoint, admin, worker } = offering;
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const keeper = await world.someone('focal-point', officer);
    const named = (name: string) => aService(offering, officer, { name });
    const [unconfirmed, full, free, closed] = [await named('Unconfirmed'), await named('Full'), await named('Free'), await named('Closed')];
    for (const [{ id }, freePlaces] of [
      [full, 0],
      [free, 2],
      [closed, 2],
    ] as const) {
      await asSeen(keeper, id, 'capacity', { places: 10, freePlaces, waiting: 0 });
      await asSeen(keeper, id, 'verify');
    }
    await edited(admin, closed.id, { status: 'temporarily-closed' });
    const offers = () => asking(asWorker(worker), (directory) => directory.offers(officer.unitId, 'school-place'));
    expect(await offers()).toMatchObject([
      { serviceId: free.id, isStale: false, isFull: false },
      { serviceId: full.id, isStale: false, isFull: true },
      { serviceId: unconfirmed.id, isStale: true, isFull: false },
    ]);
    expect(await asking(asWorker(worker), (directory) => directory.offers(officer.unitId, 'catch-up-learning'))).toEqual([]);
    expect(await asking(asWorker(worker), (directory) => directory.offers(focalPoint.unitId, 'school-place'))).toEqual([]);
  });

  it('hears that a service is stale ninety days after it was confirmed, and not before', async () => {
    const { focalPoint, officer, worker } = offering;
    const { id } = await aService(offering, officer);
    await asSeen(focalPoint, id, 'verify');
    const confirmed = house.clock.now();
    const isStale = async (): Promise<boolean | undefined> => {
      const offers = await asking(asWorker(worker), (directory) => directory.offers(officer.unitId, 'school-place'));
      return offers.find(({ serviceId }) => serviceId === id)?.isStale;
    };
    const after = (days: number, seconds: number): Date => new Date(confirmed.getTime() + days * 86_400_000 + seconds * 1000);
    for (const [moment, stale] of [
      [after(0, 0), false],
      [after(90, -1), false],
      [after(90, 0), true],
    ] as const) {
      await house.clock.moveTo(moment);
      expect(await isStale()).toBe(stale);
    }
    await house.clock.moveTo(confirmed);
  });

  it('as the system, finds whom to turn to: the contact, then the deputy, as long as they are at work there', async () => {
    const { admin, focalPoint, officer } = offering;
    const { id } = await aService(offering, officer, { escalationContactId: focalPoint.id, deputyId: officer.id });
    const whom = () => asking(system, (directory) => directory.escalationFor(id));
    expect(await whom()).toEqual([focalPoint.id, officer.id]);
    const leaver = await world.someone('focal-point', officer);
    await edited(admin, id, { escalationContactId: leaver.id });
    await admin.post(`/people/${leaver.id}/deactivate`);
    expect(await whom()).toEqual([officer.id]);
    const { id: unnamed } = await aService(offering, officer);
    expect(await asking(system, (directory) => directory.escalationFor(unnamed))).toEqual([]);
  });

  it('as the system, says after how many hours a referral was taken on; nobody else does', async () => {
    const { officer, worker } = offering;
    const { id } = await aService(offering, officer);
    for (const hours of [3, 8.6]) await asking(system, (directory) => directory.noteAcceptance(id, hours));
    expect((await worker.get(`/services/${id}`)).body).toMatchObject({ acceptances: 2, hoursToAccept: 12 });
    await expect(asking(asWorker(worker), (directory) => directory.noteAcceptance(id, 1))).rejects.toThrow('permission denied');
  });
});
