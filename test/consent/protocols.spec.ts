import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { protocolLifecycle } from '../../src/modules/consent/protocol.lifecycle.ts';
import { sharedGroups, shippedReference } from '../../src/platform/shipped-reference.ts';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { awaiting, newTask } from '../support/tasks.ts';
import { atOnce } from '../support/teams.ts';
import { newConsent, World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const today = '2026-03-02';

let worker: Someone;
let supervisor: Someone;
let officer: Someone;
let administrator: Someone;
let privacyOfficer: Someone;
let auditor: Someone;
let stranger: Someone;
beforeAll(async () => {
  await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
  worker = await world.someone('social-worker');
  supervisor = await world.someone('supervisor', worker);
  officer = await world.someone('ministry-officer', await world.aUnit('health'));
  administrator = await world.someone('administrator');
  privacyOfficer = await world.someone('privacy-officer');
  auditor = await world.someone('auditor');
  stranger = await world.someone('ministry-officer', await world.aUnit('education'));
}, 30_000);
/** Every test begins between two agencies that have agreed on nothing. */
beforeEach(() => house.rows('DELETE FROM sharing_protocol WHERE $1 IN (from_agency_id, to_agency_id)', [worker.agencyId]));

const signed = () => ({
  ...{ fromAgencyId: worker.agencyId, toAgencyId: officer.agencyId, purposes: ['share', 'health'], groups: ['F1', 'F2', 'F3a', 'F5'] },
  ...{ legalBasis: 'public-task', signedFromId: supervisor.id, signedToId: officer.id, breachContactId: officer.id },
  ...{ validFrom: '2026-03-01', validTo: '2026-12-31' },
});
const propose = (more: object = {}, who = administrator): Promise<Reply> => who.post('/protocols', { ...signed(), ...more });
async function approve(id: string, who = privacyOfficer): Promise<Reply> {
  const { headers } = await who.get(`/protocols/${id}`);
  return who.post(`/protocols/${id}/approve`, {}, { 'if-match': String(headers.etag) });
}
/** A protocol in force. */
async function agreed(more: object = {}): Promise<string> {
  const { body } = await propose(more);
  expect((await approve(body.id as string)).status).toBe(200);
  return body.id as string;
}
/** A case whose people agreed to everything. */
async function aCase(): Promise<string> {
  const { id } = await world.aCase(worker);
  await worker.post(`/cases/${id}/protection`, { safeContact: 'in-person-only', protectionRiskReasons: ['neglect'] });
  await worker.post(`/cases/${id}/needs`, { domain: 'health', needCode: 'health-check', severity: 'some' });
  await worker.post(`/cases/${id}/consents`, { ...newConsent, recipientIds: [officer.agencyId] });
  return id;
}
const refer = (caseId: string, more: object = {}): Promise<Reply> =>
  worker.post(`/cases/${caseId}/referrals`, { toUnitId: officer.unitId, serviceType: 'health-check', urgency: 'normal', ...more });
/** A screening, given to the officer's unit in place of the one that waits for it. */
async function give(caseId: string): Promise<Reply> {
  const [waiting] = (await worker.get(`/tasks?caseId=${caseId}&template=T-08&status=waiting`)).body.items as { id: string }[];
  if (waiting !== undefined) await worker.post(`/tasks/${waiting.id}/drop`, { reason: 'not-applicable' });
  return worker.post(`/cases/${caseId}/tasks`, { ...newTask, template: 'T-08', toUnitId: officer.unitId });
}
const send = (id: string): Promise<Reply> => worker.post(`/referrals/${id}/send`);
const told = ({ status, body }: Reply): unknown[] => [status, body.type ?? body.status];
const missing = [409, '/problems/protocol-missing'];

describe('A protocol', () => {
  it('is proposed by the administrator, approved by the privacy officer, and ended by either', async () => {
    const { status, body } = await propose();
    expect([status, body]).toMatchObject([201, { ...signed(), status: 'draft', proposedById: administrator.id, approvedById: null }]);
    expect((await approve(body.id as string)).body).toMatchObject({ status: 'active', approvedById: privacyOfficer.id });
    expect((await privacyOfficer.post(`/protocols/${body.id}/end`)).body).toMatchObject({ status: 'ended', endedOn: today });
    const dropped = await propose();
    expect((await administrator.post(`/protocols/${dropped.body.id}/end`)).body).toMatchObject({ status: 'ended', approvedById: null });
  });

  it('is seen by whoever keeps, judges or checks it and by the two agencies, and by nobody else', async () => {
    const id = await agreed();
    for (const who of [administrator, privacyOfficer, auditor, worker, supervisor, officer])
      expect([who.login, (await who.get(`/protocols/${id}`)).status]).toEqual([who.login, 200]);
    expect((await stranger.get(`/protocols/${id}`)).status).toBe(404);
    expect((await stranger.get(`/protocols?fromAgencyId=${worker.agencyId}`)).body.items).toEqual([]);
    for (const role of ['coordinator'])
      expect((await (await world.someone(role, await world.aUnit('coordination'))).get(`/protocols/${id}`)).status).toBe(404);
  });

  const roles = ['social-worker', 'supervisor', 'ministry-officer', 'administrator', 'privacy-officer', 'auditor'] as const;
  const may: Readonly<Record<string, readonly string[]>> = {
    approve: ['privacy-officer'],
    end: ['administrator', 'privacy-officer'],
  };
  describe.each(protocolLifecycle.states())('in the state %s', (state) => {
    it.each(roles)('answers a %s as law and lifecycle say', async (role) => {
      const who = {
        administrator,
        auditor,
        supervisor,
        'social-worker': worker,
        'ministry-officer': officer,
        'privacy-officer': privacyOfficer,
      }[role];
      for (const deed of protocolLifecycle.moves()) {
        const id = await agreed();
        await house.rows('UPDATE sharing_protocol SET status = $2, approved_by_id = NULL WHERE id = $1', [id, state]);
        const { headers, body: before } = await who.get(`/protocols/${id}`);
        const reply = await who.post(`/protocols/${id}/${deed}`, {}, { 'if-match': String(headers.etag) });
        const isOpen = protocolLifecycle.movesFrom(state).includes(deed);
        expect([deed, reply.status]).toEqual([deed, !may[deed]!.includes(role) ? 403 : isOpen ? 200 : 409]);
        expect(before.meta.can.includes(deed)).toBe(reply.status === 200);
        if (reply.status === 409) expect(reply.body.title).not.toContain('problem.');
      }
    });
  });

  it('is proposed by the administrator alone', async () => {
    for (const who of [worker, supervisor, officer, privacyOfficer, auditor]) expect((await propose({}, who)).status).toBe(403);
  });

  it('is approved by another person than who proposed it', async () => {
    const { body } = await propose();
    await house.rows('UPDATE sharing_protocol SET proposed_by_id = $2 WHERE id = $1', [body.id, privacyOfficer.id]);
    expect((await approve(body.id as string)).status).toBe(403);
    expect(await house.rows('SELECT status FROM sharing_protocol WHERE id = $1', [body.id])).toEqual([{ status: 'draft' }]);
  });

  it('is approved as it was read, once', async () => {
    const { body } = await propose();
    const { headers } = await privacyOfficer.get(`/protocols/${body.id}`);
    const press = (): Promise<Reply> => privacyOfficer.post(`/protocols/${body.id}/approve`, {}, { 'if-match': String(headers.etag) });
    expect((await privacyOfficer.post(`/protocols/${body.id}/approve`)).status).toBe(428);
    await house.rows(`UPDATE sharing_protocol SET groups = '{F1,F2,F3b}' WHERE id = $1`, [body.id]);
    const late = await press();
    expect([late.status, late.body.current]).toEqual([412, { groups: ['F1', 'F2', 'F3b'] }]);
    await house.rows(`UPDATE sharing_protocol SET groups = $2 WHERE id = $1`, [body.id, signed().groups]);
    expect(await atOnce(3, press)).toEqual([200, 409, 409]);
  });

  it.each([
    ['between an agency and itself', () => ({ toAgencyId: worker.agencyId }), 'toAgencyId', 'same-agency'],
    ['with nobody', () => ({ toAgencyId: worker.id }), 'toAgencyId', 'unknown-agency'],
    ['from nobody', () => ({ fromAgencyId: worker.id }), 'fromAgencyId', 'unknown-agency'],
    ['without sharing as a purpose', () => ({ purposes: ['health'] }), 'purposes', 'share-needed'],
    ['for no purpose', () => ({ purposes: [] }), 'purposes', 'too-few-codes'],
    ['on groups that nobody ever gets', () => ({ groups: ['F6'] }), 'groups', 'not-a-code'],
    ['on nothing', () => ({ groups: [] }), 'groups', 'too-few-codes'],
    ['on no basis that is known', () => ({ legalBasis: 'habit' }), 'legalBasis', 'not-a-code'],
    ['that ends before it begins', () => ({ validTo: '2026-02-28' }), 'validTo', 'before-it-begins'],
    ['that is over', () => ({ validFrom: '2026-01-01', validTo: '2026-03-01' }), 'validTo', 'in-the-past'],
    ['signed by the wrong side', () => ({ signedFromId: officer.id }), 'signedFromId', 'not-of-that-agency'],
    ['signed for the other side by a stranger', () => ({ signedToId: stranger.id }), 'signedToId', 'not-of-that-agency'],
    [
      'whose contact does not answer for what was received',
      () => ({ breachContactId: worker.id }),
      'breachContactId',
      'not-of-that-agency',
    ],
  ])('is refused %s', async (_, more, field, code) => {
    const { status, body } = await propose(more());
    expect([status, body.errors]).toMatchObject([400, [{ field, code }]]);
  });

  it('is refused with an agency that receives nothing', async () => {
    const { agencyId } = await world.aUnit('coordination');
    expect((await propose({ toAgencyId: agencyId })).body.errors).toMatchObject([{ field: 'toAgencyId', code: 'receives-nothing' }]);
  });
});

describe('Without a protocol in force', () => {
  const notCovering: readonly [string, () => Promise<unknown>][] = [
    ['none at all', async () => undefined],
    ['one that nobody has approved', () => propose()],
    ['one that has ended', async () => administrator.post(`/protocols/${await agreed()}/end`)],
    ['one that begins tomorrow', () => agreed({ validFrom: '2026-03-03' })],
    [
      'one whose last day was yesterday',
      async () =>
        house.rows(`UPDATE sharing_protocol SET valid_from = '2026-01-01', valid_to = '2026-03-01' WHERE id = $1`, [await agreed()]),
    ],
    ['one for another purpose', () => agreed({ purposes: ['share', 'mhpss'] })],
    [
      'one in the other direction',
      () =>
        agreed({
          ...{ fromAgencyId: officer.agencyId, toAgencyId: worker.agencyId },
          ...{ signedFromId: officer.id, signedToId: worker.id, breachContactId: worker.id },
        }),
    ],
    ['one with another agency', () => agreed({ toAgencyId: stranger.agencyId, signedToId: stranger.id, breachContactId: stranger.id })],
  ];

  it.each(notCovering)('no referral is prepared, asked about or sent, and no task given: %s', async (_, settle) => {
    const caseId = await aCase();
    const first = await agreed();
    const draft = (await refer(caseId)).body.id as string;
    const sensitive = (await refer(caseId, { oneOff: ['case_protection.safe_contact'], duplicateReason: 'more-of-it' })).body.id as string;
    const task = await give(caseId);
    expect(task.status).toBe(201);
    await awaiting(house, task.body.id as string);
    await privacyOfficer.post(`/protocols/${first}/end`);
    await settle();
    expect(told(await refer(caseId, { duplicateReason: 'more-of-it' }))).toEqual(missing);
    expect(told(await send(draft))).toEqual(missing);
    expect(told(await worker.post(`/referrals/${sensitive}/request-approval`))).toEqual(missing);
    expect(told(await worker.post(`/tasks/${task.body.id}/release`))).toEqual(missing);
    expect(told(await supervisor.post(`/tasks/${task.body.id}/release`))).toEqual(missing);
    expect(told(await give(await aCase()))).toEqual(missing);
    expect((await worker.get(`/referrals/${draft}`)).body).toMatchObject({ status: 'draft', sentAt: null });
    await agreed();
    expect((await send(draft)).body.status).toBe('sent');
    expect((await worker.post(`/tasks/${task.body.id}/release`)).body.status).toBe('open');
  });

  it('the refusal says what is missing and what to do', async () => {
    const { body } = await refer(await aCase());
    expect(body).toMatchObject({ purposes: ['share', 'health'], detail: expect.stringContaining('Ask an administrator to propose one') });
  });

  it('within one agency nothing has to be agreed on', async () => {
    const desk = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Desk', 'TJ-SU') RETURNING id`,
      [worker.agencyId],
    );
    const { id } = await world.aCase(worker);
    await worker.post(`/cases/${id}/consents`, { ...newConsent, recipientIds: [worker.agencyId] });
    const made = await refer(id, { toUnitId: desk[0]!.id, serviceType: 'social-benefit' });
    expect((await send(made.body.id as string)).body.status).toBe('sent');
  });

  it('on its first and its last day, where the case is looked after, a protocol holds', async () => {
    const caseId = await aCase();
    await agreed({ validFrom: today, validTo: today });
    const draft = (await refer(caseId)).body.id as string;
    // In Dushanbe the second of March ends at 19:00 UTC.
    await house.clock.moveTo(new Date('2026-03-02T19:00:00Z'));
    expect(told(await send(draft))).toEqual(missing);
    await house.clock.moveTo(new Date('2026-03-02T18:59:00Z'));
    expect((await send(draft)).body.status).toBe('sent');
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
  });
});

describe('What the agencies agreed on', () => {
  it('is all that a package holds; the sender sees beforehand what is in', async () => {
    const caseId = await aCase();
    await agreed({ groups: ['F1'] });
    const { body } = await refer(caseId);
    expect([body.packageGroups, Object.keys(body.package as object)]).toEqual([['F1'], expect.not.arrayContaining(['needs'])]);
    expect((await send(body.id as string)).body.packageGroups).toEqual(['F1']);
    expect((await officer.post(`/referrals/${body.id}/accept`)).body).toMatchObject({ packageGroups: ['F1'], package: { sex: 'female' } });
  });

  it('may stand in several protocols, each for the purpose', async () => {
    const caseId = await aCase();
    await agreed({ groups: ['F2'] });
    await agreed({ groups: ['F1'], purposes: ['share', 'health', 'mhpss'] });
    await agreed({ groups: ['F5'], purposes: ['share'] });
    expect((await refer(caseId)).body.packageGroups).toEqual(['F1', 'F2']);
    expect(told(await refer(caseId, { oneOff: ['case_protection.safe_contact'], duplicateReason: 'more-of-it' }))).toEqual([
      409,
      '/problems/protocol-forbids',
    ]);
  });

  it('refuses by name the fields that a sender adds one by one, also once it says so later', async () => {
    const caseId = await aCase();
    const oneOff = ['case_protection.safe_contact'];
    const wide = await agreed();
    const draft = (await refer(caseId, { oneOff })).body.id as string;
    await administrator.post(`/protocols/${wide}/end`);
    await agreed({ groups: ['F1', 'F2'] });
    for (const reply of [
      await refer(caseId, { oneOff, duplicateReason: 'more-of-it' }),
      await worker.post(`/referrals/${draft}/request-approval`),
      await send(draft),
    ])
      expect([reply.status, reply.body]).toMatchObject([409, { type: '/problems/protocol-forbids', fields: oneOff }]);
    expect(await house.rows('SELECT status FROM referral WHERE id = $1', [draft])).toEqual([{ status: 'draft' }]);
  });

  it('narrows what is shared for a task', async () => {
    const caseId = await aCase();
    await agreed({ groups: ['F2'] });
    const { body } = await give(caseId);
    expect(body.packageGroups).toEqual(['F2']);
  });

  it('holds to its own end what was sent before it ended', async () => {
    const caseId = await aCase();
    const id = await agreed();
    const { body } = await refer(caseId);
    await send(body.id as string);
    await privacyOfficer.post(`/protocols/${id}/end`);
    expect((await officer.post(`/referrals/${body.id}/accept`)).body).toMatchObject({ status: 'accepted', package: { sex: 'female' } });
  });

  it('is nobody’s to end in the middle of a sending: one of the two waits', async () => {
    const ids = [];
    for (let n = 0; n < 3; n++) ids.push({ caseId: await aCase() });
    const id = await agreed();
    const drafts = [];
    for (const { caseId } of ids) drafts.push((await refer(caseId)).body.id as string);
    const replies = await Promise.all([...drafts.map((draft) => send(draft)), administrator.post(`/protocols/${id}/end`)]);
    expect(replies.at(-1)!.status).toBe(200);
    for (const reply of replies.slice(0, -1)) expect([200, 409]).toContain(reply.status);
  });
});

describe('By plain statements', () => {
  const as = ['social-worker', 'p_social_worker'] as const;
  const draftOf = async (): Promise<string> => (await refer(await aCase())).body.id as string;
  const sending = (at: string) => `UPDATE referral SET status = 'sent', sent_at = ${at} WHERE id = $1`;
  const refused = async (text: string, id: string): Promise<string | null> => (await rawly(house, worker, as, text, [id])).refused;

  it('nothing is sent without a protocol on that day, nor more than it lets through', async () => {
    const id = await agreed();
    const draft = await draftOf();
    expect(await refused(sending(`'2026-03-02T04:00:00Z'`), draft)).toBeNull();
    expect(await refused(sending('NULL'), draft)).toBe('42501');
    for (const day of ['2026-02-01', '2027-02-01'])
      expect([day, await refused(sending(`'${day}T04:00:00Z'`), draft)]).toEqual([day, '42501']);
    for (const sets of [
      `groups = '{F1}'`,
      `status = 'draft'`,
      `status = 'ended'`,
      `from_agency_id = to_agency_id, to_agency_id = from_agency_id`,
    ]) {
      await house.rows(`UPDATE sharing_protocol SET ${sets} WHERE id = $1`, [id]);
      expect([sets, await refused(sending(`'2026-03-02T04:00:00Z'`), draft)]).toEqual([sets, '42501']);
      await house.rows(`UPDATE sharing_protocol SET groups = $2, status = 'active', from_agency_id = $3, to_agency_id = $4 WHERE id = $1`, [
        ...[id, sharedGroups(), worker.agencyId, officer.agencyId],
      ]);
    }
    expect(await refused(sending(`'2026-03-02T04:00:00Z'`), draft)).toBeNull();
  });

  it('nothing is sent at another time than it is, where everybody goes by the real clock', async () => {
    const before = house.clock.now();
    await house.clock.moveTo(new Date());
    await agreed();
    const draft = await draftOf();
    expect(await refused(sending(`now() - interval '1 day'`), draft)).toBeNull();
    await house.rows('UPDATE platform.demonstration_clock SET is_real = true');
    try {
      for (const other of [`now() - interval '6 minutes'`, `now() + interval '6 minutes'`, `'2026-03-02T04:00:00Z'`, 'NULL'])
        expect([other, await refused(sending(other), draft)]).toEqual([other, '42501']);
      for (const near of ['now()', `now() - interval '4 minutes'`])
        expect([near, await refused(sending(near), draft)]).toEqual([near, null]);
    } finally {
      await house.rows('UPDATE platform.demonstration_clock SET is_real = false');
      await house.clock.moveTo(before);
    }
  });

  it('nothing is shared for a task either', async () => {
    const id = await agreed();
    const caseId = await aCase();
    const { body } = await give(caseId);
    await house.rows('DELETE FROM task_package WHERE task_id = $1', [body.id]);
    const share = `INSERT INTO task_package (task_id, package, package_groups, owner_unit_id, open, unit_id, supervisor_unit_id, sealed)
      SELECT id, '{"sex": "female"}', '{F1}', owner_unit_id, false, owner_unit_id, owner_unit_id, false FROM task WHERE id = $1`;
    expect(await refused(share, body.id as string)).toBeNull();
    await house.rows(`UPDATE sharing_protocol SET status = 'ended' WHERE id = $1`, [id]);
    expect(await refused(share, body.id as string)).toBe('42501');
  });

  it('nobody puts a protocol into force alone, changes one, brings one back, or ends one that is not theirs to end', async () => {
    const { body } = await propose();
    const id = body.id as string;
    const by = async (who: Someone, [role, persona]: Parameters<typeof rawly>[2], sets: string): Promise<string | null> =>
      (await rawly(house, who, [role, persona], `UPDATE sharing_protocol SET ${sets} WHERE id = $1 RETURNING 1`, [id])).refused;
    const admin = ['administrator', 'p_admin'] as const;
    const privacy = ['privacy-officer', 'p_privacy'] as const;
    const given = `status = 'active', approved_by_id = '${privacyOfficer.id}'`;
    expect(await by(administrator, admin, given)).toBe('42501');
    expect(await by(administrator, admin, `status = 'active', approved_by_id = '${administrator.id}'`)).toBe('42501');
    expect(await by(privacyOfficer, privacy, `status = 'active', approved_by_id = '${administrator.id}'`)).toBe('42501');
    expect(await by(privacyOfficer, privacy, `status = 'active'`)).toBe('42501');
    expect(await by(privacyOfficer, privacy, given)).toBeNull();
    expect(await by(privacyOfficer, privacy, `status = 'ended'`)).toBe('42501');
    for (const sets of [`groups = '{F3b}'`, `valid_to = '2039-01-01'`, `proposed_by_id = '${supervisor.id}'`, `purposes = '{share}'`])
      for (const [who, role] of [
        [administrator, admin],
        [privacyOfficer, privacy],
      ] as const)
        expect([sets, await by(who, role, sets)]).toEqual([sets, '42501']);
    expect(await by(worker, as, `status = 'ended', ended_on = '2026-03-02'`)).toBe('42501');
    expect(await by(worker, as, 'version = 9')).toBe('42501');
    await approve(id);
    await privacyOfficer.post(`/protocols/${id}/end`);
    expect(await by(privacyOfficer, privacy, `status = 'active', ended_on = NULL`)).toBe('42501');
    const born = `INSERT INTO sharing_protocol SELECT (json_populate_record(p, json_build_object('id', gen_random_uuid()))).* FROM sharing_protocol p WHERE id = $1`;
    expect((await rawly(house, administrator, admin, born, [id])).refused).toBe('42501');
  });
});

it('Every purpose that a service or a task asks for can be agreed on', () => {
  const reference = shippedReference();
  const known = reference.ids('consent-scope');
  const asked = [
    ...reference.codes('service-type').flatMap(({ consentScopes }) => consentScopes),
    ...reference.taskTemplates.flatMap(({ consent }) => consent),
  ];
  expect(asked.filter((scope) => !known.includes(scope))).toEqual([]);
  for (const { consentScopes } of reference.codes('service-type')) expect(consentScopes).toContain('share');
});
