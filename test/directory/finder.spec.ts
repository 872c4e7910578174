import { beforeAll, describe, expect, it } from '@jest/globals';
import { reasonKinds } from '../../src/modules/directory/judging.ts';
import { Words } from '../../src/platform/words.ts';
import { openHouse } from '../support/app.ts';
import { anOffering, aService, asSeen, edited, type Offering } from '../support/services.ts';
import { eventsOf } from '../support/teams.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let offering: Offering;
beforeAll(async () => {
  offering = await anOffering(world);
}, 30_000);

interface Found {
  readonly service: { readonly id: string; readonly name: string };
  readonly offered: boolean;
  readonly reasons: readonly { readonly code: string; readonly kind: string; readonly detail: string }[];
  readonly borders: number | null;
}

async function find(query: Record<string, string>, who: Someone = offering.worker): Promise<Found[]> {
  const reply = await who.get(`/services/find?${new URLSearchParams({ limit: '100', ...query }).toString()}`);
  expect([reply.status, reply.text]).toEqual([200, expect.any(String)]);
  return reply.body.items as Found[];
}
const codesOf = (found: Found | undefined, kind?: string): string[] =>
  (found?.reasons ?? []).filter((each) => kind === undefined || each.kind === kind).map(({ code }) => code);

/** For everybody, everywhere. */
/** A place in each of these regions. */
const at = (...regions: string[]): object[] => regions.map((region) => ({ region }));
const anywhere = { servedRegions: [], sites: [], sexes: [], minAge: 0, maxAge: 120, languages: [] };

/** A desk that gives one kind of service, and keeps it fresh if it is told to. */
async function aDesk(
  agencyType: string,
): Promise<{ desk: Someone; add: (name: string, facts?: object, free?: number | null) => Promise<string> }> {
  const unit = await world.aUnit(agencyType);
  const desk = await world.someone(agencyType === 'partner' ? 'partner-worker' : 'focal-point', unit);
  const add = async (name: string, facts: object = {}, free: number | null = 5): Promise<string> => {
    const { id } = await aService(offering, desk, { ...anywhere, name, ...facts });
    if (free !== null) await asSeen(desk, id, 'capacity', { places: 10, freePlaces: free, waiting: free === 0 ? 3 : 0 });
    await asSeen(desk, id, 'verify');
    return id;
  };
  return { desk, add };
}

describe('Whoever looks for help for somebody', () => {
  it('is told for each service why it is offered or is not, in codes and in words', async () => {
    const { add } = await aDesk('legal-aid');
    await add('Fits', {
      ...{
        serviceType: 'legal-aid',
        minAge: 6,
        maxAge: 17,
        sexes: ['female'],
        servedRegions: ['TJ-SU'],
        sites: at('TJ-SU'),
        languages: ['tg'],
      },
    });
    await add('Older, elsewhere, for men', {
      serviceType: 'legal-aid',
      minAge: 18,
      sexes: ['male'],
      servedRegions: ['TJ-KT'],
      sites: at('TJ-KT'),
    });
    const girl = { serviceType: 'legal-aid', ageBand: '6-11', sex: 'female', region: 'TJ-SU', language: 'tg' };
    const [fits, not] = await find(girl);
    expect([fits!.offered, codesOf(fits)]).toEqual([
      true,
      ['age-fits', 'sex-fits', 'region-served', 'language-spoken', 'places-free', 'confirmed'],
    ]);
    expect([not!.offered, codesOf(not, 'against'), codesOf(not, 'but')]).toEqual([
      false,
      ['age-outside', 'sex-outside', 'region-outside'],
      ['language-not-spoken'],
    ]);
    expect(not!.reasons[0]).toEqual({ code: 'age-outside', kind: 'against', detail: 'For people from 18 to 120 years.' });
    expect(fits!.service).toMatchObject({ name: 'Fits', meta: { editable: [], can: [] } });
  });

  it('says what is not quite known: an age band on the edge, a sex that is not recorded', async () => {
    const { add } = await aDesk('foreign');
    await add('From ten', { serviceType: 'consular-document', minAge: 10, sexes: ['female'] });
    const [found] = await find({ serviceType: 'consular-document', ageBand: '6-11', sex: 'unknown' });
    expect([found!.offered, codesOf(found, 'but')]).toEqual([true, ['age-partly', 'sex-not-known']]);
    expect(codesOf((await find({ serviceType: 'consular-document' }))[0])).toEqual(['places-free', 'confirmed']);
  });

  it('sees the best first: who fits, has room, is near, answers soon; what nobody has confirmed comes last', async () => {
    const { desk, add } = await aDesk('labour');
    const of = (facts: object): object => ({ ...anywhere, serviceType: 'job-placement', languages: ['tg'], ...facts });
    await add('7 Speaks another language', of({ languages: ['ru'], sites: at('TJ-SU') }));
    await add('6 Full', of({ sites: at('TJ-SU') }), 0);
    await add('5 May have room', of({ sites: at('TJ-SU') }), null);
    await add('4 Two borders away', of({ sites: at('TJ-KT') }));
    await add('3 One border away', of({ sites: at('TJ-KT', 'TJ-RA') }));
    const [slow, quick] = [await add('2 Here, slow', of({ sites: at('TJ-SU') })), await add('1 Here, quick', of({ sites: at('TJ-SU') }))];
    for (const [id, hours] of [
      [slow, 40],
      [quick, 4],
    ] as const)
      await house.rows('UPDATE service SET acceptances = 2, hours_to_accept = $2 WHERE id = $1', [id, hours]);
    await aService(offering, desk, { ...of({ sites: at('TJ-SU') }), name: '8 Never confirmed' });
    const closed = await add('9 Closed', of({ sites: at('TJ-SU') }));
    await edited(offering.admin, closed, { status: 'inactive' });
    const found = await find({ serviceType: 'job-placement', region: 'TJ-SU', language: 'tg', ageBand: '18-24' });
    expect(found.map(({ service, borders }) => [service.name, borders])).toEqual([
      ['1 Here, quick', 0],
      ['2 Here, slow', 0],
      ['3 One border away', 1],
      ['4 Two borders away', 2],
      ['5 May have room', 0],
      ['6 Full', 0],
      ['7 Speaks another language', 0],
      ['8 Never confirmed', 0],
      ['9 Closed', 0],
    ]);
    expect(found[0]!.reasons.at(-1)!.detail).toBe('Takes referrals on after 2 hours on average.');
    expect(codesOf(found.at(-2), 'but')).toEqual(['room-not-told', 'never-confirmed']);
    expect([found.at(-1)!.offered, codesOf(found.at(-1), 'against')]).toEqual([false, ['not-open']]);
  });

  it('is offered for an emergency only what was confirmed within ninety days', async () => {
    const { add } = await aDesk('local');
    await add('Flats', { serviceType: 'housing' });
    const now = house.clock.now();
    const emergency = { serviceType: 'housing', urgency: 'emergency' };
    expect((await find(emergency))[0]!.offered).toBe(true);
    await house.clock.moveTo(new Date(now.getTime() + 90 * 86_400_000));
    const who = await world.again(offering.worker);
    const [found] = await find(emergency, who);
    expect([found!.offered, codesOf(found, 'against')]).toEqual([false, ['stale-for-emergency']]);
    const [otherwise] = await find({ ...emergency, urgency: 'high' }, who);
    expect([otherwise!.offered, codesOf(otherwise, 'but')]).toEqual([true, ['stale']]);
    await house.clock.moveTo(now);
  });

  it('asks by a need too, and gets the services that meet it', async () => {
    const { add } = await aDesk('partner');
    await add('Parents', { serviceType: 'parenting-support' });
    await add('Work', { serviceType: 'vocational-training' });
    expect((await find({ need: 'caregiver-support' })).map(({ service }) => service.name)).toEqual(['Parents']);
    expect((await find({ need: 'skills-training' })).map(({ service }) => service.name)).toEqual(['Work']);
    // Nobody named services for this one: all of its domain are shown.
    expect((await find({ need: 'family-mediation' })).map(({ service }) => service.name)).toEqual([]);
  });

  it('is not offered a unit that is closed', async () => {
    const { desk, add } = await aDesk('religious');
    await add('Talks', { serviceType: 'religious-counselling' });
    await house.rows('UPDATE unit SET active = false WHERE id = $1', [desk.unitId]);
    const [found] = await find({ serviceType: 'religious-counselling' });
    expect([found!.offered, codesOf(found, 'against')]).toEqual([false, ['unit-closed']]);
  });

  it('turns pages, each service once, in one order', async () => {
    const { add } = await aDesk('interior');
    for (const n of [1, 2, 3, 4, 5]) await add(`Papers ${n}`, { serviceType: 'identity-document' });
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const { body } = await offering.worker.get(
        `/services/find?serviceType=identity-document&limit=2${after === '' ? '' : `&after=${after}`}`,
      );
      seen.push(...(body.items as Found[]).map(({ service }) => service.name));
      after = body.next as string | null;
    }
    expect(seen).toEqual(['Papers 1', 'Papers 2', 'Papers 3', 'Papers 4', 'Papers 5']);
  });

  it('names no person and no case, and is told what cannot be asked', async () => {
    const { worker } = offering;
    const refused = async (query: string): Promise<object> => {
      const { status, body } = await worker.get(`/services/find?${query}`);
      return [status, body.errors?.map(({ field, code }: { field: string; code: string }) => [field, code])];
    };
    for (const field of ['caseId', 'caseCode', 'birthQuarter', 'sort', 'q'])
      expect(await refused(`serviceType=housing&${field}=a`)).toEqual([400, [[field, 'unknown-field']]]);
    expect(await refused('')).toEqual([400, [['serviceType', 'missing']]]);
    expect(await refused('serviceType=houses')).toEqual([400, [['serviceType', 'not-a-code']]]);
    expect(await refused('serviceType=housing&serviceType=housing')).toEqual([400, [['serviceType', 'not-a-code']]]);
    expect(await refused('serviceType=housing&ageBand=10')).toEqual([400, [['ageBand', 'not-a-code']]]);
    for (const limit of ['0', '101', '1e1', '-1', ''])
      expect(await refused(`serviceType=housing&limit=${limit}`)).toEqual([400, [['limit', 'limit-range']]]);
    expect(await refused(`serviceType=housing&after=${worker.id}`)).toEqual([400, [['after', 'not-a-page']]]);
  });

  it('finds as a recipient or supervisor too; nobody else looks here; what was shown is noted', async () => {
    const { add } = await aDesk('health');
    const id = await add('Check-ups', { serviceType: 'health-check' });
    for (const role of ['supervisor', 'specialist', 'ministry-officer', 'focal-point', 'partner-worker', 'administrator']) {
      const who = await world.someone(role);
      expect((await find({ serviceType: 'health-check' }, who)).map(({ service }) => service.id)).toEqual([id]);
      expect(await eventsOf(house, who.id, 'list')).toContainEqual(expect.objectContaining({ record: 'service', record_ids: [id] }));
    }
    for (const role of ['coordinator', 'auditor', 'privacy-officer'])
      expect((await (await world.someone(role)).get('/services/find?serviceType=health-check')).status).toBe(403);
  });

  it('reads every reason as a sentence', () => {
    const words = new Words();
    expect(Object.keys(reasonKinds).filter((code) => !words.knows(`finder.${code}`))).toEqual([]);
    expect(words.parts('finder')).toEqual(Object.keys(reasonKinds).sort());
  });
});
