import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { passphrase } from '../../scripts/seed/accounts.ts';
import { loadOnce } from '../../scripts/seed/load.ts';
import type { Seeded } from '../../scripts/seed/seed-cases.ts';
import { Plan } from '../../src/access/plan.ts';
import { Policy } from '../../src/access/role.ts';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { roles } from '../../src/policy/index.ts';
import { openHouse } from '../support/app.ts';
import { DescribedApi } from '../support/described-api.ts';
import { everySensitiveDeed } from '../support/care.ts';
import { everyDirectoryDeed } from '../support/services.ts';
import { everyDeliveryDeed, madeLate } from '../support/deliveries.ts';
import { aReferralOut } from '../support/slips.ts';
import { aHandler, nice, printed, say } from '../support/feedback.ts';
import { awaiting, everyTaskDeed } from '../support/tasks.ts';
import { aTeam } from '../support/teams.ts';
import { World, newCase, newConsent, type Reply, type Someone } from '../support/world.ts';

const now = new Date('2026-03-11T06:30:00Z');
const folder = mkdtempSync(join(tmpdir(), 'described-'));
const nobody = '00000000-0000-4000-8000-000000000000';
const signingRoles = roles.filter(({ persona }) => persona !== 'p_system');
const house = openHouse();
const world = new World(house);
let api: DescribedApi;
let seeded: Seeded;
const untruths: string[] = [];
/** Somebody of every role. */
const cookies = new Map<string, string>();
const counted = { answers: 0, rows: 0 };

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
type Headers = Record<string, string>;

/** Asks, and holds the answer against the description. */
async function ask(method: Method, url: string, cookie = '', body?: unknown, headers: Headers = {}): Promise<Reply> {
  const key: Headers = method === 'POST' ? { 'idempotency-key': randomUUID() } : {};
  counted.answers += 1;
  const reply = await world.send(
    method,
    url,
    cookie,
    body,
    { ...key, ...headers },
    `10.1.${counted.answers >> 8}.${counted.answers & 255}`,
  );
  untruths.push(...api.untruths(method, url, reply));
  return reply;
}

async function signIn(login: string, password: string = passphrase): Promise<string> {
  const reply = await ask('POST', '/session', '', { login, password });
  expect([login, reply.status]).toEqual([login, 201]);
  return String(reply.headers['set-cookie']).split(';')[0]!;
}

/** Somebody all of whose answers are held against the description. */
const held = <T>(who: T): T => {
  const { cookie } = who as unknown as Someone;
  const asking: Partial<Someone> = {
    get: (url) => ask('GET', url, cookie),
    post: (url, body = {}, headers = {}) => ask('POST', url, cookie, body, headers),
    patch: (url, body, headers = {}) => ask('PATCH', url, cookie, body, headers),
  };
  return { ...who, ...asking };
};

const toldTruly = (): void => expect(untruths.splice(0).slice(0, 20)).toEqual([]);

beforeAll(async () => {
  api = await DescribedApi.of(house);
  seeded = (await loadOnce({ ...house.config, dataDir: folder }, { cases: 60, now }))!;
  await house.clock.moveTo(now);
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  process.stdout.write(`described: ${JSON.stringify(counted)}\n`);
});

/** Whether rows are listed here, each of which has an address of its own. */
const isList = (path: string): boolean => api.routes.some((route) => route.method === 'get' && route.path === `${path}/{id}`);

/** The lists that stand under a row of this one. */
const listsUnder = (path: string): string[] =>
  api.routes.filter((route) => route.method === 'get' && route.path.startsWith(`${path}/{id}/`)).map((route) => route.path);

describe('What is read in the demonstration is as it is described', () => {
  it.each(signingRoles.map(({ name }) => name))(
    'by a %s',
    async (role) => {
      const [first, second] = seeded.people.filter((each) => each.role === role);
      for (const { login } of [first!, ...(second === undefined ? [] : [second])]) {
        const cookie = await signIn(login);
        cookies.set(role, cookie);
        await ask('GET', '/session', cookie);
        for (const { path, method, operation } of api.routes) {
          if (method !== 'get' || !isList(path) || operation['x-can'] === undefined) continue;
          const { status, body } = await ask('GET', `${path}?limit=100&sort=-id`, cookie);
          const items = status === 200 ? (body.items as { id: string }[]) : [];
          counted.rows += items.length;
          // A list of some rows, such as those that were missed, has no addresses of its own for them.
          if (!api.routes.some((route) => route.method === 'get' && route.path === `${path}/{id}`)) continue;
          for (const { id } of items.slice(0, 4)) expect((await ask('GET', `${path}/${id}`, cookie)).status).toBe(200);
          await ask('GET', `${path}/${nobody}`, cookie);
          // What is listed under a row is listed under each that is seen, and under none else.
          for (const under of listsUnder(path)) {
            for (const { id } of items.slice(0, 4)) expect((await ask('GET', under.replace('{id}', id), cookie)).status).toBe(200);
            expect((await ask('GET', under.replace('{id}', nobody), cookie)).status).toBe(404);
          }
        }
      }
      toldTruly();
    },
    60_000,
  );

  it('row upon row', () => {
    expect(counted.rows).toBeGreaterThan(500);
  });

  it('and every list takes the filters and orders that are described', async () => {
    const refused: string[] = [];
    const tried = new Set<string>();
    const fitting = ({ format, type, enum: codes }: { format?: string; type?: string; enum?: string[] }): string => {
      if (codes !== undefined) return codes.slice(0, 2).join(',');
      const examples: Record<string, string> = { uuid: `${nobody},${nobody}`, date: '2026-03-01', 'date-time': '2026-03-01T00:00:00Z' };
      return examples[format ?? ''] ?? { boolean: 'true', integer: '7' }[type ?? ''] ?? 'x';
    };
    for (const { path, method, operation } of api.routes) {
      const record = new Policy(roles).records().find(({ name }) => name === operation['x-can']?.record);
      if (method !== 'get' || record === undefined || !isList(path.split('/{id}')[0]!) || path.endsWith('}')) continue;
      for (const role of signingRoles) {
        const readable = new Set(new Plan(role, record).readable.map(({ field }) => field.name));
        if (readable.size === 0) continue;
        const [list = ''] = path.split('/{id}');
        const [row] = path === list ? [] : ((await ask('GET', `${list}?limit=1`, cookies.get(role.name))).body.items as { id: string }[]);
        const address = path.replace('{id}', row?.id ?? nobody);
        const asked = operation.parameters
          .map((each) => api.resolved(each))
          .flatMap(({ name, schema, in: where }): string[] => {
            if (name === 'after' || where === 'path') return [];
            if (name === 'limit') return [`limit=${schema.maximum}`];
            if (name === 'sort')
              return (schema.enum as string[]).filter((field) => readable.has(field.replace('-', ''))).map((field) => `sort=${field}`);
            return readable.has(name) ? [`${name}=${fitting(schema.items)}`] : [];
          });
        for (const query of asked.filter((each) => !tried.has(`${path}?${each}`))) {
          tried.add(`${path}?${query}`);
          const { status, text } = await ask('GET', `${address}?${query}`, cookies.get(role.name));
          if (status !== 200) refused.push(`${role.name} ${path}?${query}: ${text.slice(0, 150)}`);
        }
      }
    }
    expect(refused).toEqual([]);
    toldTruly();
  }, 120_000);
});

describe('What is done is answered as it is described', () => {
  it('from an agency that joins to an account that is closed', async () => {
    const admin = await signIn(seeded.people.find(({ role }) => role === 'administrator')!.login);
    const code = `D${randomUUID().slice(0, 8).toUpperCase()}`;
    const { body: agency } = await ask('POST', '/agencies', admin, { code, name: 'Social protection', type: 'social', country: 'TJ' });
    const opened = await ask('POST', '/units', admin, { agencyId: agency.id, name: 'Khujand', region: 'TJ-SU' });
    const { body: unit } = opened;
    const shut = { 'if-match': String(opened.headers.etag) };
    for (const headers of [shut, shut, {}]) await ask('PATCH', `/units/${unit.id}`, admin, { worksWithoutAccounts: true }, headers);
    const login = `d${randomUUID().slice(0, 8)}`;
    const person = { login, displayName: 'Farida R.', role: 'social-worker', unitId: unit.id };
    const registered = await ask('POST', '/people', admin, person);
    const { body: made } = registered;
    const reach = { email: 'farida@example.org', locale: 'tg' };
    await ask('PATCH', `/people/${made.id}`, admin, reach, { 'if-match': String(registered.headers.etag) });
    const { body: invitation } = await ask('POST', `/people/${made.id}/invite`, admin);
    await ask('POST', '/invitations/accept', '', { token: invitation.token, password: 'four kites above a salt lake' });
    await ask('POST', '/invitations/accept', '', { token: invitation.token, password: 'four kites above a salt lake' });
    const cookie = await signIn(login, 'four kites above a salt lake');
    await ask('DELETE', '/session', cookie);
    await ask('GET', '/session', cookie);
    const program = { name: 'Register of places', unitId: unit.id, role: 'ministry-officer', scopes: ['referral:read'] };
    const { body: education } = await ask('POST', '/agencies', admin, {
      code: `${code}E`,
      name: 'Education',
      type: 'education',
      country: 'TJ',
    });
    const { body: desk } = await ask('POST', '/units', admin, { agencyId: education.id, name: 'Desk', region: 'TJ-SU' });
    const { body: client } = await ask('POST', '/clients', admin, { ...program, unitId: desk.id, addresses: ['192.0.2.0/24'] });
    const { body: key } = await ask('POST', `/clients/${client.id}/keys`, admin, { days: 30 });
    await ask('POST', `/clients/${client.id}/keys`, admin, {});
    await ask('POST', `/clients/${client.id}/keys`, admin, {});
    for (const path of ['/clients', '/client-keys', `/clients/${client.id}`, `/client-keys/${key.id}`]) await ask('GET', path, admin);
    const { body: hook } = await ask('POST', '/webhooks', admin, { clientId: client.id, url: 'https://partner.example/hook' });
    await ask('POST', '/webhooks', admin, { clientId: client.id, url: 'http://partner.example/hook' });
    for (const deed of ['ping', 'rotate-secret', 'disable', 'ping', 'enable']) await ask('POST', `/webhooks/${hook.id}/${deed}`, admin);
    const [call] = await house.rows<{ id: string }>(`UPDATE webhook_message SET status = 'given_up', fault = 'broken' RETURNING id`);
    for (const path of [`/webhooks/${hook.id}`, '/webhook-messages', `/webhook-messages/${call!.id}`]) await ask('GET', path, admin);
    await ask('POST', `/webhook-messages/${call!.id}/replay`, admin);
    await ask('POST', `/client-keys/${key.id}/revoke`, admin);
    await ask('POST', `/clients/${client.id}/revoke`, admin);
    await ask('POST', `/people/${made.id}/move`, admin, { unitId: unit.id, role: 'supervisor' });
    for (const deed of ['suspend', 'suspend', 'reinstate', 'reinstate']) await ask('POST', `/people/${made.id}/${deed}`, admin);
    await ask('POST', `/people/${made.id}/deactivate`, admin);
    await ask('POST', `/people/${made.id}/deactivate`, admin);
    const tagOf = async (url: string): Promise<string> => String((await ask('GET', url, admin)).headers.etag);
    const named = await ask(
      'PATCH',
      `/agencies/${agency.id}`,
      admin,
      { name: 'Labour' },
      { 'if-match': await tagOf(`/agencies/${agency.id}`) },
    );
    await ask('PATCH', `/agencies/${agency.id}`, admin, { name: 'Work' }, { 'if-match': String(named.headers.etag) });
    const merged = { reason: 'merged' };
    for (const input of [{}, { parentUnitId: unit.id }])
      await ask('POST', `/units/${unit.id}/place`, admin, input, { 'if-match': await tagOf(`/units/${unit.id}`) });
    await ask('POST', `/agencies/${agency.id}/close`, admin, merged);
    for (const [places, deed] of [
      [[`/units/${unit.id}`, `/agencies/${agency.id}`], 'close'],
      [[`/agencies/${agency.id}`, `/units/${unit.id}`], 'reopen'],
    ] as const)
      for (const place of places)
        for (let times = 0; times < 2; times++) await ask('POST', `${place}/${deed}`, admin, deed === 'close' ? merged : {});
    const { body: changes } = await ask('GET', `/institution-changes?agencyId=${agency.id}`, admin);
    await ask('GET', `/institution-changes/${changes.items[0].id}`, admin);
    toldTruly();
  });

  it('from a case that is opened to a case that is opened again, with everything that is asked of others', async () => {
    const team = await aTeam(world);
    const [worker, supervisor, colleague] = [team.worker.cookie, team.supervisor.cookie, team.colleague.cookie];
    const registered = await ask('POST', '/cases', worker, newCase);
    const { id } = registered.body as { id: string };
    const of = (deed: string, cookie: string, body: object = {}): Promise<Reply> => ask('POST', `/cases/${id}/${deed}`, cookie, body);
    const edit = { careArrangement: 'kinship-care', interpreterNeeded: true };
    const tag = { 'if-match': String(registered.headers.etag) };
    await ask('PATCH', `/cases/${id}`, worker, edit, tag);
    for (const headers of [tag, {}]) await ask('PATCH', `/cases/${id}`, worker, { careArrangement: 'foster-care' }, headers);
    const need = await of('needs', worker, { domain: 'education', needCode: 'school-place', severity: 'some' });
    await ask('PATCH', `/needs/${need.body.id}`, worker, { severity: 'urgent' }, { 'if-match': String(need.headers.etag) });
    await of('notes', worker, { note: 'Wants to go to school with her cousin.' });
    await of('risk', worker, { risk: 'medium' });
    await of('phase', worker, { phase: 'P2', reason: 'She has arrived.' });
    for (const deed of ['assess', 'plan', 'activate', 'review', 'hold', 'resume']) await of(deed, worker);

    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const focalPoint = await world.someone('focal-point', officer);
    const [asOfficer, asFocalPoint] = [officer.cookie, focalPoint.cookie];
    const { body: consent } = await of('consents', worker, { ...newConsent, recipientIds: [officer.agencyId] });
    const [beside] = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Beside', 'TJ-DU') RETURNING id`,
      [officer.agencyId],
    );
    const served = { outcomeCode: 'provided', outcomeOn: '2026-03-11', outcomeUnits: 2, clientConfirmed: 'yes' };
    const stories: [string, string, object?][][] = [
      [
        ['see', asOfficer],
        ['claim', asOfficer],
        ['take-over', asFocalPoint],
        ['unclaim', asFocalPoint],
        ['accept', asOfficer],
        ['deliveries', asOfficer, { deliveredOn: '2026-03-11', mode: 'at-provider', attendance: 'attended', units: 1 }],
        ['hold', asOfficer, { reason: 'waiting-list' }],
        ['resume', asOfficer],
        ['complete', asOfficer, served],
      ],
      [
        ['reject', asOfficer, { reason: 'no-capacity' }],
        ['next-step', worker, { nextStep: 'own-team-helps' }],
      ],
      [
        ['accept', asOfficer],
        ['fail', asOfficer, { reason: 'not-reached' }],
      ],
      [['cancel', worker, { reason: 'need-met' }]],
      [['enter-in-error', worker]],
      [['recall', supervisor, { reason: 'sent-wrongly' }]],
      [
        ['hold', asOfficer, { reason: 'waiting-list', holdUntil: '2026-03-20' }],
        ['re-route', worker, { toUnitId: beside!.id, rerouteReason: 'better-fit' }],
        ['re-route', worker, { toUnitId: officer.unitId, rerouteReason: 'better-fit' }],
      ],
    ];
    for (const story of stories) {
      const { body: referral } = await of('referrals', worker, { toUnitId: officer.unitId, serviceType: 'school-place', urgency: 'high' });
      const look = async (): Promise<void> => {
        for (const cookie of [worker, supervisor, asOfficer, asFocalPoint]) await ask('GET', `/referrals/${referral.id}`, cookie);
      };
      await look();
      for (const [deed, cookie, body] of [['send', worker] as const, ...story]) {
        await ask('POST', `/referrals/${referral.id}/${deed}`, cookie, body ?? {});
        await look();
      }
    }
    const { body: talked } = await of('referrals', worker, {
      ...{ toUnitId: officer.unitId, serviceType: 'school-place', urgency: 'high', duplicateReason: 'more-of-it' },
    });
    await ask('POST', `/referrals/${talked.id}/messages`, worker, { subject: 'access' });
    await ask('POST', `/referrals/${talked.id}/send`, worker);
    const { body: question } = await ask('POST', `/referrals/${talked.id}/messages`, asOfficer, { subject: 'question-about-time' });
    for (const body of [
      { subject: 'answer' },
      { subject: 'answer', text: 'Mondays.', answersId: question.id },
      { subject: 'other', text: 'Ask Green Valley.' },
    ])
      await ask('POST', `/referrals/${talked.id}/messages`, worker, body);
    await ask('POST', `/referral-messages/${question.id}/read`, worker);
    for (const cookie of [worker, supervisor, asOfficer, asFocalPoint]) {
      const { body } = await ask('GET', `/referrals/${talked.id}/messages`, cookie);
      for (const row of (body?.items ?? []) as { id: string }[]) await ask('GET', `/referral-messages/${row.id}`, cookie);
    }
    for (const path of [
      '/referrals/waiting',
      '/referrals/waiting?for=unseen-late&age=0-1',
      '/referrals/waiting/tiles',
      `/referrals/${talked.id}/queue-place`,
    ])
      for (const cookie of [worker, supervisor, asOfficer]) await ask('GET', path, cookie);
    for (const path of ['referrals', 'deliveries', 'consents', 'needs', 'notes'])
      for (const cookie of [worker, supervisor, asOfficer]) {
        const { body } = await ask('GET', `/${path}?limit=2`, cookie);
        for (const row of (body?.items ?? []) as { id: string }[]) await ask('GET', `/${path}/${row.id}`, cookie);
      }
    await ask('POST', `/consents/${consent.id}/withdraw`, worker);

    const { body: followUps } = await ask('GET', `/follow-ups?type=contact&caseId=${id}&status=planned`, worker);
    const contact = `/follow-ups/${followUps.items[0].id}`;
    await ask('POST', `${contact}/reschedule`, worker, { dueOn: followUps.items[0].dueOn, reason: 'asked-by-person' });
    await ask('POST', `${contact}/complete`, worker, { result: 'reached-well' });
    const { body: next } = await ask('GET', `/follow-ups?type=contact&caseId=${id}&status=planned`, worker);
    await ask('POST', `/follow-ups/${next.items[0].id}/waive`, worker, { reason: 'person-away' });
    const { body: hours } = await ask('POST', '/mail-hours', worker, { delivery: 'digest', digestAt: '08:30' });
    await ask('GET', `/mail-hours/${hours.id}`, worker);
    await ask('GET', '/follow-ups/missed', supervisor);
    const cover = { delegateId: team.colleague.id, fromOn: '2026-11-02', toOn: '2026-11-10' };
    const { body: delegation } = await ask('POST', '/delegations', worker, { ...cover, fromOn: '2027-01-11', toOn: '2027-01-20' });
    await ask('POST', '/delegations', worker, cover);
    for (const cookie of [worker, colleague, supervisor]) await ask('GET', `/delegations/${delegation.id}`, cookie);
    await ask('POST', `/delegations/${delegation.id}/end`, worker);
    await of('request-closure', worker, { reason: 'goals-met' });
    await of('refuse-closure', supervisor);
    await of('assign', supervisor, { workerId: team.colleague.id });
    await of('request-closure', colleague, { reason: 'goals-met' });
    for (const deed of ['close', 'reopen']) await of(deed, supervisor);
    await of('seal', supervisor, { reason: 'relative-in-team' });
    for (const cookie of [supervisor, colleague]) await ask('GET', `/cases/${id}`, cookie);
    await of('unseal', colleague);
    await ask('POST', '/sealed-cases/hand-over', supervisor, { workerId: team.colleague.id });
    toldTruly();
  }, 60_000);

  it('from a task that is given to one that was found done and taken up again', async () => {
    const { worker, supervisor } = await aTeam(world);
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const focal = await world.someone('focal-point', officer);
    const [beside] = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Beside', 'TJ-SU') RETURNING id`,
      [officer.agencyId],
    );
    const heard = { worker: held(worker), supervisor: held(supervisor), officer: held(officer), focal: held(focal) };
    await everyTaskDeed(world, { ...heard, elsewhere: { ...officer, unitId: beside!.id } }, (id) => awaiting(house, id));
    for (const { cookie } of [worker, supervisor, officer, focal]) {
      const { body } = await ask('GET', '/tasks?sort=dueOn', cookie);
      for (const { id } of body.items as { id: string }[]) await ask('GET', `/tasks/${id}`, cookie);
    }
    const { cookie } = await world.someone('coordinator', await world.aUnit('coordination'));
    await house.app.get(Sweep, { strict: false }).run();
    for (const path of ['/task-chains', '/task-loads', '/loop-figures', '/loop-ageing']) {
      const { body } = await ask('GET', path, cookie);
      for (const { id } of body.items as { id: string }[]) await ask('GET', `${path}/${id}`, cookie);
    }
    toldTruly();
  }, 60_000);

  it('from a slip for feedback to a complaint that was settled', async () => {
    const { partner } = await aTeam(world);
    const { codes, id } = await printed(held(partner));
    for (const code of codes) await say(house, code, { ...nice, complaint: 'refused' });
    for (const path of ['/feedback-batches', `/feedback-batches/${id}`]) await held(partner).get(path);
    const officer = held(await aHandler(world, house, partner.agencyId));
    const { items } = (await officer.get('/complaints?limit=100')).body as { items: { id: string }[] };
    expect(items.length).toBeGreaterThan(5);
    const path = `/complaints/${items[0]!.id}`;
    await officer.get(path);
    for (const deed of ['acknowledge', 'acknowledge']) await officer.post(`${path}/${deed}`);
    for (const outcome of ['put-right', 'put-right']) await officer.post(`${path}/settle`, { outcome });
    await house.rows(`UPDATE identity.feedback_answer SET month = month - make_interval(months => 1)`);
    await house.app.get(Sweep, { strict: false }).run();
    const coordinator = held(await world.someone('coordinator'));
    const figures = (await coordinator.get('/feedback-figures')).body as { items: { id: string }[] };
    expect(figures.items.length).toBeGreaterThan(0);
    for (const figure of figures.items) await coordinator.get(`/feedback-figures/${figure.id}`);
    toldTruly();
  }, 60_000);

  it('from a service that is logged to one that was disputed and put right', async () => {
    const { worker, supervisor, partner } = await aTeam(world);
    const heard = { worker: held(worker), supervisor: held(supervisor), giver: held(partner) };
    await everyDeliveryDeed(world, heard, (id) => madeLate(house, id));
    toldTruly();
  }, 60_000);

  it('from a slip that goes out to an answer that was read out', async () => {
    const { worker, supervisor } = await aTeam(world);
    const [asWorker, asSupervisor] = [held(worker), held(supervisor)];
    const ended = { outcomeCode: 'provided', outcomeOn: '2026-03-11', outcomeUnits: 1, clientConfirmed: 'yes' };
    const stories: [string, object][][] = [
      [['rejection', { reason: 'no-capacity' }]],
      [
        ['acceptance', {}],
        ['completion', ended],
      ],
      [
        ['acceptance', {}],
        ['failure', { reason: 'not-reached' }],
      ],
    ];
    for (const story of stories) {
      const { referral } = await aReferralOut(world, house, worker);
      const { body: lost } = await asWorker.post(`/referrals/${referral.id}/slips`, { language: 'en' });
      for (const path of ['', '']) await asWorker.post(`/referral-slips/${lost.id}/void${path}`);
      const { body: slip } = await asWorker.post(`/referrals/${referral.id}/slips`);
      for (const [answer, said] of story) {
        await asSupervisor.post(`/referral-slips/${slip.id}/record-${answer}`, { ...said, answerCode: '222-222-2222' });
        await asSupervisor.post(`/referral-slips/${slip.id}/record-${answer}`, { ...said, answerCode: slip.code });
        for (const who of [asWorker, asSupervisor]) await who.get(`/referral-slips/${slip.id}`);
      }
      const { body: given } = await asWorker.get(`/deliveries?referralId=${referral.id}`);
      for (const { id } of given.items as { id: string }[]) {
        await asWorker.post(`/deliveries/${id}/dispute`, { reason: 'not-given' });
        await asSupervisor.post(`/deliveries/${id}/withdraw`, { reason: 'not-given' });
      }
      await asSupervisor.get(`/referral-slips?referralId=${referral.id}`);
      await asWorker.post(`/referrals/${referral.id}/slips`);
    }
    toldTruly();
  }, 60_000);

  it('from health that is summed up to what is sensitive and was approved', async () => {
    const { worker, supervisor } = await aTeam(world);
    await everySensitiveDeed(world, held(worker), held(supervisor), held);
    toldTruly();
  }, 60_000);

  it('from a protocol that is proposed to one that has ended', async () => {
    const { worker, supervisor } = await aTeam(world);
    const officer = await world.someone('ministry-officer', await world.aUnit('health'));
    const [admin, privacy] = [await world.someone('administrator'), await world.someone('privacy-officer')];
    const signed = {
      ...{ fromAgencyId: worker.agencyId, toAgencyId: officer.agencyId, purposes: ['share', 'health'], groups: ['F1', 'F3a'] },
      ...{ legalBasis: 'public-task', signedFromId: supervisor.id, signedToId: officer.id, breachContactId: officer.id },
      ...{ validFrom: '2026-03-01', validTo: '2027-02-28' },
    };
    const { body: protocol } = await ask('POST', '/protocols', admin.cookie, signed);
    for (const { cookie } of [admin, privacy, worker, officer]) await ask('GET', `/protocols/${protocol.id}`, cookie);
    const { headers } = await ask('GET', `/protocols/${protocol.id}`, privacy.cookie);
    for (const tag of ['"x"', String(headers.etag)]) {
      const approved = await ask('POST', `/protocols/${protocol.id}/approve`, privacy.cookie, {}, { 'if-match': tag });
      expect(approved.status).toBe(tag === '"x"' ? 412 : 200);
    }
    for (let times = 0; times < 2; times++) await ask('POST', `/protocols/${protocol.id}/end`, privacy.cookie);
    toldTruly();
  });

  it('from sharing without a consent to its review', async () => {
    const { worker, supervisor } = await aTeam(world);
    const officer = await world.someone('ministry-officer', await world.aUnit('health'));
    const privacy = await world.someone('privacy-officer');
    for (const [answer, review] of [
      ['approve', 'uphold'],
      ['approve', 'reverse'],
      ['decline', null],
    ] as const) {
      const { body: found } = await ask('POST', '/cases', worker.cookie, newCase);
      const asked = { toUnitId: officer.unitId, serviceType: 'health-check', urgency: 'emergency', withoutConsent: true };
      const { body: draft } = await ask('POST', `/cases/${found.id}/referrals`, worker.cookie, asked);
      const why = { legalBasis: 'vital-interest', reason: 'life-in-danger' };
      const { body: override } = await ask('POST', `/referrals/${draft.id}/consent-overrides`, worker.cookie, why);
      await ask('POST', `/referrals/${draft.id}/consent-overrides`, worker.cookie, why);
      const path = `/consent-overrides/${override.id}`;
      const { headers } = await ask('GET', path, supervisor.cookie);
      const refusal = { refusalReason: 'can-be-asked' };
      await ask('POST', `${path}/${answer}`, supervisor.cookie, answer === 'decline' ? refusal : {}, { 'if-match': String(headers.etag) });
      await ask('POST', `/referrals/${draft.id}/send`, worker.cookie);
      if (review !== null) await ask('POST', `${path}/${review}`, privacy.cookie, review === 'reverse' ? refusal : {});
      for (const { cookie } of [worker, supervisor, privacy, officer]) await ask('GET', path, cookie);
      for (const { cookie } of [worker, supervisor, officer]) await ask('GET', `/referrals/${draft.id}`, cookie);
    }
    toldTruly();
  }, 60_000);

  it('from a service that is entered to one that its agency has confirmed', async () => {
    await everyDirectoryDeed(world, held);
    toldTruly();
  }, 60_000);

  it('on every route there is', async () => {
    for (const path of ['/health/live', '/health/ready']) await ask('GET', path);
    await ask('POST', '/demo/clock', '', { at: '2026-03-12T06:30:00Z' });
    const told = cookies.get('social-worker')!;
    const { body: notices } = await ask('GET', '/notifications', told);
    await ask('POST', `/notifications/${notices.items[0].id}/read`, told);
    const [mail] = await house.rows<{ id: string }>(
      `UPDATE mail SET status = 'refused', fault = 'no-address' WHERE id = (SELECT id FROM mail LIMIT 1) RETURNING id`,
    );
    await ask('POST', `/mails/${mail!.id}/replay`, cookies.get('administrator'));
    await house.app.get(Sweep, { strict: false }).run();
    const { body: gauges } = await ask('GET', '/gauges', cookies.get('administrator'));
    await ask('GET', `/gauges/${gauges.items[0].id}`, cookies.get('administrator'));
    const given = await house.rows<{ id: string }>(
      `INSERT INTO platform.outbox (kind, subject_id, due_at, attempts, last_fault, state, given_up_at)
       SELECT 'gather-mail', gen_random_uuid(), now(), 12, 'Error', 'dead', now() FROM generate_series(1, 2) RETURNING id`,
    );
    for (const path of ['/given-up-promises', `/given-up-promises/${given[0]!.id}`]) await ask('GET', path, cookies.get('administrator'));
    await ask('POST', `/given-up-promises/${given[0]!.id}/ring-again`, cookies.get('administrator'));
    await ask('POST', '/given-up-promises/ring-again', cookies.get('administrator'), { kind: 'gather-mail' });
    const successes = api.routes.map(
      ({ method, path, operation }) => `${method} ${path} ${Object.keys(operation.responses).find((each) => each < '300')}`,
    );
    expect(successes.filter((place) => !api.met.has(place))).toEqual([]);
    toldTruly();
  });
});

describe('Every refusal', () => {
  it('is one of those that are described, and looks like it, on every route', async () => {
    const askers = await Promise.all(['social-worker', 'auditor', 'administrator'].map(async (role) => (await world.someone(role)).cookie));
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    // Signing out comes last: it ends the sessions that ask here.
    for (const { method, path } of api.routes.toSorted((a, b) => Number(a.method === 'delete') - Number(b.method === 'delete'))) {
      const verb = method.toUpperCase() as Method;
      const url = path.replace('{id}', nobody);
      await ask(verb, `${url}?nosuch=1`);
      await ask(verb, path.replace('{id}', '17'), askers[0]);
      for (const cookie of ['', ...askers]) {
        await ask(verb, url, cookie, verb === 'GET' ? undefined : { nosuch: 1 });
        if (verb === 'GET') continue;
        await ask(verb, url, cookie, {});
        await ask(verb, url, cookie, '{', { 'content-type': 'application/json' });
        await ask(verb, url, cookie, 'a=b', form);
        await ask(verb, url, cookie, {}, { 'x-homeward': '0' });
        await ask(verb, url, cookie, {}, { 'idempotency-key': '' });
      }
      if (verb !== 'GET') await ask(verb, url, askers[0], `"${'x'.repeat(1_100_000)}"`, { 'content-type': 'application/json' });
    }
    const worker = await world.someone('social-worker');
    const key = { 'idempotency-key': randomUUID() };
    for (const language of ['tg', 'ru']) await ask('POST', '/cases', worker.cookie, { ...newCase, language }, key);
    for (let tries = 0; tries < 7; tries++) await ask('POST', '/session', '', { login: 'nobody-at-all', password: 'not the one' });
    toldTruly();
    const statuses = new Set([...api.met].map((place) => Number(place.split(' ')[2])));
    expect([...statuses].filter((status) => status >= 400).toSorted()).toEqual([400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429]);
  }, 60_000);
});
