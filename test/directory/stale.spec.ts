import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { anOffering, aService, asSeen, edited, type Offering } from '../support/services.ts';
import { goRoundAt, told } from '../support/waiting.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const begun = new Date('2026-03-02T04:00:00Z');
const { serviceStaleAfterDays } = shippedReference().timers;
let offering: Offering;
beforeAll(async () => {
  offering = await anOffering(world);
}, 30_000);
beforeEach(() => house.clock.moveTo(begun));

const onDay = (days: number): Promise<void> => goRoundAt(house, new Date(begun.getTime() + days * 86_400_000).toISOString());

/** A service that its focal point confirms as soon as it is entered. */
async function confirmed(at: Someone, by: Someone, facts: object = {}): Promise<string> {
  const { id } = await aService(offering, at, facts);
  expect((await asSeen(by, id, 'verify')).status).toBe(200);
  return id;
}

describe('A service that nobody confirms for too long', () => {
  it('is told of to the focal points of its agency, once, and again only after it was confirmed and grew stale anew', async () => {
    const { focalPoint, officer, worker, partner } = offering;
    const id = await confirmed(officer, focalPoint);
    await onDay(serviceStaleAfterDays - 1);
    expect(await told(focalPoint, id)).toEqual([]);
    await onDay(serviceStaleAfterDays);
    expect(await told(focalPoint, id)).toEqual(['stale']);
    await onDay(serviceStaleAfterDays + 1);
    // Read is not confirmed, and is no reason to be told again either.
    const { items } = (await focalPoint.get(`/notifications?subjectId=${id}`)).body as { items: { id: string }[] };
    expect((await focalPoint.post(`/notifications/${items[0]!.id}/read`)).status).toBe(200);
    await onDay(serviceStaleAfterDays + 30);
    expect(await told(focalPoint, id)).toEqual(['stale']);

    expect((await asSeen(focalPoint, id, 'verify')).status).toBe(200);
    await onDay(2 * serviceStaleAfterDays + 29);
    expect(await told(focalPoint, id)).toEqual(['stale']);
    await onDay(2 * serviceStaleAfterDays + 30);
    await onDay(2 * serviceStaleAfterDays + 31);
    expect(await told(focalPoint, id)).toEqual(['stale', 'stale']);
    for (const who of [officer, worker, partner]) expect(await told(who, id)).toEqual([]);
  });

  it('is told of to its contact too, or to who stands in for them, as long as they are at work there', async () => {
    const { focalPoint, officer } = offering;
    const contact = await world.someone('ministry-officer', officer);
    const named = { escalationContactId: contact.id, deputyId: officer.id };
    const [first, second] = [await confirmed(officer, focalPoint, named), await confirmed(officer, focalPoint, named)];
    await house.rows('UPDATE service SET verified_at = $2 WHERE id = $1', [second, new Date(begun.getTime() + 86_400_000)]);
    await onDay(serviceStaleAfterDays);
    expect(await told(contact, first)).toEqual(['stale']);
    await house.rows('UPDATE person SET active = false WHERE id = $1', [contact.id]);
    await onDay(serviceStaleAfterDays + 1);
    expect(await told(officer, second)).toEqual(['stale']);
    expect(await house.rows('SELECT FROM notification WHERE person_id = $1 AND subject_id = $2', [contact.id, second])).toEqual([]);
    // A focal point who is the contact as well is one person.
    await edited(offering.admin, second, { escalationContactId: focalPoint.id });
    expect((await asSeen(focalPoint, second, 'verify')).status).toBe(200);
    await onDay(2 * serviceStaleAfterDays + 1);
    expect(await told(focalPoint, second)).toEqual(['stale', 'stale']);
  });

  it('is told of to those who may confirm it where there is no focal point, else to the administrators', async () => {
    const { admin } = offering;
    const [partner, desk] = [
      await world.someone('partner-worker'),
      await world.someone('ministry-officer', await world.aUnit('education')),
    ];
    const ofPartner = await confirmed(partner, partner);
    const { id: ofNobody } = await aService(offering, desk);
    await onDay(serviceStaleAfterDays);
    expect([await told(partner, ofPartner), await told(admin, ofPartner)]).toEqual([['stale'], []]);
    expect([await told(desk, ofNobody), await told(admin, ofNobody)]).toEqual([[], ['never-confirmed']]);
  });

  it('is told of as never confirmed, once, as soon as it can be asked for', async () => {
    const { focalPoint, officer, admin } = offering;
    const { id } = await aService(offering, officer);
    const { id: closed } = await aService(offering, officer);
    await edited(admin, closed, { status: 'inactive' });
    const { id: ofNoKind } = await aService(offering, officer);
    await house.rows('UPDATE service SET service_type = NULL WHERE id = $1', [ofNoKind]);
    await onDay(0);
    await onDay(serviceStaleAfterDays + 1);
    expect(await told(focalPoint, id)).toEqual(['never-confirmed']);
    for (const none of [closed, ofNoKind]) expect(await told(focalPoint, none)).toEqual([]);
  });

  it('is told of by the system alone, and nobody is shown when', async () => {
    const { focalPoint, officer, admin } = offering;
    const id = await confirmed(officer, focalPoint);
    const never = `UPDATE service SET stale_told_at = 'infinity' WHERE id = '${id}'`;
    expect((await rawly(house, focalPoint, ['focal-point', 'p_ministry'], never)).refused).toBe('42501');
    expect((await rawly(house, admin, ['administrator', 'p_admin'], never)).refused).toBe('42501');
    for (const who of [focalPoint, admin]) expect((await who.get(`/services/${id}`)).body).not.toHaveProperty('staleToldAt');
  });
});
