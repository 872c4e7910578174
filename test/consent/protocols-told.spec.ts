import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { walked } from '../support/tasks.ts';
import { goRoundAt, told } from '../support/waiting.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

let administrator: Someone;
let ofRecipient: Someone;
let privacyOfficer: Someone;
let supervisor: Someone;
let officer: Someone;
beforeAll(async () => {
  await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
  administrator = await world.someone('administrator');
  privacyOfficer = await world.someone('privacy-officer');
  supervisor = await world.someone('supervisor');
  officer = await world.someone('ministry-officer', await world.aUnit('health'));
  ofRecipient = await world.someone('administrator', officer);
}, 30_000);

async function propose(validTo: string): Promise<string> {
  const { body } = await administrator.post('/protocols', {
    ...{ fromAgencyId: supervisor.agencyId, toAgencyId: officer.agencyId, purposes: ['share', 'health'], groups: ['F1'] },
    ...{ legalBasis: 'public-task', signedFromId: supervisor.id, signedToId: officer.id, breachContactId: officer.id },
    ...{ validFrom: '2026-03-01', validTo },
  });
  return (body as { id: string }).id;
}
const approve = async (id: string): Promise<unknown> =>
  privacyOfficer.post(`/protocols/${id}/approve`, {}, { 'if-match': String((await privacyOfficer.get(`/protocols/${id}`)).headers.etag) });

describe('A protocol that was proposed', () => {
  it('is told to the privacy officer at once and every three days, until it is decided', async () => {
    const [kept, dropped] = [await propose('2026-12-31'), await propose('2026-12-31')];
    expect(await told(privacyOfficer, kept)).toEqual(['proposed']);
    await goRoundAt(house, '2026-03-05T03:00:00Z');
    expect(await told(privacyOfficer, kept)).toEqual(['proposed']);
    await goRoundAt(house, '2026-03-05T05:00:00Z', '2026-03-05T06:00:00Z');
    expect(await told(privacyOfficer, kept)).toEqual(['proposed', 'still-proposed']);
    await approve(kept);
    await walked([administrator, `/protocols/${dropped}/end`]);
    await goRoundAt(house, '2026-03-20T05:00:00Z');
    expect([await told(privacyOfficer, kept), await told(privacyOfficer, dropped)]).toEqual([
      ['proposed', 'still-proposed'],
      ['proposed', 'still-proposed'],
    ]);
    expect(await told(administrator, kept)).toEqual([]);
  });

  it('is told to the administrators where nobody is privacy officer', async () => {
    await house.rows(`UPDATE person SET active = false WHERE role = 'privacy-officer'`);
    const id = await propose('2026-12-31');
    expect([await told(administrator, id), await told(ofRecipient, id)]).toEqual([['no-privacy-officer'], ['no-privacy-officer']]);
    await house.rows(`UPDATE person SET active = true WHERE role = 'privacy-officer'`);
  });
});

describe('The end of a protocol', () => {
  it('is told to both sides and the privacy officer 30 and 7 days before, and on the day after its last, once each', async () => {
    await house.clock.moveTo(new Date('2026-04-01T04:00:00Z'));
    const id = await propose('2026-06-30');
    await approve(id);
    const rounds = async (...times: string[]): Promise<string[]> => {
      await goRoundAt(house, ...times);
      return told(ofRecipient, id);
    };
    expect(await rounds('2026-05-30T18:59:00Z')).toEqual([]);
    expect(await rounds('2026-05-30T19:00:00Z', '2026-06-01T04:00:00Z')).toEqual(['ends-soon']);
    expect(await rounds('2026-06-23T04:00:00Z', '2026-06-24T04:00:00Z')).toEqual(['ends-soon', 'ends-soon']);
    expect(await rounds('2026-06-30T18:59:00Z')).toHaveLength(2);
    expect(await rounds('2026-06-30T19:00:00Z', '2026-07-02T04:00:00Z')).toEqual(['ends-soon', 'ends-soon', 'over']);
    // The side that shares has no administrator of its own: those of the installation hear for it.
    for (const who of [administrator, privacyOfficer])
      expect((await told(who, id)).filter((kind) => kind !== 'proposed')).toEqual(['ends-soon', 'ends-soon', 'over']);
    const { items } = (await administrator.get(`/notifications?subjectId=${id}&kind=over`)).body as { items: unknown[] };
    expect(items).toMatchObject([{ dueOn: '2026-06-30', subjectType: 'protocol' }]);
    expect(await told(supervisor, id)).toEqual([]);
  });

  it('is told as it is by then: of one that is over nobody hears that it will be, and of one that was ended nothing', async () => {
    await house.clock.moveTo(new Date('2026-04-01T04:00:00Z'));
    const [late, ended] = [await propose('2026-08-31'), await propose('2026-08-31')];
    await approve(late);
    await approve(ended);
    await walked([privacyOfficer, `/protocols/${ended}/end`]);
    await goRoundAt(house, '2026-09-02T04:00:00Z', '2026-09-03T04:00:00Z');
    expect([await told(ofRecipient, late), await told(ofRecipient, ended)]).toEqual([['over'], []]);
  });

  it('is for the clock to say, whatever an administrator asks of the database', async () => {
    const id = await propose('2026-12-31');
    for (const set of ['told_days_before = -1', 'asked_at = now()']) {
      const { refused } = await rawly(
        house,
        administrator,
        ['administrator', 'p_admin'],
        `UPDATE sharing_protocol SET ${set} WHERE id = $1`,
        [id],
      );
      expect([set, refused]).toEqual([set, '42501']);
    }
  });
});
