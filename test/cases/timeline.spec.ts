import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordType } from '../../src/access/record.ts';
import { Policy } from '../../src/access/role.ts';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { roles } from '../../src/policy/index.ts';
import { openHouse } from '../support/app.ts';
import { at, keepWhatIsDue } from '../support/promises.ts';
import { aTeam, whileFailing, type Team } from '../support/teams.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
}, 30_000);

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly at: string;
  readonly subjectId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly reason: string | null;
  readonly actorId: string | null;
  readonly actorRole: string;
  readonly actorUnitId: string | null;
  readonly onBehalfOf: string | null;
}

async function timelineOf(who: Someone, id: string, query = 'limit=100'): Promise<Entry[]> {
  const reply = await who.get(`/cases/${id}/timeline?${query}`);
  expect(reply.status).toBe(200);
  return reply.body.items as Entry[];
}

/** In the order in which it happened; what happened in one moment by its name. */
async function storyOf(who: Someone, id: string): Promise<string[]> {
  const entries = await timelineOf(who, id);
  return entries.sort((a, b) => a.at.localeCompare(b.at) || a.kind.localeCompare(b.kind)).map(({ kind }) => kind);
}

const later = (minutes: number): Promise<void> => house.clock.moveTo(new Date(house.clock.now().getTime() + minutes * 60_000));

describe('The timeline of a case', () => {
  it('tells the life of a case, the newest first, with the day of each deed and who did it', async () => {
    const { id } = await world.aCase(team.worker);
    const done: (() => Promise<{ status: number }>)[] = [
      () => team.worker.post(`/cases/${id}/risk`, { risk: 'medium' }),
      () => team.worker.post(`/cases/${id}/assess`),
      () => team.worker.post(`/cases/${id}/phase`, { phase: 'P2', reason: 'The centre has a place' }),
      () => team.worker.post(`/cases/${id}/needs`, { domain: 'education', needCode: 'school-place', severity: 'some' }),
      () => team.worker.post(`/cases/${id}/notes`, { note: 'Met at home.' }),
      () => team.supervisor.post(`/cases/${id}/assign`, { workerId: team.colleague.id }),
      () => team.colleague.post(`/cases/${id}/request-closure`, { reason: 'moved' }),
      () => team.supervisor.post(`/cases/${id}/refuse-closure`),
      () => team.colleague.post(`/cases/${id}/request-closure`, { reason: 'moved' }),
      () => team.supervisor.post(`/cases/${id}/close`),
      () => team.supervisor.post(`/cases/${id}/reopen`),
    ];
    for (const act of done) {
      await later(1);
      expect([200, 201]).toContain((await act()).status);
    }
    const entries = await timelineOf(team.supervisor, id);
    expect(entries.map(({ at: moment }) => moment)).toEqual(
      entries
        .map(({ at: moment }) => moment)
        .sort()
        .reverse(),
    );
    expect(await storyOf(team.colleague, id)).toEqual([
      'registered',
      'risk-set',
      'status-moved',
      'phase-moved',
      'phase-reason',
      'need-added',
      'note-added',
      'assigned',
      'closure-requested',
      'closure-refused',
      'closure-requested',
      'closed',
      'reopened',
    ]);
    const one = (kind: string): Entry => entries.find((entry) => entry.kind === kind)!;
    expect(one('registered')).toMatchObject({ details: {}, subjectId: null, actorId: team.worker.id, actorRole: 'social-worker' });
    expect(one('risk-set').details).toEqual({ risk: 'medium' });
    expect(one('status-moved').details).toEqual({ status: 'assessed' });
    expect(one('assigned')).toMatchObject({
      details: { workerId: team.colleague.id },
      actorId: team.supervisor.id,
      actorRole: 'supervisor',
    });
    expect(one('closure-requested')).toMatchObject({ details: { closureReason: 'moved' }, actorId: team.colleague.id });
    expect(one('need-added').details).toEqual({ domain: 'education', needCode: 'school-place', severity: 'some' });
  });

  it('keeps why the person came into another phase, for those who read notes', async () => {
    const { id } = await world.aCase(team.worker);
    await team.worker.post(`/cases/${id}/phase`, { phase: 'P2', reason: 'Canaryreason' });
    const entries = await timelineOf(team.worker, id);
    const moved = entries.find(({ kind }) => kind === 'phase-moved');
    const why = entries.find(({ kind }) => kind === 'phase-reason');
    expect(moved).toMatchObject({ details: { phase: 'P2' }, reason: null });
    expect(why).toMatchObject({ reason: 'Canaryreason', subjectId: moved?.id, details: {}, at: moved?.at });
    const rows = await house.rows<{ field_group: string }>('SELECT field_group FROM timeline_entry WHERE id = $1', [why?.id]);
    expect(rows).toEqual([{ field_group: 'note.F6' }]);
    for (const table of ['change_log', 'audit.event', 'platform.outbox', 'case_core'])
      expect(await house.rows(`SELECT 1 FROM ${table} t WHERE t::text LIKE '%Canaryreason%'`)).toEqual([]);
  });

  it('says that there is a note, and not what it says', async () => {
    const { id } = await world.aCase(team.worker);
    const note = await team.worker.post(`/cases/${id}/notes`, { note: 'Canarynote' });
    const reply = await team.worker.get(`/cases/${id}/timeline?kind=note-added`);
    expect(reply.body.items).toMatchObject([{ kind: 'note-added', subjectId: note.body.id, details: {}, reason: null }]);
    expect(reply.text).not.toContain('Canarynote');
  });

  it('tells what was agreed, asked of others, given and answered; of another agency the unit, never the person', async () => {
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const { id: caseId } = await world.aCase(team.worker);
    const consent = await team.worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] });
    const ask = { toUnitId: officer.unitId, serviceType: 'school-place', urgency: 'high' };
    const { body: referral } = await team.worker.post(`/cases/${caseId}/referrals`, ask);
    const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: 2, clientConfirmed: 'yes' };
    const given = { deliveredOn: '2026-03-02', mode: 'at-provider', attendance: 'attended', units: 1 };
    for (const [who, path, body] of [
      [team.worker, `/referrals/${referral.id}/send`, undefined],
      [officer, `/referrals/${referral.id}/see`, undefined],
      [officer, `/referrals/${referral.id}/claim`, undefined],
      [officer, `/referrals/${referral.id}/accept`, undefined],
      [officer, `/referrals/${referral.id}/hold`, { reason: 'waiting-list' }],
      [officer, `/referrals/${referral.id}/resume`, undefined],
      [officer, `/referrals/${referral.id}/deliveries`, given],
      [officer, `/referrals/${referral.id}/complete`, outcome],
      [team.worker, `/consents/${consent.body.id}/withdraw`, undefined],
    ] as const) {
      await later(1);
      const reply = await who.post(path, body);
      expect([path, reply.status]).toEqual([path, path.endsWith('deliveries') ? 201 : 200]);
    }
    expect(await storyOf(team.worker, caseId)).toEqual([
      'consent-recorded',
      'referral-drafted',
      'registered',
      'referral-sent',
      'referral-accepted',
      'referral-on-hold',
      'referral-resumed',
      'delivery-logged',
      // What nobody logged before comes with the outcome.
      'delivery-logged',
      'referral-completed',
      'consent-withdrawn',
    ]);
    const entries = await timelineOf(team.supervisor, caseId);
    const answered = entries.filter(({ kind }) => /referral-(accepted|on-hold|resumed|completed)|delivery/.test(kind));
    expect(answered).toHaveLength(6);
    for (const entry of answered)
      expect(entry).toMatchObject({ actorRole: 'system', actorId: null, onBehalfOf: null, actorUnitId: officer.unitId });
    expect(JSON.stringify(entries)).not.toContain(officer.id);
    expect(entries.find(({ kind }) => kind === 'referral-completed')).toMatchObject({
      subjectId: referral.id,
      details: { serviceType: 'school-place', outcomeCode: 'provided' },
    });
    expect(entries.find(({ kind }) => kind === 'referral-sent')).toMatchObject({
      onBehalfOf: team.worker.id,
      actorUnitId: team.worker.unitId,
    });
    // The recipient, of whom all this is told, is told nothing of it.
    for (const what of ['timeline', 'history']) expect((await officer.get(`/cases/${caseId}/${what}`)).status).toBe(404);
  });

  it('tells that a consent taken back called off what was asked on it', async () => {
    const { caseId, consentId } = await world.aSentReferral(team.worker, team.partner);
    await later(1);
    await team.worker.post(`/consents/${consentId}/withdraw`);
    const [last, before] = await timelineOf(team.worker, caseId);
    const kinds = [last?.kind, before?.kind].sort();
    expect(kinds).toEqual(['consent-withdrawn', 'referral-cancelled']);
    const cancelled = [last, before].find((entry) => entry?.kind === 'referral-cancelled');
    expect(cancelled).toMatchObject({ details: { reason: 'consent-withdrawn' }, actorRole: 'system', onBehalfOf: team.worker.id });
  });

  it('tells the worker of a sealed case who sealed it, and the supervisor nothing until the seal is lifted', async () => {
    const { id } = await world.aCase(team.worker);
    await later(1);
    expect((await team.supervisor.post(`/cases/${id}/seal`, { reason: 'relative-in-team' })).status).toBe(204);
    expect((await team.supervisor.get(`/cases/${id}/timeline`)).status).toBe(404);
    const [sealed] = await timelineOf(team.worker, id);
    expect(sealed).toMatchObject({ kind: 'sealed', details: {}, onBehalfOf: team.supervisor.id });
    await later(1);
    await team.worker.post(`/cases/${id}/unseal`);
    expect(await storyOf(team.supervisor, id)).toEqual(['registered', 'sealed', 'unsealed']);
  });

  it('tells that a consent ran out', async () => {
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    const { id } = await world.aCase(team.worker);
    const consent = await team.worker.post(`/cases/${id}/consents`, { ...newConsent, recipientIds: [team.partner.agencyId] });
    await house.clock.moveTo(new Date(`${String(consent.body.validTo)}T23:00:00Z`));
    await house.app.get(Sweep, { strict: false }).run();
    await keepWhatIsDue(house);
    const [expired] = await timelineOf(team.worker, id, 'kind=consent-expired');
    expect(expired).toMatchObject({ subjectId: consent.body.id, details: {}, actorRole: 'system', onBehalfOf: null });
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
  });

  it('tells who was contacted in time, and what nobody did in time', async () => {
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    const { id } = await world.aCase(team.worker);
    await at(house, '2026-03-11T04:00:00Z');
    const [missed] = await timelineOf(team.worker, id);
    expect(missed).toMatchObject({ kind: 'follow-up-missed', at: '2026-03-11T04:00:00.000Z', details: { dueOn: '2026-03-10' } });
    expect(missed).toMatchObject({ actorRole: 'system', actorId: null, onBehalfOf: null, actorUnitId: null });
    await later(60);
    expect((await team.worker.post(`/follow-ups/${missed?.subjectId}/complete`, { result: 'reached-well' })).status).toBe(200);
    const [completed] = await timelineOf(team.worker, id);
    // How it went is of another group than that it was: it stands in the follow-up itself.
    expect(completed).toMatchObject({ kind: 'follow-up-completed', details: { doneOn: '2026-03-11' }, actorId: team.worker.id });
  });

  it('tells that a judgement of danger became too old, by the clock', async () => {
    const { id } = await world.aCase(team.worker);
    await team.worker.post(`/cases/${id}/risk`, { risk: 'low' });
    await later(60 * 24 * 92);
    await house.app.get(Sweep, { strict: false }).run();
    await keepWhatIsDue(house);
    const expired = (await timelineOf(team.worker, id)).filter(({ kind }) => kind === 'risk-expired');
    expect(expired).toMatchObject([{ actorRole: 'system', actorId: null, onBehalfOf: null, details: {} }]);
  });

  it('can be asked for one kind of deed, and is told page by page', async () => {
    const { id } = await world.aCase(team.worker);
    for (const risk of ['low', 'medium', 'high']) {
      await later(1);
      await team.worker.post(`/cases/${id}/risk`, { risk });
    }
    expect((await timelineOf(team.worker, id, 'kind=risk-set')).map(({ details }) => details.risk)).toEqual(['high', 'medium', 'low']);
    expect(await timelineOf(team.worker, id, 'kind=registered,reopened')).toHaveLength(1);
    const told: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = await team.worker.get(`/cases/${id}/timeline?limit=1${next === '' ? '' : `&after=${next}`}`);
      told.push(...(page.body.items as Entry[]).map((entry) => entry.id));
      next = page.body.next as string | null;
    }
    expect(told).toEqual((await timelineOf(team.worker, id)).map((entry) => entry.id));
  });

  it('is undone with the deed, and the deed with it', async () => {
    const { id } = await world.aCase(team.worker);
    const before = await timelineOf(team.worker, id);
    expect((await whileFailing(house, 'follow_up', () => team.worker.post(`/cases/${id}/risk`, { risk: 'low' }))).status).toBe(500);
    expect((await whileFailing(house, 'timeline_entry', () => team.worker.post(`/cases/${id}/assess`))).status).toBe(500);
    expect(await timelineOf(team.worker, id)).toEqual(before);
    expect((await team.worker.get(`/cases/${id}`)).body).toMatchObject({ risk: 'unknown', status: 'registered' });
  });

  it('holds codes of one field group only, under the names of its fields, and kinds with words', async () => {
    const records = new Map(new Policy(roles).records().map((record): [string, RecordType] => [record.name, record]));
    const kinds = shippedReference().ids('timeline-kind');
    const rows = await house.rows<{ kind: string; field_group: string; details: object; reason: string | null }>(
      'SELECT DISTINCT kind, field_group, details, reason FROM timeline_entry',
    );
    expect(new Set(rows.map(({ kind }) => kind)).size).toBeGreaterThan(20);
    for (const { kind, field_group, details, reason } of rows) {
      const [name = '', group] = field_group.split('.');
      const fields = [...(records.get(name)?.fields.values() ?? [])].filter((field) => field.group === group).map((field) => field.name);
      const beyond = Object.keys(details).filter((each) => !fields.includes(each));
      expect({ kind, known: kinds.includes(kind), fields: fields.length > 0, beyond }).toEqual({
        kind,
        known: true,
        fields: true,
        beyond: [],
      });
      expect({ kind, reason: reason === null }).toEqual({ kind, reason: kind !== 'phase-reason' });
    }
  });
});
