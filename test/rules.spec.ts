import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { roles } from '../src/policy/index.ts';
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
