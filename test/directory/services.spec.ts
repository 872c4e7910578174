import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { anOffering, aService, asSeen, edited, newService, type Offering } from '../support/services.ts';
import { eventsOf } from '../support/teams.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let offering: Offering;
beforeAll(async () => {
  offering = await anOffering(world);
}, 30_000);

const room = { places: 20, freePlaces: 3, waiting: 4 };
const errorsOf = ({ body }: { body: { errors: { field: string; code: string }[] } }): object[] =>
  body.errors.map(({ field, code }) => ({ field, code }));

/** What comes of saying how much room there is, and of confirming. */
const keeping = async (who: Someone, id: string): Promise<number[]> => [
  (await asSeen(who, id, 'capacity', room)).status,
  (await asSeen(who, id, 'verify')).status,
];

describe('An administrator', () => {
  it('enters what an agency offers, and everybody who sends people there or receives them reads it', async () => {
    const { admin, worker, officer, partner } = offering;
    const { id } = await aService(offering, officer);
    const supervisor = await world.someone('supervisor', worker);
    const specialist = await world.someone('specialist', await world.aUnit('health-restricted'));
    const facts = {
      ...newService,
      sites: [expect.objectContaining(newService.sites[0]!)],
      agencyId: officer.agencyId,
      receivingUnitId: officer.unitId,
      status: 'active',
      freePlaces: null,
      verifiedAt: null,
    };
    for (const who of [admin, worker, supervisor, specialist, officer, partner]) {
      const { status, body } = await who.get(`/services/${id}`);
      expect([status, body]).toEqual([200, expect.objectContaining(facts)]);
      expect((await who.get(`/services?id=${id}&serviceType=school-place&sort=name`)).body.items).toHaveLength(1);
    }
    expect(await eventsOf(house, admin.id, 'create')).toContainEqual(expect.objectContaining({ record: 'service', record_ids: [id] }));
  });

  it('says in which places it is given and when each is open; a place that is said wrong is named', async () => {
    const { admin, officer } = offering;
    const { id } = await aService(offering, officer);
    const open = { days: ['FR', 'MO'], opensAt: '08:00', closesAt: '20:00' };
    const put = await edited(admin, id, { sites: [{ region: 'TJ-KT', address: 'By the mill', hours: [open] }] });
    expect([put.status, put.body.sites]).toEqual([
      200,
      [{ name: null, region: 'TJ-KT', address: 'By the mill', city: null, hours: [{ ...open, days: ['MO', 'FR'] }] }],
    ]);
    const wrong = async (...sites: unknown[]): Promise<object[]> => errorsOf(await edited(admin, id, { sites }));
    expect(await wrong({ region: 'TJ-KT' }, { region: 'TJ-SU', hours: [open, { ...open, closesAt: '08:00' }] })).toEqual([
      { field: 'sites.1.hours.1.closesAt', code: 'closes-before-it-opens' },
    ]);
    expect(await wrong({ region: 'Atlantis', hours: [{ ...open, days: [], closesAt: '25:00' }] })).toEqual([
      { field: 'sites.0.region', code: 'not-a-code' },
      { field: 'sites.0.hours.0.days', code: 'too-few-codes' },
      { field: 'sites.0.hours.0.closesAt', code: 'not-a-time' },
    ]);
    expect(await wrong([], 'here')).toEqual([{ field: 'sites', code: 'not-rows' }]);
    expect(await wrong({ region: 'TJ-KT', note: 'by the back door' })).toEqual([{ field: 'sites.0.note', code: 'unknown-field' }]);
  });

  it('enters it once, however often the request comes', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = { ...newService, receivingUnitId: offering.officer.unitId, name: 'Evening classes' };
    const [first, second] = [await offering.admin.post('/services', body, key), await offering.admin.post('/services', body, key)];
    expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id]);
  });

  it('puts it right, names whom to turn to, and is told what somebody else changed meanwhile', async () => {
    const { admin, officer, focalPoint } = offering;
    const { id, etag } = await aService(offering, officer);
    const contacts = { escalationContactId: focalPoint.id, deputyId: officer.id };
    const changed = await edited(admin, id, { minAge: 0, maxAge: 18, status: 'temporarily-closed', ...contacts });
    expect(changed.body).toMatchObject({ minAge: 0, maxAge: 18, status: 'temporarily-closed', ...contacts });
    const late = await admin.patch(`/services/${id}`, { minAge: 7 }, { 'if-match': etag });
    expect([late.status, late.body.current.minAge]).toEqual([412, 0]);
    expect((await admin.patch(`/services/${id}`, { minAge: 7 })).status).toBe(428);
  });

  it('is refused what does not fit together, field by field', async () => {
    const { admin, officer, partner } = offering;
    const enter = async (facts: object) => {
      const reply = await admin.post('/services', { ...newService, receivingUnitId: officer.unitId, ...facts });
      return [reply.status, ...errorsOf(reply)];
    };
    expect(await enter({ receivingUnitId: randomUUID() })).toEqual([400, { field: 'receivingUnitId', code: 'unknown-unit' }]);
    expect(await enter({ serviceType: 'housing' })).toEqual([400, { field: 'serviceType', code: 'not-of-agency' }]);
    expect(await enter({ minAge: 10, maxAge: 9 })).toEqual([400, { field: 'maxAge', code: 'below-min-age' }]);
    expect(await enter({ escalationContactId: partner.id })).toEqual([400, { field: 'escalationContactId', code: 'not-of-this-agency' }]);
    expect(await enter({ deputyId: randomUUID() })).toEqual([400, { field: 'deputyId', code: 'not-of-this-agency' }]);
    const { id } = await aService(offering, officer);
    for (const [edit, field] of [
      [{ receivingUnitId: partner.unitId }, 'receivingUnitId'],
      [{ minAge: 18 }, 'maxAge'],
      [{ serviceType: 'housing' }, 'serviceType'],
      [{ deputyId: partner.id }, 'deputyId'],
    ] as const)
      expect((await edited(admin, id, edit)).body.errors).toEqual([expect.objectContaining({ field })]);
  });

  it('confirms nothing for an agency, and says nothing of its room', async () => {
    const { id } = await aService(offering, offering.officer);
    expect(await keeping(offering.admin, id)).toEqual([403, 403]);
    const named = await edited(offering.admin, id, { freePlaces: 3 });
    expect([named.status, named.body]).toEqual([403, expect.objectContaining({ type: '/problems/not-editable', fields: ['freePlaces'] })]);
  });
});

describe('Whoever answers for an agency', () => {
  it('says how much room its services have, and confirms that they are as described', async () => {
    const { focalPoint, officer, partner } = offering;
    const { id: partners } = await aService(offering, partner, { serviceType: 'parenting-support' });
    const { id } = await aService(offering, officer);
    for (const [who, service] of [
      [focalPoint, id],
      [partner, partners],
    ] as const) {
      const told = await asSeen(who, service, 'capacity', room);
      expect([told.status, told.body]).toEqual([200, expect.objectContaining({ ...room, verifiedAt: null })]);
      const confirmed = await asSeen(who, service, 'verify');
      const now = house.clock.now().toISOString();
      expect([confirmed.status, confirmed.body]).toEqual([200, expect.objectContaining({ verifiedAt: now, verifiedById: who.id })]);
      expect(confirmed.body.meta.can).toEqual(['set-capacity', 'verify']);
    }
  });

  it('does neither for another agency, and describes nothing anew', async () => {
    const { focalPoint, officer, partner, worker } = offering;
    const { id } = await aService(offering, officer);
    for (const who of [partner, worker, officer]) expect(await keeping(who, id)).toEqual([403, 403]);
    const { headers } = await focalPoint.get(`/services/${id}`);
    expect((await focalPoint.post('/services/00000000-0000-4000-8000-000000000000/verify', {}, { 'if-match': '"x"' })).status).toBe(404);
    expect((await focalPoint.patch(`/services/${id}`, { name: 'Ours' }, { 'if-match': String(headers.etag) })).status).toBe(403);
    expect((await focalPoint.post('/services', { ...newService, receivingUnitId: focalPoint.unitId })).status).toBe(403);
    expect((await partner.get(`/services/${id}`)).body.meta).toEqual({
      masked: ['verifiedById', 'escalationContactId', 'deputyId'],
      editable: [],
      can: [],
    });
  });

  it('confirms what they saw, not what it has become meanwhile; two at once do not overwrite each other', async () => {
    const { admin, focalPoint, officer } = offering;
    const { id } = await aService(offering, officer);
    const seen = { 'if-match': String((await focalPoint.get(`/services/${id}`)).headers.etag) };
    await edited(admin, id, { cost: 'Ten somoni a month' });
    const stale = await focalPoint.post(`/services/${id}/verify`, {}, seen);
    expect([stale.status, stale.body.current]).toEqual([412, { cost: 'Ten somoni a month' }]);
    expect((await focalPoint.post(`/services/${id}/verify`)).status).toBe(428);
    const now = { 'if-match': String((await focalPoint.get(`/services/${id}`)).headers.etag) };
    const both = await Promise.all([1, 2].map((freePlaces) => focalPoint.post(`/services/${id}/capacity`, { ...room, freePlaces }, now)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('is told that there cannot be more free places than places', async () => {
    const { id } = await aService(offering, offering.officer);
    const reply = await asSeen(offering.focalPoint, id, 'capacity', { places: 2, freePlaces: 3, waiting: 0 });
    expect([reply.status, errorsOf(reply)]).toEqual([400, [{ field: 'freePlaces', code: 'more-than-places' }]]);
  });
});

describe('Whoever watches over accounts and figures', () => {
  it.each(['coordinator', 'auditor', 'privacy-officer'])('such as a %s does not look for services', async (role) => {
    const who = await world.someone(role);
    const { id } = await aService(offering, offering.officer);
    expect((await who.get('/services')).status).toBe(403);
    expect((await who.get(`/services/${id}`)).status).toBe(404);
  });
});

describe('The database by itself', () => {
  const change = async (who: Someone, as: Parameters<typeof rawly>[2], id: string, sets: string) => {
    const { refused, count } = await rawly(house, who, as, `UPDATE service SET ${sets} WHERE id = '${id}'`);
    return refused ?? count;
  };
  const ministry = ['focal-point', 'p_ministry'] as const;

  it('lets an agency change its own room only, and nobody confirm in another name', async () => {
    const { admin, focalPoint, officer, partner } = offering;
    const { id } = await aService(offering, officer);
    const administrator = ['administrator', 'p_admin'] as const;
    expect(await change(focalPoint, ministry, id, 'places = 5, free_places = 5')).toBe(1);
    expect(await change(focalPoint, ministry, id, `verified_at = now(), verified_by_id = '${focalPoint.id}'`)).toBe(1);
    expect(await change(focalPoint, ministry, id, `verified_at = now(), verified_by_id = '${officer.id}'`)).toBe('42501');
    await asSeen(focalPoint, id, 'verify');
    const second = await world.someone('focal-point', focalPoint);
    expect(await change(second, ministry, id, `verified_at = '2030-01-01Z'`)).toBe('42501');
    expect(await change(focalPoint, ministry, id, `name = 'Ours'`)).toBe('42501');
    expect(await change(partner, ['partner-worker', 'p_partner'], id, 'places = 5')).toBe('42501');
    expect(await change(admin, administrator, id, `name = 'Put right'`)).toBe(1);
    expect(await change(admin, administrator, id, `verified_at = now(), verified_by_id = '${admin.id}'`)).toBe('42501');
    expect(await change(admin, administrator, id, 'acceptances = 99')).toBe('42501');
    expect(await change(admin, administrator, id, `receiving_unit_id = '${partner.unitId}'`)).toBe('42501');
  });
});
