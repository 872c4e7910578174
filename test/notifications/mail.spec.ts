import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { Ledger } from '../support/ledger.ts';
import { MailHost } from '../support/mail-host.ts';
import { at, keepWhatIsDue } from '../support/promises.ts';
import { atOnce } from '../support/teams.ts';
import { World, type Someone } from '../support/world.ts';

const host = await MailHost.reserve();
const house = openHouse({ mail: host.settings, publicUrl: 'https://homeward.example' });
const world = new World(house);
const ledger = new Ledger(house);
const start = '2026-03-02T04:00:00Z';
let admin: Someone;
let worker: Someone;
let partner: Someone;
beforeAll(async () => {
  admin = await world.someone('administrator');
  worker = await world.someone('social-worker');
  partner = await world.someone('partner-worker');
  await reachedAt(partner, 'amber@partner.example');
});
afterEach(async () => {
  await host.down();
  host.unknown.clear();
  host.arrived.length = 0;
  await house.clock.moveTo(new Date(start));
});
afterAll(() => host.down());

async function reachedAt(who: Someone, email: string): Promise<void> {
  const { headers } = await admin.get(`/people/${who.id}`);
  const { status, text } = await admin.patch(`/people/${who.id}`, { email }, { 'if-match': String(headers.etag) });
  if (status !== 200) throw new Error(text);
}

/** A referral is sent to the partner; what is told of it goes out as far as it can. */
async function aMail(to = partner): Promise<{ id: string; referralId: string; caseId: string }> {
  const { id: referralId, caseId } = await world.aSentReferral(ledger.watched(worker), to);
  await keepWhatIsDue(house);
  const { body } = await to.get(`/notifications?subjectId=${referralId}`);
  return { id: body.items[0].id as string, referralId, caseId };
}

const stateOf = async (id: string, who = partner): Promise<unknown> => (await who.get(`/mails/${id}`)).body;

describe('A mail', () => {
  it('goes to where its person is reached, and says nothing of the case', async () => {
    await host.up();
    const { id, referralId, caseId } = await aMail();
    expect(host.arrived.map(({ to }) => to)).toEqual([['amber@partner.example']]);
    const [{ raw } = { raw: '' }] = host.arrived;
    expect(raw).toContain('From: homeward@house.example');
    expect(raw).toContain('Subject: A referral has come to your unit');
    expect(raw).toContain(`Message-ID: <${id}@homeward.example>`);
    expect(raw.replaceAll(/=\r\n/g, '')).toContain('please decide by Wednesday, 4 March 2026');
    expect(raw.replaceAll(/=\r\n/g, '')).toContain(`https://homeward.example/referrals/${referralId}`);
    const [facts] = await house.rows<{ code: string; referral: string }>(
      'SELECT c.code, r.code AS referral FROM case_core c, referral r WHERE c.id = $1 AND r.id = $2',
      [caseId, referralId],
    );
    for (const secret of [caseId, facts!.code, facts!.referral, 'school', 'TJ-SU', worker.id]) expect(raw).not.toContain(secret);
  });

  it('is known to have gone out to its person and the administrator, to nobody else, and without what it says', async () => {
    await host.up();
    const { id } = await aMail();
    expect(await stateOf(id)).toMatchObject({ personId: partner.id, status: 'sent', attempts: 1, fault: null });
    const shown = (await stateOf(id, admin)) as object;
    expect(Object.keys(shown).sort()).toEqual(
      [
        'attempts',
        'channel',
        'fault',
        'id',
        'meta',
        'nextTryAt',
        'notificationId',
        'personId',
        'queuedAt',
        'reportedAt',
        'reportedStatus',
        'settledAt',
        'status',
      ].sort(),
    );
    const others = await Promise.all(
      [worker, await world.someone('focal-point', partner), await world.someone('auditor')].map((who) => who.get(`/mails/${id}`)),
    );
    expect(others.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it('of several things is one: put off together, it arrives once and with every line, and each is known to be in it', async () => {
    const referrals = [await world.aSentReferral(worker, partner), await world.aSentReferral(worker, partner)];
    await keepWhatIsDue(house);
    const lists = await Promise.all(referrals.map(({ id }) => partner.get(`/notifications?subjectId=${id}`)));
    const [first, second] = lists.map(({ body }) => body.items[0] as { id: string; mailId: string });
    expect([first?.mailId, second?.mailId].every((id) => id === first?.id || id === second?.id)).toBe(true);
    expect(second?.mailId).toBe(first?.mailId);
    const id = first!.mailId;
    expect(await stateOf(id)).toMatchObject({ personId: partner.id, status: 'queued', attempts: 1, fault: 'server-away' });
    await host.up();
    await at(house, '2026-03-02T05:00:00Z');
    expect(await stateOf(id)).toMatchObject({ status: 'sent', attempts: 2 });
    const raws = host.arrived.map(({ raw }) => raw.replaceAll(/=\r\n/g, ''));
    expect(raws).toHaveLength(1);
    expect(raws[0]).toContain('Subject: 2 things ask for your attention');
    for (const { id: referralId } of referrals) expect(raws[0]).toContain(`https://homeward.example/referrals/${referralId}`);
  });

  it('is not sent to somebody who has left meanwhile', async () => {
    const leaver = await world.someone('partner-worker');
    const { id } = await world.aSentReferral(ledger.watched(worker), leaver);
    await admin.post(`/people/${leaver.id}/deactivate`);
    await host.up();
    await keepWhatIsDue(house);
    const [row] = await house.rows('SELECT m.status, m.fault FROM mail m JOIN notification n ON n.id = m.id WHERE n.subject_id = $1', [id]);
    expect([row, host.arrived]).toEqual([{ status: 'refused', fault: 'person-left' }, []]);
    expect([ledger.size >= 4, await ledger.unfound()]).toEqual([true, []]);
  });
});

describe('While the mail server is down for a day', () => {
  it('mails wait, and each is sent once when it is up again', async () => {
    const mails = [await aMail(), await aMail(), await aMail()];
    expect(await stateOf(mails[0]!.id)).toMatchObject({ status: 'queued', attempts: 1, fault: 'server-away' });
    for (let hour = 1; hour <= 24; hour++) await at(house, new Date(Date.parse(start) + hour * 3_600_000).toISOString());
    expect(await stateOf(mails[0]!.id)).toMatchObject({ status: 'queued', fault: 'server-away' });
    await host.up();
    for (const time of ['2026-03-03T05:30:00Z', '2026-03-03T07:00:00Z', '2026-03-04T07:00:00Z']) await at(house, time);
    const ids = host.arrived.map(({ raw }) => /Message-ID: <([^@]+)@/.exec(raw)?.[1]);
    expect(ids.sort()).toEqual(mails.map(({ id }) => id).sort());
    expect(await Promise.all(mails.map(async ({ id }) => ((await stateOf(id)) as { status: string }).status))).toEqual([
      'sent',
      'sent',
      'sent',
    ]);
    expect([ledger.size >= 12, await ledger.wrongs()]).toEqual([true, []]);
  });

  it('nobody is told of it three days later: then the mail is given up, where the administrator sees it, and can be tried again', async () => {
    const { id } = await aMail();
    for (let hour = 1; hour <= 80; hour++) await at(house, new Date(Date.parse(start) + hour * 3_600_000).toISOString());
    const { body } = await admin.get('/mails?status=given_up');
    expect(body.items).toMatchObject([{ id, personId: partner.id, fault: 'server-away', attempts: 78 }]);
    await host.up();
    expect((await admin.post(`/mails/${id}/replay`)).body).toMatchObject({ status: 'queued', attempts: 0 });
    await keepWhatIsDue(house);
    expect(await stateOf(id)).toMatchObject({ status: 'sent', attempts: 1 });
    expect(host.arrived).toHaveLength(1);
  });

  it('a mail whose promise got lost is promised anew', async () => {
    const { Sweep } = await import('../../src/platform/jobs/sweep.ts');
    const { id } = await aMail();
    await house.rows(`DELETE FROM platform.outbox WHERE kind = 'send-mail' AND subject_id = $1`, [id]);
    await host.up();
    await house.clock.moveTo(new Date('2026-03-02T09:00:00Z'));
    await house.app.get(Sweep, { strict: false }).run();
    await keepWhatIsDue(house);
    expect(await stateOf(id)).toMatchObject({ status: 'sent' });
  });
});

describe('A notification', () => {
  it('whose promise of a mail got lost is promised anew, once its hour has come', async () => {
    const { Sweep } = await import('../../src/platform/jobs/sweep.ts');
    await host.up();
    await house.clock.moveTo(new Date('2026-03-02T20:00:00Z'));
    await world.aSentReferral(worker, partner);
    await house.rows(`DELETE FROM platform.outbox WHERE kind = 'gather-mail' AND state = 'open'`);
    // What else is told that morning is not asked for here.
    await house.rows('UPDATE referral_clock SET next_kind = NULL, next_at = NULL');
    const sweep = async (time: string): Promise<number> => {
      await house.clock.moveTo(new Date(time));
      await house.app.get(Sweep, { strict: false }).run();
      await keepWhatIsDue(house);
      return host.arrived.length;
    };
    expect([await sweep('2026-03-03T02:59:00Z'), await sweep('2026-03-03T03:00:00Z'), await sweep('2026-03-03T03:05:00Z')]).toEqual([
      0, 1, 1,
    ]);
  });
});

describe('A mail whose recipient the server refuses', () => {
  it('is not tried again by itself; once the address is mended the administrator has it tried again, once', async () => {
    const misspelt = await world.someone('partner-worker');
    await reachedAt(misspelt, 'amver@partner.example');
    host.unknown.add('amver@partner.example');
    await host.up();
    const { id } = await aMail(misspelt);
    expect(await stateOf(id, misspelt)).toMatchObject({ status: 'refused', fault: 'recipient-refused', attempts: 1 });
    await at(house, '2026-03-09T04:00:00Z');
    expect(host.arrived).toEqual([]);

    expect((await misspelt.post(`/mails/${id}/replay`)).status).toBe(403);
    expect((await worker.post(`/mails/${id}/replay`)).status).toBe(404);
    await reachedAt(misspelt, 'amber@partner.example');
    expect(await atOnce(3, () => admin.post(`/mails/${id}/replay`))).toEqual([200, 409, 409]);
    await keepWhatIsDue(house);
    expect(host.arrived.map(({ to }) => to)).toEqual([['amber@partner.example']]);
    expect((await admin.post(`/mails/${id}/replay`)).body).toMatchObject({ type: '/problems/mail-cannot-replay' });
  });

  it('keeps none of the others from going out, nor does one who has no address', async () => {
    const [refused, unreachable] = [await world.someone('focal-point', partner), await world.someone('specialist', partner)];
    await reachedAt(refused, 'nobody@partner.example');
    host.unknown.add('nobody@partner.example');
    await host.up();
    const { referralId } = await aMail();
    expect(host.arrived.map(({ to }) => to)).toEqual([['amber@partner.example']]);
    const states = await Promise.all(
      [refused, unreachable].map(async (who) => {
        const { body } = await who.get(`/notifications?subjectId=${referralId}`);
        return (await who.get(`/mails/${body.items[0].id}`)).body;
      }),
    );
    expect(states).toMatchObject([
      { status: 'refused', fault: 'recipient-refused' },
      { status: 'refused', fault: 'no-address' },
    ]);
  });
});

describe('Where somebody is reached', () => {
  const register = async (facts: object): Promise<{ status: number; body: { email?: string | null } }> =>
    admin.post('/people', { displayName: 'Amber', role: 'social-worker', unitId: worker.unitId, ...facts });

  it('is the login, if that is an address and nothing else is said', async () => {
    const login = `a${randomUUID().slice(0, 8)}`;
    expect((await register({ login: `${login}@example.org` })).body.email).toBe(`${login}@example.org`);
    expect((await register({ login })).body.email).toBeNull();
    expect((await register({ login: `${login}.2`, email: 'Amber@example.org' })).body.email).toBe('Amber@example.org');
  });

  it.each(['amber', 'amber@', 'a b@example.org', 'amber@example.org\r\nBcc: all@example.org', '<amber@example.org>', ''])(
    'is no %j',
    async (email) => {
      const reply = await register({ login: `b${randomUUID().slice(0, 8)}`, email });
      expect([reply.status, reply.body]).toMatchObject([400, { errors: [{ field: 'email' }] }]);
    },
  );

  it('is told to colleagues by nobody, and changed by administrators alone', async () => {
    const colleague = await world.someone('focal-point', partner);
    expect((await colleague.get(`/people/${partner.id}`)).text).not.toContain('example');
    const { headers } = await admin.get(`/people/${partner.id}`);
    expect((await colleague.patch(`/people/${partner.id}`, { locale: 'ru' }, { 'if-match': String(headers.etag) })).status).toBe(403);
    expect((await admin.patch(`/people/${partner.id}`, { locale: 'ru' })).status).toBe(428);
    const edits = await Promise.all(
      ['ru', 'tg'].map((locale) => admin.patch(`/people/${partner.id}`, { locale }, { 'if-match': String(headers.etag) })),
    );
    expect(edits.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});
