import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { roles } from '../src/policy/index.ts';
import { possibleAges, type BirthQuarter } from '../src/kernel/age-band.ts';
import { day } from '../src/kernel/local-time.ts';
import { Judging, reasonKinds, type Candidate, type Wanted } from '../src/modules/directory/judging.ts';
import { shippedReference } from '../src/platform/shipped-reference.ts';
import { openHouse } from './support/app.ts';
import { aSpecialist, inCare } from './support/care.ts';
import { newCase, newConsent, World, type Someone } from './support/world.ts';

/** Rules of docs/domain.md that no room holds alone, by their ids. The others are tested where they are held. */
const house = openHouse();
const world = new World(house);
const reference = shippedReference();
let worker: Someone;
let admin: Someone;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  admin = await world.someone('administrator');
});

const barred = ['security', 'defence'];

describe('R-05', () => {
  it('the case of a child is of a civil body for children, of nobody else, and an administrator cannot make it otherwise', async () => {
    const owners = reference.allCodes('agency-type').filter(({ mayOwnChildCases }) => mayOwnChildCases);
    expect(owners.map(({ id }) => id).sort()).toEqual(['child-protection', 'education', 'health', 'social']);
    const others = reference.allCodes('agency-type').filter(({ id, mayOwnChildCases }) => !mayOwnChildCases && !barred.includes(id));
    expect(others.length).toBeGreaterThan(3);
    for (const { id: type } of others) {
      const at = await world.aUnit(type);
      const other = await world.someone('social-worker', at);
      const refused = await other.post('/cases', { ...newCase, birthQuarter: '2015-Q3' });
      expect([type, refused.status, refused.body.why]).toEqual([type, 403, 'agency-type']);
      // Nor does one come to it by a new hand.
      const { id } = await world.aCase(worker);
      const supervisor = await world.someone('supervisor', worker);
      expect((await supervisor.post(`/cases/${id}/assign`, { workerId: other.id })).status).toBe(400);
    }
    expect((await admin.post('/cases', newCase)).status).toBe(403);
  });
});

/** Every id and every label of the reference data, with the file it stands in. */
function saidInReference(): [string, string][] {
  const said: [string, string][] = [];
  for (const name of readdirSync('reference', { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.json')))
    JSON.parse(readFileSync(join('reference', name), 'utf8'), (key, value: unknown) => {
      if (/^(id|en|term|type|code)$/.test(key) && typeof value === 'string') said.push([name, value]);
      return value;
    });
  return said;
}

describe('R-06', () => {
  // A parent who is imprisoned is a fact of the family, and visits are planned; shutting a child in is no help and has no word.
  const shutsIn = /detain|detention|custod|arrest|confine|lock-?up|\blocked\b|\bprison\b|\bimprison(ment)?\b|secure[- ](unit|home|centre)/i;

  it('no list, template or term has a word by which the detention of a child could be recorded as help', () => {
    for (const word of ['detention-centre', 'In custody', 'secure unit', 'Confinement', 'imprisonment']) expect(word).toMatch(shutsIn);
    const said = saidInReference();
    expect(new Set(said.map(([name]) => name)).size).toBeGreaterThan(60);
    expect(said.filter(([, word]) => shutsIn.test(word))).toEqual([]);
  });

  it('and nobody can ask for one by a word that stands on no list', async () => {
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const { id } = await world.aCase(worker, { birthQuarter: '2015-Q3' });
    const asked = { toUnitId: officer.unitId, serviceType: 'detention', urgency: 'normal' };
    const refused = await worker.post(`/cases/${id}/referrals`, asked);
    expect([refused.status, refused.body.errors]).toMatchObject([400, [{ field: 'serviceType', code: 'not-a-code' }]]);
  });
});

describe('R-13', () => {
  const traits = /relig|ethnic|nationalit|tribe|faith|denominat/i;

  it('no list says of anybody what they believe or where they descend from; religion is a kind of help and of agency alone', () => {
    for (const word of ['religion', 'Ethnic group', 'nationality']) expect(word).toMatch(traits);
    const naming = saidInReference().filter(([, word]) => traits.test(word));
    expect([...new Set(naming.map(([name]) => name))].sort()).toEqual([
      'agencies.json',
      'codes/agency-type.json',
      'codes/consent-scope.json',
      'codes/service-type.json',
      'consent-texts.json',
      'task-templates.json',
      'taxonomy-terms.json',
    ]);
    for (const [, word] of naming) expect(word).toMatch(/^religious$|relig.*(counsel|affairs)|counsel/i);
  });

  it('and no column of the database does', async () => {
    const columns = await house.rows<{ name: string }>(
      `SELECT c.relname || '.' || a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(columns.length).toBeGreaterThan(300);
    expect(columns.filter(({ name }) => traits.test(name))).toEqual([]);
  });

  it('no time, limit or task depends on them, on a region, or on what becomes of a parent', () => {
    const asks = /"[^"]*(relig|ethnic|national|region|parent)[^"]*":/i;
    expect('"byRegion":').toMatch(asks);
    for (const file of ['timers.json', 'workload.json'])
      expect([file, asks.exec(readFileSync(join('reference', file), 'utf8'))]).toEqual([file, null]);
    const conditions = reference.taskTemplates.flatMap(({ applies }) => Object.keys(applies));
    expect([...new Set(conditions)].sort()).toEqual(['bands', 'fromAge', 'sex', 'when']);
  });
});

describe('R-23', () => {
  it('that somebody may be of the age a service asks for is said of what is recorded, and comes out the same again', async () => {
    const partner = await world.someone('partner-worker');
    const { fromAge = 0 } = reference.code('service-type', 'community-activity');
    expect(fromAge).toBeGreaterThan(0);
    const today = day('2026-03-02');
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    const flags: boolean[] = [];
    for (const birthQuarter of [`${2026 - fromAge}-Q1`, `${2025 - fromAge}-Q4`] as BirthQuarter[]) {
      const { id } = await world.aCase(worker, { birthQuarter });
      await worker.post(`/cases/${id}/consents`, {
        ...newConsent,
        ...{ recipientIds: [partner.agencyId] },
      });
      const asked = { toUnitId: partner.unitId, serviceType: 'community-activity', urgency: 'normal' };
      const { status, body } = await worker.post(`/cases/${id}/referrals`, asked);
      expect([birthQuarter, status]).toEqual([birthQuarter, 201]);
      const [kept] = await house.rows<{ quarter: BirthQuarter; edge: boolean }>(
        `SELECT a.birth_quarter AS quarter, s.age_at_edge AS edge FROM referral_source s JOIN case_anchor a ON a.case_id = s.case_id
         WHERE s.referral_id = $1`,
        [body.id],
      );
      const ages = possibleAges(kept!.quarter, today);
      expect([birthQuarter, body.ageAtEdge, kept!.edge]).toEqual([birthQuarter, Math.min(...ages) < fromAge, body.ageAtEdge]);
      flags.push(kept!.edge);
    }
    expect(flags).toEqual([true, false]);
  });

  it('a service is found, or is not, for reasons in codes; the same question has the same answer, and another one another', () => {
    const service = {
      ...{ id: 's', name: 'A school', status: 'open', minAge: 6, maxAge: 17, sexes: [], servedRegions: [], sites: [], languages: [] },
      ...{
        freePlaces: 2,
        waiting: 0,
        queued: 0,
        verifiedAt: null,
        acceptances: 2,
        hoursToAccept: 10,
        isStale: () => false,
        isFull: () => false,
      },
    } as unknown as Candidate['service'];
    const judge = (wanted: Partial<Wanted>): string =>
      JSON.stringify(
        new Judging({ isEmergency: false, ...wanted }, new Date('2026-03-02T04:00:00Z'), reference).of({ service, isAtWork: true }),
      );
    const asked = { age: { from: 5, to: 6 } };
    expect(judge(asked)).toBe(judge(asked));
    const codes = (JSON.parse(judge(asked)) as { reasons: { is: string }[] }).reasons.map(({ is }) => is);
    expect(codes).toContain('age-partly');
    expect(codes.filter((code) => !(code in reasonKinds))).toEqual([]);
    expect(judge({ age: { from: 3, to: 4 } })).toContain('age-outside');
  });
});

describe('R-10', () => {
  // Forms that distress are no records yet: the room of assessments will open one only where the directory has help in that region.
  it('what such a form found is written only of somebody whom a specialist has taken into care already', async () => {
    const specialist = await aSpecialist(world);
    const { id } = await world.aCase(worker);
    const score = { instrument: 'pcl-5', score: 40 };
    for (const who of [specialist, worker, admin])
      expect([403, 404]).toContain((await who.post(`/cases/${id}/clinical-entries`, score)).status);
    const care = await inCare(world, worker, specialist);
    expect((await specialist.post(`/cases/${care.caseId}/clinical-entries`, score)).status).toBe(201);
    // It ends with the care.
    await worker.post(`/consents/${care.consentId}/withdraw`);
    expect([403, 404]).toContain((await specialist.post(`/cases/${care.caseId}/clinical-entries`, score)).status);
  });
});

describe('R-12', () => {
  it('a security or defence body has no agency here, no account, no program, and is asked for nothing', async () => {
    for (const type of barred) {
      expect(reference.code('agency-type', type)).toMatchObject({
        ...{
          mayHoldAccounts: false,
          roles: [],
          mayOwnAdultCases: false,
          mayOwnChildCases: false,
          mayReceiveReferrals: false,
          sees: 'nothing',
        },
      });
      const opened = await admin.post('/agencies', { code: `X-${type.toUpperCase().slice(0, 8)}`, name: 'A body', type, country: 'TJ' });
      expect([type, opened.status]).not.toEqual([type, 201]);
      // Whoever writes past the rooms meets the database.
      const insert = `INSERT INTO agency (id, code, name, type, country) VALUES (gen_random_uuid(), 'SECY', 'x', $1, 'TJ')`;
      await expect(house.rows(insert, [type])).rejects.toThrow('agency_type_check');
    }
    const lists = ['need', 'service-type'] as const;
    for (const { id, ...rest } of lists.flatMap((list) => reference.allCodes(list) as readonly { id: string }[]))
      expect([id, barred.filter((type) => JSON.stringify(rest).includes(`"${type}"`))]).toEqual([id, []]);
    expect(reference.taskTemplates.filter(({ owner, also = [] }) => [owner, ...also].some((type) => barred.includes(type)))).toEqual([]);
  });

  it('and neither role nor scope of a program is made for one', () => {
    expect(roles.filter(({ name }) => /secur|police|defen|intellig/.test(name))).toEqual([]);
  });
});

describe('R-24', () => {
  const sources = ['src', 'migrations'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );

  it('a score decides nothing: nobody reads it but who writes it and who may see it', () => {
    const naming = sources.filter((path) => /\bscores?\b/i.test(readFileSync(path, 'utf8').replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '')));
    expect(naming.sort()).toEqual([
      'migrations/1795000000040-sensitive-groups.ts',
      'migrations/1795000000114-change-log.ts',
      'src/modules/cases/case-health.entity.ts',
      'src/modules/cases/commands/add-clinical-entry.ts',
      'src/modules/cases/sensitive.record.ts',
    ]);
    // No rule of the data asks for one either.
    for (const file of ['timers.json', 'task-templates.json', 'disclosure-templates.json', 'codes/task-condition.json'])
      expect([file, /"[^"]*\bscores?\b[^"]*":/i.test(readFileSync(join('reference', file), 'utf8'))]).toEqual([file, false]);
  });

  it('a machine closes no case, and neither shares nor refuses anything but what a slip in somebody’s hand says', () => {
    const [system] = roles.filter(({ persona }) => persona === 'p_system');
    const may = (record: string): string[] => [
      ...new Set(system!.grants.filter((grant) => grant.record.name === record).flatMap((grant) => grant.do)),
    ];
    expect(may('case').sort()).toEqual(['expire-risk', 'hand-over-sealed', 'leave-health-to']);
    const bySlip = ['accept', 'complete', 'fail', 'reject', 'see'];
    const deeds = may('referral').filter((deed) => !bySlip.includes(deed));
    // It notes, reminds and passes on, and offers whoever is next the place that is free.
    const notes = ['note-arrival', 'note-next-step', 'note-not-reached', 'offer-place', 'pass-on', 'release-claim', 'remind'];
    expect(deeds.sort()).toEqual(['close-package', 'expire', ...notes]);
    for (const record of ['consent', 'referral', 'delivery', 'consent-override'])
      expect([
        record,
        may(record).filter((deed) => ['send', 'approve', 'withdraw', 'open-package', 'share', 'confirm'].includes(deed)),
      ]).toEqual([record, []]);
    // An agreement is recorded by people.
    expect(system!.grants.filter((grant) => grant.record.name === 'consent' && grant.create)).toEqual([]);
  });

  it('a danger judged as high hastens what is planned, and takes nothing away', async () => {
    const { id } = await world.aCase(worker);
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    await worker.post(`/cases/${id}/consents`, { ...newConsent, recipientIds: [officer.agencyId] });
    const due = async (): Promise<string> => (await worker.get(`/follow-ups?type=contact&caseId=${id}&status=planned`)).body.items[0].dueOn;
    await worker.post(`/cases/${id}/risk`, { risk: 'low' });
    const before = await due();
    expect((await worker.post(`/cases/${id}/risk`, { risk: 'high' })).status).toBe(200);
    expect((await due()) < before).toBe(true);
    const asked = await worker.post(`/cases/${id}/referrals`, { toUnitId: officer.unitId, serviceType: 'school-place', urgency: 'normal' });
    expect([asked.status, (await worker.post(`/referrals/${asked.body.id}/send`)).status]).toEqual([201, 200]);
    expect((await worker.get(`/cases/${id}`)).body.status).not.toBe('closed');
  });
});
