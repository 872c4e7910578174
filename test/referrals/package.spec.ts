import { beforeAll, describe, expect, it } from '@jest/globals';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { openHouse } from '../support/app.ts';
import { at } from '../support/promises.ts';
import { rawly } from '../support/raw-table.ts';
import { atOnce } from '../support/teams.ts';
import { World, newConsent, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const reference = shippedReference();
const services = reference.codes('service-type');
const scopes = reference.ids('consent-scope');
let worker: Someone;
let supervisor: Someone;
let partner: Someone;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  supervisor = await world.someone('supervisor', worker);
  partner = await world.someone('partner-worker');
}, 30_000);

/** The case of somebody old enough for every service, about which much is known, and what of it nobody else may ever read. */
async function aFullCase(): Promise<{ id: string; secrets: string[] }> {
  const found = await world.aCase(worker, { birthQuarter: '2000-Q3' });
  const known = { householdBand: reference.ids('household-band')[0], schoolState: reference.ids('school-state')[0], disabilityFlag: true };
  const { etag } = (await worker.get(`/cases/${found.id}`)).headers as { etag: string };
  const edited = await worker.patch(
    `/cases/${found.id}`,
    { ...known, district: 'Canary-District', placedOn: '2026-02-25' },
    { 'if-match': etag },
  );
  expect(edited.status).toBe(200);
  await worker.post(`/cases/${found.id}/notes`, { note: 'Canary-Note' });
  for (const { id: needCode, domain } of reference.codes('need') as unknown as { id: string; domain: string }[])
    await worker.post(`/cases/${found.id}/needs`, { domain, needCode, severity: reference.ids('need-severity')[0] });
  const { birthQuarter, arrivedOn, placedOn, alias } = edited.body as Record<string, string>;
  const secrets = [found.id, found.code, birthQuarter, arrivedOn, placedOn, alias, 'Canary', worker.id, worker.unitId, worker.agencyId];
  return { id: found.id, secrets: secrets.map(String) };
}

const agree = (caseId: string, to: Someone, facts: object = {}): Promise<Reply> =>
  worker.post(`/cases/${caseId}/consents`, { ...newConsent, scopes, recipientIds: [to.agencyId], ...facts });
const draft = async (caseId: string, to: Someone, serviceType = 'school-place'): Promise<string> => {
  const asked = { toUnitId: to.unitId, serviceType, urgency: 'normal', duplicateReason: 'more-of-it' };
  return (await worker.post(`/cases/${caseId}/referrals`, asked)).body.id as string;
};
const edit = async (caseId: string, changes: object): Promise<void> => {
  const { headers } = await worker.get(`/cases/${caseId}`);
  expect((await worker.patch(`/cases/${caseId}`, changes, { 'if-match': String(headers.etag) })).status).toBe(200);
};
const accepted = async (to = partner): Promise<string> => {
  const { id } = await world.aSentReferral(worker, to);
  expect((await to.post(`/referrals/${id}/accept`)).status).toBe(200);
  return id;
};
const camel = (field: string): string => field.split('.')[1]!.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

describe('What a package holds', () => {
  let full: Awaited<ReturnType<typeof aFullCase>>;
  beforeAll(async () => {
    full = await aFullCase();
    await agree(full.id, partner, { givenBy: 'person' });
  }, 30_000);

  it.each(services.map(({ id, template }) => ({ id, template })))(
    'for $id: the template $template and nothing else',
    async ({ id, template }) => {
      const { fields, needDomains } = reference.disclosureTemplates.find((each) => each.id === template)!;
      const referral = await draft(full.id, partner, id);
      await worker.post(`/referrals/${referral}/send`);
      const { body, text } = await partner.post(`/referrals/${referral}/accept`);
      const held = body.package as Record<string, unknown>;
      const known = fields.filter(({ field }) => camel(field) in held);
      expect(Object.keys(held).sort()).toEqual(known.map(({ field }) => camel(field)).sort());
      expect(known.length).toBeGreaterThan(2);
      expect(body.packageGroups).toEqual([...new Set(known.map(({ group }) => group))].sort());
      expect(body.packageGroups.filter((group: string) => !['F1', 'F2'].includes(group))).toEqual([]);
      const domains = (held.needs ?? []) as { needCode: string }[];
      const wanted = (reference.codes('need') as unknown as { id: string; domain: string }[]).filter(({ domain }) =>
        needDomains.includes(domain),
      );
      if ('needs' in held) expect(domains.map(({ needCode }) => needCode).sort()).toEqual(wanted.map((each) => each.id).sort());
      // The day of registration is today, which stands all over a referral: in the package it does not.
      expect(JSON.stringify(held)).not.toMatch(/\d{4}-\d{2}/);
      for (const secret of full.secrets) expect(text).not.toContain(secret);
    },
  );
});

describe('When a package is made', () => {
  it('at sending: what was edited before counts, what is edited after does not', async () => {
    const { id } = await world.aCase(worker);
    await agree(id, partner);
    const referral = await draft(id, partner);
    expect((await worker.get(`/referrals/${referral}`)).body.package).toMatchObject({ language: 'tg', region: 'TJ-SU' });
    expect((await supervisor.get(`/referrals/${referral}`)).body.package).toMatchObject({ language: 'tg' });
    expect((await partner.get(`/referrals/${referral}`)).status).toBe(404);
    await edit(id, { language: 'ru' });
    expect((await worker.post(`/referrals/${referral}/send`)).body.package).toMatchObject({ language: 'ru' });
    await edit(id, { language: 'uz', region: 'TJ-DU' });
    expect((await partner.post(`/referrals/${referral}/accept`)).body.package).toMatchObject({ language: 'ru', region: 'TJ-SU' });
    expect((await worker.get(`/referrals/${referral}`)).body.package).toMatchObject({ language: 'ru' });
  });

  it('and it is sent once, however many press the button', async () => {
    const { id } = await world.aCase(worker);
    await agree(id, partner);
    const referral = await draft(id, partner);
    expect(await atOnce(4, () => worker.post(`/referrals/${referral}/send`))).toEqual([200, 409, 409, 409]);
  });

  it('and then it is frozen, for its sender and in the table itself', async () => {
    const { id } = await world.aCase(worker);
    const { body: consent } = await agree(id, partner);
    const referral = await draft(id, partner);
    const as = ['social-worker', 'p_social_worker'] as const;
    const change = () =>
      rawly(house, worker, as, `UPDATE referral_package SET package = '{"sex": "male"}' WHERE referral_id = $1`, [referral]);
    const swap = () =>
      rawly(house, worker, as, 'UPDATE referral_source SET consent_id = $2 WHERE referral_id = $1', [referral, consent.id]);
    expect([await change(), await swap()]).toMatchObject([{ count: 1 }, { count: 1 }]);
    await worker.post(`/referrals/${referral}/send`);
    expect([await change(), await swap()]).toMatchObject([{ refused: '42501' }, { refused: '42501' }]);
  });
});

describe('Two recipients of one case', () => {
  it('hold nothing by which they could tell that it is one (L29)', async () => {
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const { id } = await world.aCase(worker);
    const ids = (text: string): string[] =>
      text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{4}/g) ?? [];
    const seen: Set<string>[] = [];
    for (const to of [officer, partner]) {
      await agree(id, to);
      const referral = await draft(id, to);
      await worker.post(`/referrals/${referral}/send`);
      const given = { deliveredOn: '2026-03-02', mode: 'phone', attendance: 'attended' };
      const replies = [await to.post(`/referrals/${referral}/accept`), await to.post(`/referrals/${referral}/deliveries`, given)];
      replies.push(await to.get('/referrals?limit=100'), await to.get('/deliveries?limit=100'));
      expect(replies.map(({ status }) => status)).toEqual([200, 201, 200, 200]);
      seen.push(new Set(replies.flatMap(({ text }) => ids(text))));
    }
    expect(Math.min(...seen.map(({ size }) => size))).toBeGreaterThan(4);
    expect([...seen[0]!].filter((each) => seen[1]!.has(each))).toEqual([]);
  });
});

describe('How long a package is readable', () => {
  const readable = async (id: string): Promise<boolean> => (await partner.get(`/referrals/${id}`)).body?.package !== undefined;

  it('not before it is accepted, and never once it is rejected', async () => {
    const { id } = await world.aSentReferral(worker, partner);
    expect(await readable(id)).toBe(false);
    await partner.post(`/referrals/${id}/claim`);
    expect(await readable(id)).toBe(false);
    await partner.post(`/referrals/${id}/reject`, { reason: 'no-capacity' });
    expect(await readable(id)).toBe(false);
  });

  it.each([
    ['the sender', () => worker],
    ['the recipient', () => partner],
  ])('not a moment longer once %s called it off', async (_, by) => {
    const id = await accepted();
    expect(await readable(id)).toBe(true);
    expect((await by().post(`/referrals/${id}/cancel`, { reason: 'need-met' })).status).toBe(200);
    expect(await readable(id)).toBe(false);
    const raw = await rawly(house, partner, ['partner-worker', 'p_partner'], 'SELECT FROM referral_package WHERE referral_id = $1', [id]);
    expect(raw.count).toBe(0);
  });

  it('not at all once it was entered in error: the referral itself is gone', async () => {
    const { id } = await world.aSentReferral(worker, partner);
    await worker.post(`/referrals/${id}/enter-in-error`);
    expect((await partner.get(`/referrals/${id}`)).status).toBe(404);
    expect((await partner.get('/referrals?limit=100')).text).not.toContain(id);
  });

  const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: 1, clientConfirmed: 'yes' };
  it.each([
    ['complete', outcome, 'completed'],
    ['fail', { reason: 'not-reached' }, 'failed'],
  ] as const)('for thirty days after it could be said to %s', async (deed, body, state) => {
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    const id = await accepted();
    expect((await partner.post(`/referrals/${id}/${deed}`, body)).body).toMatchObject({ status: state, packageOpen: true });
    await at(house, '2026-04-01T03:59:00Z');
    expect(await readable(id)).toBe(true);
    await at(house, '2026-04-01T04:00:00Z');
    expect(await readable(id)).toBe(false);
    expect((await partner.get(`/referrals/${id}`)).body).toMatchObject({ status: state, packageOpen: false });
    expect((await worker.get(`/referrals/${id}`)).body.package).toBeDefined();
    expect(await house.rows("SELECT state FROM platform.outbox WHERE kind = 'close-package' AND subject_id = $1", [id])).toEqual([
      { state: 'done' },
    ]);
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
  });
});
