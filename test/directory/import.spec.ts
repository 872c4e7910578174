import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { findingKinds, unreadable } from '../../src/modules/directory/hsds/findings.ts';
import { Words } from '../../src/platform/words.ts';
import { openHouse } from '../support/app.ts';
import { publishedStandard } from '../support/hsds.ts';
import { anOffering, edited, newService, type Offering } from '../support/services.ts';
import { World, type Reply, type Someone } from '../support/world.ts';
import { zipOf } from '../support/zip.ts';

const house = openHouse();
const world = new World(house);
let offering: Offering;
beforeAll(async () => {
  offering = await anOffering(world);
}, 30_000);

/** A unit of a new agency, so that nobody's packages meet. */
const aDesk = (type = 'partner'): Promise<{ unitId: string; agencyId: string }> => world.aUnit(type);
const check = (file: Buffer | string | object, { unitId }: { unitId: string }, who: Someone = offering.admin): Promise<Reply> => {
  const bytes = Buffer.isBuffer(file) || typeof file === 'string' ? Buffer.from(file) : Buffer.from(JSON.stringify(file));
  return who.post('/service-imports', { receivingUnitId: unitId, file: bytes.toString('base64') });
};
const commit = (id: string): Promise<Reply> => offering.admin.post(`/service-imports/${id}/commit`);
async function taken(file: Buffer | object, desk: { unitId: string }): Promise<Reply> {
  const checked = await check(file, desk);
  expect([checked.status, checked.body.findings?.faults]).toEqual([201, []]);
  const done = await commit(checked.body.id as string);
  expect([done.status, done.body.status]).toEqual([200, 'committed']);
  return done;
}
const servicesOf = async ({ agencyId }: { agencyId: string }): Promise<Record<string, unknown>[]> =>
  (await offering.admin.get(`/services?agencyId=${agencyId}&limit=100`)).body.items;

const publishedOf = async ({ agencyId }: { agencyId: string }): Promise<object[]> =>
  (await offering.admin.get(`/services/hsds?agencyId=${agencyId}`)).body.items;

/** A service as somebody else describes it. */
const kitchen = (facts: object = {}): Record<string, unknown> => ({
  id: '5a1d2a4e-0f0b-4d0e-9c55-0a8f6a1b0001',
  name: 'Open kitchen',
  status: 'active',
  description: 'A warm meal.',
  minimum_age: 3,
  languages: [{ id: '5a1d2a4e-0f0b-4d0e-9c55-0a8f6a1b0002', code: 'tgk', name: 'Tajik' }],
  service_areas: [{ id: '5a1d2a4e-0f0b-4d0e-9c55-0a8f6a1b0003', name: 'Sughd' }],
  attributes: [
    {
      id: '5a1d2a4e-0f0b-4d0e-9c55-0a8f6a1b0004',
      taxonomy_term: {
        ...{ id: '5a1d2a4e-0f0b-4d0e-9c55-0a8f6a1b0005', name: 'Community activity', description: 'Community activity' },
        ...{ code: 'community-activity', taxonomy: 'homeward-service-type' },
      },
    },
  ],
  ...facts,
});

const published = publishedStandard();
if (published === null) it('what Open Referral published is not here', () => expect(published).toBeNull());
else
  describe('What Open Referral published, as it is', () => {
    it.each([
      ['one service with all that belongs to it', published.full, 'documents'],
      ['tables in one document', published.tables, 'tables'],
      ['tables in an archive', published.archive, 'archive'],
    ] as const)('is taken over: %s', async (_, file, format) => {
      const desk = await aDesk();
      const { body } = await taken(file, desk);
      expect([body.format, body.plan.services]).toEqual([
        format,
        [expect.objectContaining({ name: 'Community Counselling', outcome: 'new', sourceId: 'ac148810-d857-441c-9679-408f346de14b' })],
      ]);
      expect(await servicesOf(desk)).toEqual([
        expect.objectContaining({
          ...{ name: 'Community Counselling', status: 'active', minAge: 12, maxAge: 100, languages: ['other'], serviceType: null },
          ...{ receivingUnitId: desk.unitId, verifiedAt: null },
          sites: [
            {
              ...{ name: 'MyCity Civic Center', region: null, address: '1-30 Main Street, MyVillage', city: 'MyCity' },
              hours: [{ days: ['TH', 'FR'], opensAt: '10:00', closesAt: '18:00' }],
            },
          ],
        }),
      ]);
    });

    it('goes out as it came in, and is valid', async () => {
      const desk = await aDesk();
      await taken(published.full, desk);
      expect(await publishedOf(desk)).toEqual([JSON.parse(published.full.toString('utf8'))]);
    });

    it('is told what of it hangs on nothing', async () => {
      const { body } = await check(published.archive, await aDesk());
      const hints = (body.findings.hints as { table: string; row: number; column: string; code: string }[]).map(
        ({ table, row, column, code }) => `${table} ${row} ${column} ${code}`,
      );
      expect(hints).toEqual(
        expect.arrayContaining([
          'datapackage.json 0  description-unreadable',
          'contact 1 organization_id names-nothing',
          'attribute 1 id of-no-service',
          'service 1 service_areas area-not-known',
          'service 1 attributes kind-not-known',
        ]),
      );
    });

    it('is the schema that everything we publish keeps to', async () => {
      const { officer, admin } = offering;
      const whole = {
        serviceType: 'school-place',
        name: 'A school',
        minAge: 6,
        servedRegions: ['TJ-SU', 'TJ-KT'],
        languages: ['tg', 'ru'],
      };
      const texts = { description: 'D', schedule: 'S', cost: 'C', requiredDocuments: 'R\nR2', howToApply: 'H' };
      const sites = [{ region: 'TJ-SU', address: 'By the bridge', hours: newService.sites[0]!.hours }, { region: 'TJ-KT' }];
      for (const facts of [whole, { ...whole, ...texts, sites, maxAge: 17 }])
        await admin.post('/services', { receivingUnitId: officer.unitId, ...facts });
      const { body } = await admin.get('/services/hsds?limit=100');
      const invalid = (body.items as object[]).flatMap((each) => (published.validate(each) ? [] : [published.validate.errors]));
      expect([invalid, body.items.length > 2]).toEqual([[], true]);
    });
  });

describe('A package', () => {
  it('is only looked at first: nothing is taken over before somebody says so', async () => {
    const desk = await aDesk();
    const { body } = await check(kitchen(), desk);
    expect(body).toMatchObject({ status: 'checked', format: 'documents', findings: { faults: [], hints: [], more: 0 } });
    expect(body.plan.services).toEqual([
      { sourceId: kitchen().id, serviceId: null, name: 'Open kitchen', outcome: 'new', taken: [], kept: [] },
    ]);
    expect(await servicesOf(desk)).toEqual([]);
    await commit(body.id as string);
    expect(await servicesOf(desk)).toEqual([
      expect.objectContaining({
        ...{ serviceType: 'community-activity', minAge: 3, maxAge: 120, languages: ['tg'], servedRegions: ['TJ-SU'] },
      }),
    ]);
  });

  it('changes nothing when it comes again, and is taken over once, also by two at once', async () => {
    const desk = await aDesk();
    await taken(kitchen(), desk);
    const before = await servicesOf(desk);
    const written = () => house.rows('SELECT version FROM service WHERE agency_id = $1', [desk.agencyId]);
    const once = await written();
    const again = await taken(kitchen(), desk);
    expect(await written()).toEqual(once);
    expect(again.body.plan.services).toEqual([expect.objectContaining({ outcome: 'unchanged', taken: [], kept: [] })]);
    expect(await servicesOf(desk)).toEqual(before);
    const late = await commit(again.body.id as string);
    expect([late.status, late.body.type]).toEqual([409, '/problems/service-import-cannot-commit']);
    const { body } = await check(kitchen({ id: randomUUID() }), desk);
    const both = await Promise.all([commit(body.id as string), commit(body.id as string)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await servicesOf(desk)).toHaveLength(2);
  });

  it('that comes newer renews what nobody here put right, and says where both sides changed', async () => {
    const desk = await aDesk();
    await taken(kitchen(), desk);
    const [{ id }] = (await servicesOf(desk)) as [{ id: string }];
    await edited(offering.admin, id, { name: 'Kitchen by the river', minAge: 5, cost: 'Free' });
    const newer = kitchen({ name: 'Kitchen for all', description: 'Two warm meals.', maximum_age: 99 });
    const { body } = await taken(newer, desk);
    expect(body.plan.services).toEqual([
      expect.objectContaining({ outcome: 'changed', taken: ['description', 'maxAge'], kept: ['name'], serviceId: id }),
    ]);
    expect(await servicesOf(desk)).toEqual([
      expect.objectContaining({ name: 'Kitchen by the river', minAge: 5, cost: 'Free', description: 'Two warm meals.', maxAge: 99 }),
    ]);
    // What was kept then was decided then: it is no news the next time.
    expect((await taken(newer, desk)).body.plan.services).toEqual([expect.objectContaining({ outcome: 'unchanged', kept: [] })]);
    expect(await publishedOf(desk)).toEqual([{ ...newer, name: 'Kitchen by the river', minimum_age: 5, fees_description: 'Free' }]);
  });

  it('that was published here comes back to the same services', async () => {
    const { admin } = offering;
    const desk = await aDesk('education');
    const facts = {
      serviceType: 'school-place',
      name: 'A school',
      minAge: 6,
      servedRegions: ['TJ-SU'],
      languages: ['tg'],
      sites: [...newService.sites, { name: 'The other house', region: 'TJ-KT', address: 'By the bridge' }],
    };
    await admin.post('/services', {
      receivingUnitId: desk.unitId,
      ...facts,
      schedule: 'Mornings',
      requiredDocuments: 'None\nA photo, if there is one',
    });
    const before = await servicesOf(desk);
    expect((await taken(await publishedOf(desk), desk)).body.plan.services).toEqual([
      expect.objectContaining({ outcome: 'unchanged', serviceId: before[0]!.id }),
    ]);
    expect(await servicesOf(desk)).toEqual(before);
    // Somebody else who takes it over reads the same of it: no place, hour, language or paper gets lost on the way.
    const other = await aDesk('education');
    await taken(
      (await publishedOf(desk)).map((each) => ({ ...each, id: randomUUID() })),
      other,
    );
    const said = ({ sites, languages, servedRegions, schedule, requiredDocuments, minAge, maxAge }: Record<string, unknown>): object => ({
      ...{ sites, languages, servedRegions, schedule, requiredDocuments, minAge, maxAge },
    });
    expect((await servicesOf(other)).map(said)).toEqual(before.map(said));
    expect(before[0]!.sites).toEqual([
      { name: null, region: 'TJ-SU', address: null, city: 'Khujand', hours: [{ days: ['MO', 'WE'], opensAt: '09:00', closesAt: '12:30' }] },
      { name: 'The other house', region: 'TJ-KT', address: 'By the bridge', city: null, hours: [] },
    ]);
  });

  it('is read in each form in which services are published: alone, as a list, as a page', async () => {
    for (const file of [kitchen(), [kitchen()], { total_items: 1, contents: [kitchen()] }, { items: [kitchen()], next: null }])
      expect((await check(file, await aDesk())).body).toMatchObject({
        format: 'documents',
        plan: { services: [{ name: 'Open kitchen' }] },
      });
  });

  it('may say itself where its tables lie', async () => {
    const csv = (name: string): string => `id,name,status\n${String(kitchen().id)},${name},active\n`;
    const resources = [{ name: 'services', path: 'data/what-we-offer.csv' }];
    const description = { name: 'datapackage.json', content: JSON.stringify({ resources }) };
    const { body } = await check(zipOf([description, { name: 'data/what-we-offer.csv', content: csv('Kitchen') }]), await aDesk());
    expect(body).toMatchObject({ plan: { services: [{ name: 'Kitchen' }] }, findings: { faults: [] } });
    expect((body.findings.hints as { code: string }[]).map(({ code }) => code)).toEqual(['kind-not-known']);
    const unknown = await check(
      zipOf([
        { name: 'services.csv', content: csv('Kitchen') },
        { name: 'colours.csv', content: 'id' },
      ]),
      await aDesk(),
    );
    expect(unknown.body.findings.hints).toContainEqual(expect.objectContaining({ table: 'colours.csv', code: 'table-not-known' }));
  });

  it('that two take over at once comes in once', async () => {
    const desk = await aDesk();
    const [one, other] = [(await check(kitchen(), desk)).body, (await check(kitchen(), desk)).body];
    const both = await Promise.all([commit(one.id as string), commit(other.id as string)]);
    const statuses = both.map(({ status }) => status).sort();
    // The second either finds the service there, or is told that it came in meanwhile.
    expect([
      [200, 200],
      [200, 409],
    ]).toContainEqual(statuses);
    expect(await servicesOf(desk)).toHaveLength(1);
  });

  it('with very many faults is told of the first ones, and how many more there are', async () => {
    const { body } = await check(
      Array.from({ length: 250 }, (_, n) => ({ id: `${n}`, name: 'S', status: 'active' })),
      await aDesk(),
    );
    expect([body.findings.faults.length, body.findings.more]).toEqual([200, 50]);
    expect((await commit(body.id as string)).body.faults).toBe(250);
  });

  it('with faults is told of each: table, row, column, code and words; and it stays out', async () => {
    const csv = [
      'id,organization_id,name,status,minimum_age,email',
      'one,,Kitchen,active,3,a@example.org',
      `${String(kitchen().id)},,,open,three,nobody`,
      `${String(kitchen().id)},,Twice,active,3,`,
    ].join('\n');
    const desk = await aDesk();
    const { status, body } = await check(zipOf([{ name: 'services.csv', content: csv }]), desk);
    const faults = body.findings.faults as { table: string; row: number; column: string; code: string; detail: string }[];
    expect([status, faults.map(({ table, row, column, code }) => `${table} ${row} ${column} ${code}`)]).toEqual([
      201,
      [
        'service 1 id id-misshapen',
        'service 2 name value-missing',
        'service 2 status code-unknown',
        'service 2 minimum_age number-misshapen',
        'service 2 email mail-misshapen',
        'service 3 id id-twice',
      ],
    ]);
    expect(faults[0]!.detail).toBe('This has to be a UUID.');
    const refused = await commit(body.id as string);
    expect([refused.status, refused.body]).toEqual([409, expect.objectContaining({ type: '/problems/import-has-faults', faults: 6 })]);
    expect(await servicesOf(desk)).toEqual([]);
  });

  it('with faults deep inside a document is told the way to them', async () => {
    const phones = [{ id: randomUUID(), number: 17, languages: [{ id: 'x' }] }];
    const wrong = kitchen({ phones, url: 'nowhere', last_modified: 'yesterday', schedules: 'daily', organization: [], name: 'a\u202eb' });
    const { body } = await check([wrong, { ...kitchen(), description: 'x'.repeat(10_001) }], await aDesk());
    expect(
      (body.findings.faults as { row: number; column: string; code: string }[]).map(({ row, column, code }) => `${row} ${column} ${code}`),
    ).toEqual([
      '1 name text-unseen',
      '1 url address-misshapen',
      '1 last_modified moment-misshapen',
      '1 organization object-expected',
      '1 phones/0/number text-expected',
      '1 phones/0/languages/0/id id-misshapen',
      '1 schedules list-expected',
      '2 description text-too-long',
      '2 id id-twice',
    ]);
  });

  it('names a kind of service that such an agency does not give: it comes in, and is not offered', async () => {
    const desk = await aDesk('health');
    const { body } = await check(kitchen(), desk);
    expect(body.findings.hints).toEqual([expect.objectContaining({ column: 'attributes', code: 'kind-not-of-agency' })]);
    await commit(body.id as string);
    expect(await servicesOf(desk)).toEqual([expect.objectContaining({ serviceType: null })]);
  });

  it('is the business of administrators alone', async () => {
    const desk = await aDesk();
    const { body } = await check(kitchen(), desk);
    for (const who of [offering.focalPoint, offering.partner, offering.worker]) {
      expect((await check(kitchen(), desk, who)).status).toBe(403);
      expect((await who.post(`/service-imports/${String(body.id)}/commit`)).status).toBe(404);
      expect((await who.get(`/service-imports/${String(body.id)}`)).status).toBe(404);
      expect((await who.get('/services/hsds')).status).toBe(403);
    }
    expect((await check(kitchen(), { unitId: randomUUID() })).body.errors).toEqual([
      expect.objectContaining({ field: 'receivingUnitId', code: 'unknown-unit' }),
    ]);
  });
});

describe('Every word about a package', () => {
  const words = new Words();

  it('is there, for what is found in it and for what keeps it out', () => {
    expect(words.parts('finding')).toEqual(Object.keys(findingKinds).sort());
    expect(unreadable.filter((code) => !words.knows(`input.${code}`))).toEqual([]);
  });
});

describe('A file that is no package', () => {
  const csv = 'id,name,status\n';
  const refusal = async (file: Buffer | string | object): Promise<unknown> => {
    const { status, body } = await check(file, offering.officer);
    expect(body.errors?.[0]?.detail).not.toContain('input.');
    return [status, body.errors?.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`)];
  };
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;

  it.each<[string, Buffer | string | object, string]>([
    ['an empty list', '[]', 'without-services'],
    ['no object', '"x"', 'not-a-package'],
    ['another object', { colour: 'green' }, 'not-a-package'],
    ['tables that are none', { 'services.csv': ['x'] }, 'not-a-package'],
    ['a tower of lists', deep, 'not-a-package'],
    ['broken JSON', '{"id":', 'json-broken'],
    ['Cyrillic of another encoding', Buffer.from([0x7b, 0x22, 0xcf, 0xf0, 0xe8, 0x22]), 'not-utf8'],
    ['two bytes for each letter', Buffer.from('{"id": "x"}', 'utf16le'), 'not-utf8'],
    ['half an archive', zipOf([{ name: 'services.csv', content: csv.repeat(50) }]).subarray(0, 60), 'archive-broken'],
    ['an archive of nothing', zipOf([]), 'without-services'],
    ['an archive of other things', zipOf([{ name: 'letter.txt', content: 'x' }]), 'without-services'],
    ['a way out of the archive', zipOf([{ name: '../../services.csv', content: csv }]), 'archive-escapes'],
    ['a way to the root', zipOf([{ name: '/etc/services.csv', content: csv }]), 'archive-escapes'],
    ['a way out for another system', zipOf([{ name: '..\\services.csv', content: csv }]), 'archive-escapes'],
    ['a bomb', zipOf([{ name: 'services.csv', content: Buffer.alloc(40 * 1024 * 1024) }]), 'archive-too-large'],
    [
      'a bomb that hides its size',
      zipOf([{ name: 'services.csv', content: Buffer.alloc(40 * 1024 * 1024), says: { size: 10 } }]),
      'archive-broken',
    ],
    ['a thousand files', zipOf(Array.from({ length: 1000 }, (_, n) => ({ name: `${n}.csv`, content: '' }))), 'archive-too-large'],
    ['a file twice', zipOf([1, 2].map(() => ({ name: 'services.csv', content: csv }))), 'archive-twice'],
    [
      'a table twice, in two folders',
      zipOf(['a', 'b'].map((folder) => ({ name: `${folder}/services.csv`, content: csv }))),
      'archive-twice',
    ],
    ['a table under two names', { 'services.csv': [], service: [] }, 'not-a-package'],
    ['a file behind a password', zipOf([{ name: 'services.csv', content: csv, says: { flags: 0x801 } }]), 'archive-locked'],
    ['a file that came to harm', zipOf([{ name: 'services.csv', content: csv, says: { crc: 7 } }]), 'archive-broken'],
    ['a table with an open quotation mark', zipOf([{ name: 'services.csv', content: `${csv}"a,b\n` }]), 'table-broken'],
    ['a table with a cell too many', zipOf([{ name: 'services.csv', content: `${csv}a,b,c,d\n` }]), 'table-broken'],
    ['a table in another encoding', zipOf([{ name: 'services.csv', content: Buffer.from([0x69, 0x64, 0x0a, 0xcf]) }]), 'not-utf8'],
  ])('%s is refused, with a word on what to do', async (_, file, code) => {
    expect(await refusal(file)).toEqual([400, [`file ${code}`]]);
  });

  it('one that would grow beyond measure is refused before it does', async () => {
    const organization = { id: randomUUID(), name: 'O', description: 'O' };
    const rows = (count: number, facts: object): object[] => Array.from({ length: count }, () => ({ id: randomUUID(), ...facts }));
    const shared = { organization_id: organization.id };
    const file = {
      'organizations.csv': [organization],
      'services.csv': rows(600, { name: 'S', status: 'active', ...shared }),
      'programs.csv': rows(600, { name: 'P', description: 'P', ...shared }),
    };
    expect(await refusal(file)).toEqual([400, ['file package-too-large']]);
  });

  it('one that is not sent in Base64 is refused', async () => {
    for (const file of ['{}', 'a b', '====', '', 7, null])
      expect((await offering.admin.post('/service-imports', { receivingUnitId: offering.officer.unitId, file })).body.errors).toEqual([
        expect.objectContaining({ field: 'file' }),
      ]);
  });
});
