import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aTeam, atOnce, type Team } from '../support/teams.ts';
import { World, newConsent, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
let officer: Someone;
beforeAll(async () => {
  team = await aTeam(world);
  officer = await world.someone('ministry-officer', await world.aUnit('education'));
}, 30_000);

const give = async (changes: object, by = team.worker, caseId?: string) =>
  by.post(`/cases/${caseId ?? (await world.aCase(team.worker)).id}/consents`, {
    ...newConsent,
    recipientIds: [officer.agencyId],
    ...changes,
  });

describe('Recording a consent', () => {
  it('keeps what was agreed to, from the day it was given', async () => {
    const { status, body } = await give({});
    expect(status).toBe(201);
    const { givenOn, ...agreed } = newConsent;
    expect(body).toMatchObject({ ...agreed, recipientIds: [officer.agencyId], status: 'active', withdrawnOn: null, validFrom: givenOn });
    expect([body.validFrom, body.validTo]).toEqual(['2026-03-01', '2027-03-01']);
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['unitId']));
  });

  it.each([
    ['a day in the future', { givenOn: '2026-03-03' }, 'givenOn', 'in-the-future'],
    ['a day before birth', { givenOn: '2015-06-30' }, 'givenOn', 'before-birth'],
    ['a day that does not exist', { givenOn: '2026-02-29' }, 'givenOn', 'not-a-day'],
    ['a text that nobody wrote', { textVersion: 'share/v9' }, 'textVersion', 'not-a-code'],
    ['a text that did not hold yet', { givenOn: '2021-12-31' }, 'textVersion', 'text-not-yet-valid'],
    ['no purpose', { scopes: [] }, 'scopes', 'too-few-codes'],
    ['a purpose twice', { scopes: ['share', 'share'] }, 'scopes', 'given-twice'],
    ['an agency that does not exist', { recipientIds: [randomUUID()] }, 'recipientIds', 'unknown-agency'],
    ['sharing with nobody', { recipientIds: [] }, 'recipientIds', 'recipients-needed'],
    ['no id of an agency', { recipientIds: ['education'] }, 'recipientIds', 'not-an-id'],
    ['an end of one’s own choice', { validTo: '2099-01-01' }, 'validTo', 'unknown-field'],
  ])('refuses %s', async (_, changes, field, code) => {
    const { status, body } = await give(changes);
    expect(status).toBe(400);
    expect(body.errors[0]).toMatchObject({ field, code });
    expect(body.errors[0].detail).not.toMatch(/^input\./);
  });

  it('refuses one unknown agency among known ones, and a unit in place of its agency', async () => {
    for (const stray of [randomUUID(), officer.unitId]) {
      expect((await give({ recipientIds: [officer.agencyId, stray] })).body.errors[0]).toMatchObject({ field: 'recipientIds' });
    }
  });

  it('takes today by the calendar of the place: there the next day has begun', async () => {
    await house.clock.moveTo(new Date('2026-03-02T20:00:00Z'));
    expect((await give({ givenOn: '2026-03-03' })).status).toBe(201);
    expect((await give({ givenOn: '2026-03-04' })).status).toBe(400);
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
  });

  it('needs nobody named where nothing is shared', async () => {
    expect((await give({ scopes: ['case-work', 'statistics'], recipientIds: [] })).status).toBe(201);
  });

  it.each([
    ['supervisor', 403],
    ['colleague', 404],
    ['stranger', 404],
    ['partner', 404],
  ] as const)('is not for the %s: %i', async (who, status) => {
    expect((await give({}, team[who])).status).toBe(status);
  });

  it('is refused on a closed case', async () => {
    const { id } = await world.aCase(team.worker);
    await team.worker.post(`/cases/${id}/request-closure`, { reason: 'goals-met' });
    await team.supervisor.post(`/cases/${id}/close`);
    const { status, body } = await give({}, team.worker, id);
    expect([status, body.type]).toEqual([409, '/problems/case-closed']);
  });

  it('lets the later of two equal agreements of one moment take the place of the earlier', async () => {
    const { id } = await world.aCase(team.worker);
    expect(await atOnce(2, () => give({}, team.worker, id))).toEqual([201, 201]);
    const { items } = (await team.worker.get(`/consents?caseId=${id}`)).body as { items: { status: string }[] };
    expect(items.map(({ status }) => status).sort()).toEqual(['active', 'superseded']);
  });

  describe('takes the place of an earlier one', () => {
    const after = async (earlier: object, later: object): Promise<string> => {
      const { id } = await world.aCase(team.worker);
      const { body } = await give({ givenOn: '2026-02-01', ...earlier }, team.worker, id);
      expect((await give({ givenOn: '2026-03-01', ...later }, team.worker, id)).status).toBe(201);
      return (await team.worker.get(`/consents/${body.id}`)).body.status as string;
    };
    const both = () => ({ recipientIds: [officer.agencyId, team.worker.agencyId] });

    it.each([
      ['the same again', {}, {}, 'superseded'],
      ['more purposes', { scopes: ['share'] }, { scopes: ['share', 'health'] }, 'superseded'],
      ['fewer purposes', { scopes: ['share', 'health'] }, { scopes: ['share'] }, 'active'],
      ['other purposes', { scopes: ['share', 'health'] }, { scopes: ['share', 'mhpss'] }, 'active'],
      ['given earlier, noted later', { givenOn: '2026-03-02' }, { givenOn: '2026-03-01' }, 'active'],
    ])('only if it says all of it: %s', async (_, earlier, later, status) => {
      expect(await after(earlier, later)).toBe(status);
    });

    it('only if it names every recipient again', async () => {
      expect([await after({}, both()), await after(both(), {})]).toEqual(['superseded', 'active']);
    });

    it('and what was taken back stays so', async () => {
      const { id } = await world.aCase(team.worker);
      const { body } = await give({ givenOn: '2026-02-01' }, team.worker, id);
      await team.worker.post(`/consents/${body.id}/withdraw`);
      await give({}, team.worker, id);
      expect((await team.worker.get(`/consents/${body.id}`)).body.status).toBe('withdrawn');
    });

    it('for good: it cannot be withdrawn apart from the one that holds', async () => {
      const { id } = await world.aCase(team.worker);
      const { body } = await give({}, team.worker, id);
      await give({}, team.worker, id);
      const reply = await team.worker.post(`/consents/${body.id}/withdraw`);
      expect([reply.status, reply.body.type, reply.body.state]).toEqual([409, '/problems/consent-cannot-withdraw', 'superseded']);
    });
  });
});

describe('Withdrawing a consent', () => {
  const given = async (): Promise<string> => (await give({})).body.id as string;

  it('is done by the worker, at once, and but once', async () => {
    const id = await given();
    expect(await atOnce(3, () => team.worker.post(`/consents/${id}/withdraw`))).toEqual([200, 409, 409]);
    const { body } = await team.worker.get(`/consents/${id}`);
    expect([body.status, body.withdrawnOn, body.meta.can]).toEqual(['withdrawn', '2026-03-02', []]);
    expect((await team.worker.post(`/consents/${id}/withdraw`)).body.type).toBe('/problems/consent-cannot-withdraw');
  });

  it.each([
    ['supervisor', 403],
    ['colleague', 404],
    ['stranger', 404],
    ['partner', 404],
  ] as const)('is not for the %s: %i', async (who, status) => {
    const id = await given();
    expect((await team[who].post(`/consents/${id}/withdraw`)).status).toBe(status);
    expect((await team.worker.get(`/consents/${id}`)).body.status).toBe('active');
  });

  it('is not undone, and another agreement does not bring it back', async () => {
    const id = await given();
    await team.worker.post(`/consents/${id}/withdraw`);
    await house.rows("UPDATE consent SET status = 'expired' WHERE id = $1", [id]);
    expect((await team.worker.post(`/consents/${id}/withdraw`)).status).toBe(409);
  });
});

describe('What a consent covers', () => {
  const refer = (caseId: string, serviceType = 'school-place') =>
    team.worker.post(`/cases/${caseId}/referrals`, {
      ...{ toUnitId: officer.unitId, serviceType, urgency: 'normal', duplicateReason: 'more-of-it' },
    });
  const uncovered = { status: 409, type: '/problems/consent-missing' };
  const answered = async (reply: ReturnType<typeof refer>) => ({ status: (await reply).status, type: (await reply).body.type });

  it('is the agencies it names, for the purposes it names, in the case it was given in, on the days it holds', async () => {
    const other = await world.aUnit('education');
    const { id } = await world.aCase(team.worker);
    const { id: sibling } = await world.aCase(team.worker);
    expect(await answered(refer(id))).toEqual(uncovered);
    await give({ recipientIds: [other.agencyId] }, team.worker, id);
    expect(await answered(refer(id))).toEqual(uncovered);
    await give({ scopes: ['case-work', 'statistics'] }, team.worker, id);
    expect(await answered(refer(id))).toEqual(uncovered);
    const { body } = await give({ scopes: ['share'] }, team.worker, id);
    expect((await refer(id)).status).toBe(201);
    expect(await answered(refer(sibling))).toEqual(uncovered);
    await house.clock.moveTo(new Date(`${body.validTo}T04:00:00Z`));
    expect((await refer(id)).status).toBe(201);
    await house.clock.moveTo(new Date(new Date(`${body.validTo}T04:00:00Z`).getTime() + 86_400_000));
    expect(await answered(refer(id))).toEqual(uncovered);
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
  });

  it('is not two halves of two agreements', async () => {
    const clinic = await world.someone('ministry-officer', await world.aUnit('health'));
    const { id } = await world.aCase(team.worker);
    const ask = () =>
      team.worker.post(`/cases/${id}/referrals`, { toUnitId: clinic.unitId, serviceType: 'health-check', urgency: 'normal' });
    await give({ scopes: ['share'], recipientIds: [clinic.agencyId] }, team.worker, id);
    await give({ scopes: ['health'], recipientIds: [clinic.agencyId] }, team.worker, id);
    expect((await ask()).status).toBe(409);
    await give({ scopes: ['share', 'health'], recipientIds: [clinic.agencyId] }, team.worker, id);
    expect((await ask()).status).toBe(201);
  });

  it('is asked again at sending', async () => {
    const { id } = await world.aCase(team.worker);
    await give({}, team.worker, id);
    const { body } = await refer(id);
    await house.rows("UPDATE consent SET status = 'expired' WHERE case_id = $1", [id]);
    expect(await answered(team.worker.post(`/referrals/${body.id}/send`))).toEqual(uncovered);
    expect((await team.worker.get(`/referrals/${body.id}`)).body.status).toBe('draft');
  });
});
