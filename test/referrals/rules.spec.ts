import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { brandingLook } from '../../src/kernel/branding.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { openHouse } from '../support/app.ts';
import { keepWhatIsDue } from '../support/promises.ts';
import { aGivenTask } from '../support/tasks.ts';
import { newCase, newConsent, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const reference = shippedReference();
let worker: Someone;
let supervisor: Someone;
let officer: Someone;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  supervisor = await world.someone('supervisor', worker);
  officer = await world.someone('ministry-officer', await world.aUnit('education'));
}, 30_000);

const toldOf = async (id: string): Promise<string[]> =>
  (await house.rows<{ kind: string }>('SELECT kind FROM notification WHERE subject_id = $1', [id])).map(({ kind }) => kind);

describe('R-09', () => {
  it('what stands on an agreement ends with it, at once, and nobody is ever told that somebody did not comply', async () => {
    const referral = await world.aSentReferral(worker, officer);
    await officer.post(`/referrals/${referral.id}/accept`);
    const task = await aGivenTask(world, worker, officer);
    await officer.post(`/tasks/${task.id}/claim`);
    for (const { consentId } of [referral, task]) expect((await worker.post(`/consents/${consentId}/withdraw`)).status).toBe(200);
    expect((await worker.get(`/referrals/${referral.id}`)).body).toMatchObject({ status: 'cancelled', reason: 'consent-withdrawn' });
    expect((await worker.get(`/tasks/${task.id}`)).body.status).toBe('cancelled');
    for (const path of [`/referrals/${referral.id}`, `/tasks/${task.id}`])
      expect((await officer.get(path)).text).not.toContain('"ageBand"');
    await keepWhatIsDue(house);
    const before = [await toldOf(referral.id), await toldOf(task.id)];
    const start = house.clock.now();
    await house.clock.moveTo(new Date(start.getTime() + 90 * 86_400_000));
    await keepWhatIsDue(house);
    expect([await toldOf(referral.id), await toldOf(task.id)]).toEqual(before);
    await house.clock.moveTo(start);
    // Other help does not depend on it.
    const other = await worker.post(`/cases/${referral.caseId}/tasks`, { template: 'T-16', dueOn: '2026-03-18' });
    expect(other.status).toBe(201);
  });
});

describe('R-11', () => {
  const look = brandingLook(reference.brandingWords, reference.ordinaryPhrases);

  it('no word that brands anybody stands in what people read: texts, labels, templates', () => {
    const texts = readdirSync('locales').map((name) => [name, readFileSync(join('locales', name), 'utf8')] as const);
    const shown = readdirSync('reference', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    for (const name of shown) {
      const labels: string[] = [];
      JSON.parse(readFileSync(join('reference', name), 'utf8'), (key, value: unknown) => {
        if (/^(en|ru|tg|uz|ky|kk|text|label|name)$/.test(key) && typeof value === 'string') labels.push(value);
        return value;
      });
      texts.push([name, labels.join('\n')]);
    }
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.flatMap(([name, text]) => (look(text) === null ? [] : [`${name}: ${look(text)}`]))).toEqual([]);
  });

  it('a package holds no text that anybody wrote, of whatever kind of service', () => {
    const fields = reference.disclosureTemplates.flatMap(({ fields: of }) => of.map(({ field }) => field));
    expect(fields.length).toBeGreaterThan(20);
    expect(fields.filter((field) => /note|narrative|reason|comment|text/i.test(field))).toEqual([]);
  });
});

describe('R-14', () => {
  it('religious counselling is made for nobody by itself, asks for an agreement and a wish of its own, and holds up nothing', () => {
    const [counselling, ...others] = reference.taskTemplates.filter(({ owner }) => owner === 'religious');
    expect(others).toEqual([]);
    expect(counselling).toMatchObject({ made: 'on-request', consent: ['religious-counselling'], confirm: ['own-wish'] });
    // Nobody under twelve: the bands of young people and adults alone.
    expect(counselling?.applies.bands).toEqual(['T', 'adult']);
    expect(reference.taskTemplates.filter(({ after }) => after.includes(counselling!.id))).toEqual([]);
  });
});

describe('R-17', () => {
  it('a partner logs what it gave without seeing the case, its id or its code', async () => {
    const partner = await world.someone('partner-worker');
    const { id, caseId } = await world.aSentReferral(worker, partner, 'community-activity');
    const { body } = await worker.get(`/cases/${caseId}`);
    const accepted = await partner.post(`/referrals/${id}/accept`);
    const given = { deliveredOn: '2026-03-02', mode: 'group', attendance: 'attended', units: 1 };
    const logged = await partner.post(`/referrals/${id}/deliveries`, given);
    expect([accepted.status, logged.status]).toEqual([200, 201]);
    const seen = [accepted, logged, await partner.get('/referrals'), await partner.get('/deliveries'), await partner.get('/notifications')];
    for (const { text } of seen) for (const known of [caseId, body.code as string]) expect(text).not.toContain(known);
    for (const path of [`/cases/${caseId}`, `/cases/${caseId}/history`, `/cases/${caseId}/timeline`])
      expect([403, 404]).toContain((await partner.get(path)).status);
  });
});

describe('R-22', () => {
  it('nothing is kept without the basis on which it may be: neither a case nor an agreement to a text that nobody names', async () => {
    const { legalBasis: _, ...without } = newCase;
    for (const body of [without, { ...newCase, legalBasis: null }, { ...newCase, legalBasis: 'curiosity' }]) {
      const before = (await worker.get('/cases?limit=100')).body.items.length as number;
      const refused = await worker.post('/cases', body);
      expect([refused.status, refused.body.errors[0].field]).toEqual([400, 'legalBasis']);
      expect((await worker.get('/cases?limit=100')).body.items).toHaveLength(before);
    }
    const { id } = await world.aCase(worker);
    const { textVersion: __, ...unread } = newConsent;
    const refused = await worker.post(`/cases/${id}/consents`, { ...unread, recipientIds: [officer.agencyId] });
    expect([refused.status, refused.body.errors[0].field]).toEqual([400, 'textVersion']);
    expect((await supervisor.get(`/cases/${id}`)).body.legalBasis).toBe(newCase.legalBasis);
  });
});
