import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { inCare } from '../support/care.ts';
import { aGivenTask } from '../support/tasks.ts';
import { newCase, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let worker: Someone;
let caseId: string;
/** Every route that takes words about somebody: where it stands, with what else, and by whom. */
let writings: { of: string; field: string; write: (text: string, looked?: object) => ReturnType<Someone['post']> }[];
beforeAll(async () => {
  worker = await world.someone('social-worker');
  const care = await inCare(world, worker);
  const { specialist } = care;
  caseId = care.caseId;
  const officer = await world.someone('ministry-officer', await world.aUnit('education'));
  const task = await aGivenTask(world, worker, officer);
  for (const step of ['claim', 'begin']) await officer.post(`/tasks/${task.id}/${step}`);
  writings = [
    { of: 'note', field: 'note', write: (note, looked) => worker.post(`/cases/${caseId}/notes`, { note, ...looked }) },
    {
      of: 'phase',
      field: 'reason',
      write: (reason, looked) => worker.post(`/cases/${caseId}/phase`, { phase: 'P2', reason, ...looked }),
    },
    {
      of: 'clinical entry',
      field: 'note',
      write: (note, looked) => specialist.post(`/cases/${caseId}/clinical-entries`, { note, ...looked }),
    },
    {
      of: 'evidence',
      field: 'evidenceText',
      write: (evidenceText, looked) => officer.post(`/tasks/${task.id}/complete`, { evidenceCode: 'enrolled', evidenceText, ...looked }),
    },
  ];
}, 30_000);

const kept = async (): Promise<string> =>
  JSON.stringify(
    await house.rows(`SELECT to_jsonb(n) AS row FROM case_narrative n UNION ALL SELECT to_jsonb(c) FROM case_clinical c
      UNION ALL SELECT to_jsonb(t) FROM task t UNION ALL SELECT to_jsonb(e) FROM timeline_entry e UNION ALL SELECT to_jsonb(a) FROM audit.event a`),
  );

describe('What people write about somebody', () => {
  it('is refused with a number by which they can be found: the field and the kind are told, the number nowhere', async () => {
    for (const { of, field, write } of writings) {
      const { status, body, text } = await write('Her mother has 90 123 45 67.');
      expect([of, status, body.errors]).toMatchObject([of, 400, [{ field, code: 'holds-identifier' }]]);
      expect(body.errors[0].detail).toContain('(telephone-number)');
      expect(text).not.toContain('123');
    }
    expect(await kept()).not.toContain('123 45');
  });

  it('is asked about when it reads like a name, before anything is kept', async () => {
    for (const { of, field, write } of writings) {
      const { status, body } = await write('She was seen with Zarina.');
      expect([of, status, body]).toMatchObject([of, 409, { type: '/problems/text-may-name', field }]);
    }
    expect(await kept()).not.toContain('Zarina');
  });

  it('is asked about in the team when it brands, and refused where others read it', async () => {
    for (const { of, field, write } of writings) {
      const { status, body } = await write('They call her a terrorist.');
      if (of === 'evidence') expect([of, status, body.errors]).toMatchObject([of, 400, [{ field, code: 'brands' }]]);
      else expect([of, status, body]).toMatchObject([of, 409, { type: '/problems/text-may-brand', field }]);
    }
    expect(await kept()).not.toContain('terrorist');
  });

  it('is taken from whoever has looked', async () => {
    for (const { of, write } of writings) {
      const looked = of === 'evidence' ? { namesNobody: true } : { namesNobody: true, brandsNobody: true };
      const said = of === 'evidence' ? 'A place at the Lyceum.' : 'Children at the Lyceum call her a terrorist.';
      expect([of, (await write(said, looked)).status]).toEqual([of, of === 'phase' || of === 'evidence' ? 200 : 201]);
    }
  });

  it('says where somebody lives by the name of a district, not by a house or a camp', async () => {
    const ask = (district: string) => worker.post('/cases', { ...newCase, district });
    expect((await ask('Rudaki')).status).toBe(201);
    for (const [district, code] of [
      ['Rudaki, 734025', 'holds-identifier'],
      ['al-Hol', 'brands'],
    ] as const)
      expect((await ask(district)).body.errors).toMatchObject([{ field: 'district', code }]);
  });
});

describe('What is offered', () => {
  it('is described with its telephone number, and without a word that its slip would carry through a village', async () => {
    const admin = await world.someone('administrator', worker);
    const unit = await world.aUnit('health');
    const ask = (name: string) =>
      admin.post('/services', { receivingUnitId: unit.unitId, serviceType: 'health-check', name, howToApply: 'Call 90 123 45 67.' });
    expect((await ask('Help for terrorists')).body.errors).toMatchObject([{ field: 'name', code: 'brands' }]);
    const renamed = await admin.patch(`/agencies/${unit.agencyId}`, { name: 'Centre for terrorists' }, { 'if-match': '"1"' });
    expect([renamed.status, renamed.body.errors]).toMatchObject([400, [{ field: 'name', code: 'brands' }]]);
    expect(renamed.body.errors[0].detail).toContain('(terroris)');
    const opened = await ask('Health check for all');
    expect([opened.status, opened.body.howToApply]).toEqual([201, 'Call 90 123 45 67.']);
  });
});
