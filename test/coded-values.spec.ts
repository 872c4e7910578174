import { beforeAll, describe, expect, it } from '@jest/globals';
import { Sweep } from '../src/platform/jobs/sweep.ts';
import { shippedReference } from '../src/platform/shipped-reference.ts';
import { openHouse } from './support/app.ts';
import { everySensitiveDeed } from './support/care.ts';
import { coded, free, reasonsOf } from './support/coded-columns.ts';
import { everyDeliveryDeed, madeLate } from './support/deliveries.ts';
import { at, keepWhatIsDue } from './support/promises.ts';
import { everyDirectoryDeed } from './support/services.ts';
import { aSlip } from './support/slips.ts';
import { aHandler, nice, printed, say } from './support/feedback.ts';
import { aFullDesk, aGivenTask, awaiting, everyTaskDeed, walked } from './support/tasks.ts';
import { aTeam, type Team } from './support/teams.ts';
import { World, newConsent, type Someone } from './support/world.ts';

const house = openHouse({ webhooksToLoopback: true });
const world = new World(house);
const facts = {
  ...{ householdBand: '2-3', roles: ['child'], origin: 'abroad', preferredWorkerSex: 'female', district: 'Rudaki', priority: 'high' },
};
const situation = { careArrangement: 'kinship-care', schoolState: 'enrolled', livelihoodState: 'no-income', housingState: 'rented' };
const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', noUnitsReason: 'continuing', clientConfirmed: 'yes' };
const delivery = { deliveredOn: '2026-03-02', mode: 'phone', attendance: 'attended', durationBand: '31-60-minutes' };
let team: Team;

/** Does what must succeed. */
async function did(who: Someone, path: string, body: object = {}): Promise<string> {
  const reply = await who.post(path, body);
  if (reply.status >= 300) throw new Error(`${path}: ${reply.text}`);
  return (reply.body as { id?: string } | null)?.id ?? '';
}
async function changed(path: string, edit: object): Promise<void> {
  const { headers } = await team.worker.get(path);
  expect((await team.worker.patch(path, edit, { 'if-match': String(headers.etag) })).status).toBe(200);
}
const close = async (id: string): Promise<void> => {
  await did(team.worker, `/cases/${id}/request-closure`, { reason: 'goals-met' });
  await did(team.supervisor, `/cases/${id}/close`);
};

/** Everything that people can do to a case and its rows, and the clock to both. */
async function everyDeed(): Promise<void> {
  const { worker, supervisor, partner } = team;
  const { id } = await world.aCase(worker, facts);
  await changed(`/cases/${id}`, situation);
  const need = await did(worker, `/cases/${id}/needs`, { domain: 'health', needCode: 'health-check', severity: 'some' });
  await changed(`/needs/${need}`, { severity: 'urgent', status: 'met' });
  await did(worker, `/cases/${id}/notes`, { note: 'Met at the centre.' });
  await did(worker, `/cases/${id}/risk`, { risk: 'low' });
  await did(worker, `/cases/${id}/phase`, { phase: 'P2', reason: 'Settled in.' });
  for (const move of ['assess', 'plan', 'activate', 'review', 'hold', 'resume']) await did(worker, `/cases/${id}/${move}`);
  const followUp = (await worker.get(`/follow-ups?type=contact&caseId=${id}`)).body.items[0].id as string;
  await did(worker, `/follow-ups/${followUp}/reschedule`, { dueOn: '2026-03-17', reason: 'person-away' });
  await did(worker, `/follow-ups/${followUp}/complete`, {
    result: 'reached-well',
    childViews: 'not-asked',
    childViewsReason: 'not-present',
  });
  const { id: over } = await world.aCase(worker);
  await did(worker, `/cases/${over}/consents`, { ...newConsent, scopes: ['case-work', 're-contact'], textVersion: 'case-work/v1' });
  await close(over);
  const [check] = (await worker.get(`/follow-ups?type=post-closure-check&caseId=${over}`)).body.items as { id: string }[];
  await did(worker, `/follow-ups/${check!.id}/complete`, { result: 'reached-well', safe: 'yes', settled: 'yes', wantsHelp: 'no' });
  await did(worker, '/mail-hours', { delivery: 'at-once' });
  const sealed = await world.aCase(worker);
  await did(supervisor, `/cases/${sealed.id}/seal`, { reason: 'safety' });
  await close(id);
  await did(supervisor, `/cases/${id}/reopen`);
  await close((await world.aCase(worker)).id);

  const after: readonly (readonly [who: Someone, ...steps: (readonly [string, object?])[]])[] = [
    [partner, ['reject', { reason: 'no-capacity' }]],
    [partner, ['accept'], ['hold', { reason: 'waiting-list' }]],
    [partner, ['accept'], ['deliveries', delivery], ['complete', outcome]],
    [partner, ['accept'], ['fail', { reason: 'not-reached' }]],
    [partner, ['cancel', { reason: 'provider-stopped' }]],
    [worker, ['cancel', { reason: 'need-met' }]],
    [worker, ['enter-in-error']],
  ];
  for (const [who, ...steps] of after) {
    const referral = await world.aSentReferral(worker, partner);
    for (const [step, body] of steps) await did(who, `/referrals/${referral.id}/${step}`, body);
  }
  const supervisors = await world.aSentReferral(worker, partner);
  await did(supervisor, `/referrals/${supervisors.id}/recall`, { reason: 'not-answered' });
  await did(worker, `/referrals/${supervisors.id}/next-step`, { nextStep: 'own-team-helps' });
  const gone = await world.aSentReferral(worker, partner);
  const [elsewhereThere] = await house.rows<{ id: string }>(
    `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Beside', 'TJ-SU') RETURNING id`,
    [partner.agencyId],
  );
  await world.someone('partner-worker', { unitId: elsewhereThere!.id, agencyId: partner.agencyId });
  await did(partner, `/referrals/${gone.id}/messages`, { subject: 'access' });
  await did(worker, `/referrals/${gone.id}/messages`, { subject: 'answer', text: 'A ramp.' });
  await did(worker, `/referrals/${gone.id}/re-route`, { toUnitId: elsewhereThere!.id, rerouteReason: 'nearer' });
  const { slip } = await aSlip(world, house, worker);
  await did(supervisor, `/referral-slips/${slip.id}/record-acceptance`, { answerCode: slip.code });
  const wrong = await aSlip(world, house, worker);
  await did(supervisor, `/referral-slips/${wrong.slip.id}/record-acceptance`, { answerCode: wrong.slip.code });
  await did(supervisor, `/referral-slips/${wrong.slip.id}/record-completion`, {
    ...{ outcomeCode: 'provided', outcomeOn: outcome.outcomeOn, outcomeUnits: 1, clientConfirmed: 'yes', answerCode: wrong.slip.code },
  });
  const [told] = await house.rows<{ id: string }>('SELECT id FROM delivery WHERE referral_id = $1', [wrong.referral.id]);
  await did(worker, `/deliveries/${told!.id}/dispute`, { reason: 'not-given' });
  await did(supervisor, `/deliveries/${told!.id}/withdraw`, { reason: 'not-given' });
  await everyVoiceDeed();
  // Nobody answers this one.
  await aSlip(world, house, worker);
  await everySensitiveDeed(world, worker, supervisor);
  await everyDirectoryDeed(world);
  const officer = await world.someone('ministry-officer', await world.aUnit('education'));
  const focal = await world.someone('focal-point', officer);
  const [beside] = await house.rows<{ id: string }>(
    `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Beside', 'TJ-SU') RETURNING id`,
    [officer.agencyId],
  );
  const elsewhere = await world.someone('ministry-officer', { unitId: beside!.id, agencyId: officer.agencyId });
  await everyTaskDeed(world, { worker, supervisor, officer, focal, elsewhere }, (id) => awaiting(house, id));
  const { id: oneMore } = await aGivenTask(world, worker, officer);
  await aFullDesk(house, oneMore, officer.id);
  await walked([officer, `/tasks/${oneMore}/claim`, { overLimitReason: 'urgent' }]);
  await everyDeliveryDeed(world, { worker, supervisor, giver: partner }, (id) => madeLate(house, id));
  const taken = await world.aSentReferral(worker, partner);
  await did(worker, `/consents/${taken.consentId}/withdraw`);
  await world.aSentReferral(worker, partner);
  const { id: unsent } = await world.aCase(worker);
  await did(worker, `/cases/${unsent}/consents`, { ...newConsent, recipientIds: [partner.agencyId] });
  const asked = { toUnitId: partner.unitId, serviceType: 'school-place', urgency: 'normal' };
  await did(worker, `/cases/${unsent}/referrals`, asked);
  await did(worker, `/cases/${unsent}/referrals`, { ...asked, duplicateReason: 'more-of-it' });
  const { id: unasked } = await world.aCase(worker);
  const uncovered = await did(worker, `/cases/${unasked}/referrals`, { ...asked, withoutConsent: true });
  const why = { legalBasis: 'vital-interest', reason: 'life-in-danger' };
  const override = await did(worker, `/referrals/${uncovered}/consent-overrides`, why);
  await did(supervisor, `/consent-overrides/${override}/decline`, { refusalReason: 'can-be-asked' });

  const admin = await world.someone('administrator');
  const program = { name: 'Program', unitId: partner.unitId, role: 'partner-worker', scopes: ['referral:read'], addresses: ['192.0.2.7'] };
  const client = await did(admin, '/clients', program);
  await did(admin, `/clients/${client}/keys`);
  // Nobody listens there, which is a fault to be noted too.
  await did(admin, '/webhooks', { clientId: client, url: 'http://127.0.0.1:1/hook' });
  await world.aSentReferral(worker, partner);
  const closing = await world.aUnit();
  for (const place of [`/units/${closing.unitId}`, `/agencies/${closing.agencyId}`])
    await did(admin, `${place}/close`, { reason: 'merged' });
  const leaver = await world.someone('partner-worker');
  await world.aSentReferral(worker, leaver);
  await house.rows('UPDATE person SET active = false WHERE id = $1', [leaver.id]);

  await noteReasons();
  for (const time of ['2026-03-12', '2026-04-01', '2026-07-01', '2027-03-10']) {
    await at(house, `${time}T04:00:00Z`);
    await house.app.get(Sweep, { strict: false }).run();
    await keepWhatIsDue(house);
  }
  // By now it has failed for long enough to be left alone, and what it did not hear of is a month old.
  const [webhook] = (await admin.get('/webhooks')).body.items as { id: string }[];
  for (const deed of ['enable', 'ping']) await did(admin, `/webhooks/${webhook!.id}/${deed}`);
  await keepWhatIsDue(house);
  await noteReasons();
  // One that still has its steps before it.
  await house.clock.moveTo(new Date('2026-04-01T04:00:00Z'));
  await world.aSentReferral(worker, partner);
}

/** Somebody without a name says how it was and complains; a privacy officer of another agency settles it; the clock draws the figures. */
async function everyVoiceDeed(): Promise<void> {
  const { codes } = await printed(team.partner);
  for (const code of codes) await say(house, code, { ...nice, askedFor: 'money-or-goods' });
  const officer = await aHandler(world, house, team.partner.agencyId);
  const [complaint] = (await officer.get('/complaints')).body.items as { id: string }[];
  await did(officer, `/complaints/${complaint!.id}/acknowledge`);
  await did(officer, `/complaints/${complaint!.id}/settle`, { outcome: 'put-right' });
}

/** By status, the reasons that referrals have named: one that ends on hold keeps no word of why it was. */
const reasons = new Map<string, Set<string>>();
async function noteReasons(): Promise<void> {
  const rows = await house.rows<{ status: string; reason: string }>('SELECT status, reason FROM referral WHERE reason IS NOT NULL');
  for (const { status, reason } of rows) reasons.set(status, (reasons.get(status) ?? new Set()).add(reason));
}

interface Column {
  readonly name: string;
  readonly table: string;
  readonly column: string;
  readonly many: boolean;
}
let columns: Column[];
const valuesIn = async ({ table, column, many }: Column): Promise<string[]> => {
  const value = many ? `unnest(${column})` : column;
  const rows = await house.rows<{ value: string | null }>(`SELECT DISTINCT ${value} AS value FROM ${table}`);
  return rows.map((row) => row.value).filter((each) => each !== null);
};

beforeAll(async () => {
  team = await aTeam(world);
  await everyDeed();
  columns = await house.rows<Column>(
    `SELECT c.relname || '.' || a.attname AS name, c.relname AS table, a.attname AS column, a.atttypid = 'text[]'::regtype AS many
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT a.attisdropped AND a.attnum > 0
       AND a.atttypid IN ('text'::regtype, 'text[]'::regtype) AND c.relname <> 'migrations' ORDER BY 1`,
  );
}, 120_000);

describe('After everything that can be done', () => {
  it('every column of text is known to hold codes, or words of its own', () => {
    expect(columns.map(({ name }) => name)).toEqual([...free, ...Object.keys(coded)].sort());
  });

  it('every code that is stored stands in its list', async () => {
    const strange: Record<string, string[]> = {};
    const empty: string[] = [];
    for (const column of columns.filter(({ name }) => name in coded)) {
      const values = await valuesIn(column);
      const unlisted = values.filter((value) => !coded[column.name]!.includes(value));
      if (unlisted.length > 0) strange[column.name] = unlisted;
      if (values.length === 0) empty.push(column.name);
    }
    expect(strange).toEqual({});
    // Otherwise a deed was forgotten here, and its codes were looked for in vain.
    expect(empty).toEqual([]);
  });

  it('a referral names a reason of the list of its end, and only where it ended for one', () => {
    expect([...reasons.keys()].sort()).toEqual(Object.keys(reasonsOf).sort());
    for (const [status, named] of reasons) {
      const listed = shippedReference().ids(reasonsOf[status]!);
      expect({ status, unlisted: [...named].filter((reason) => !listed.includes(reason)) }).toEqual({ status, unlisted: [] });
    }
  });
});
