import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/platform/config.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { Words } from '../../src/platform/words.ts';
import { openHouse } from '../support/app.ts';
import { Endpoint, manners } from '../support/endpoint.ts';
import { MailHost } from '../support/mail-host.ts';
import { at, keepWhatIsDue } from '../support/promises.ts';
import { goRoundAt } from '../support/waiting.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

const gateway = await Endpoint.open();
const host = await MailHost.reserve();
const settings = { url: gateway.url, token: 'known-to-us' };
const house = openHouse({
  mail: host.settings,
  publicUrl: 'https://homeward.example',
  shortMessages: settings,
});
const world = new World(house);
const start = '2026-03-02T04:00:00Z';
const number = '+992900123456';
let admin: Someone;
let worker: Someone;
beforeAll(async () => {
  await host.up();
  admin = await world.someone('administrator');
  worker = await world.someone('social-worker');
});
afterEach(async () => {
  gateway.manner = manners.takes;
  gateway.received.length = 0;
  host.unknown.clear();
  await house.clock.moveTo(new Date(start));
});
afterAll(async () => {
  await host.down();
  await gateway.close();
});

/** Somebody who takes mail at any hour, and has said this of short messages. */
async function someone(said: object, role = 'partner-worker', agencyType?: string): Promise<Someone> {
  const who = await world.someone(role, agencyType === undefined ? undefined : await world.aUnit(agencyType));
  await house.rows('UPDATE person SET email = $2 WHERE id = $1', [who.id, `${who.id}@partner.example`]);
  await say(who, said);
  return who;
}
async function say(who: Someone, said: object): Promise<void> {
  const { status, text } = await who.post('/mail-hours', { delivery: 'at-once', quietFrom: '00:00', quietTo: '00:00', ...said });
  if (status !== 201) throw new Error(text);
}

async function aReferral(to: Someone, urgency: string): Promise<{ id: string; caseId: string }> {
  const { id: caseId } = await world.aCase(worker);
  await worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [to.agencyId] });
  const made = await worker.post(`/cases/${caseId}/referrals`, { toUnitId: to.unitId, serviceType: 'school-place', urgency });
  const sent = await worker.post(`/referrals/${made.body.id}/send`);
  if (sent.status !== 200) throw new Error(sent.text);
  await keepWhatIsDue(house);
  return { id: made.body.id as string, caseId };
}

interface Sent {
  readonly id: string;
  readonly to: string;
  readonly text: string;
}
const sent = (): Sent[] => gateway.received.map(({ body }) => JSON.parse(body) as Sent);
const statesOf = async (who: Someone): Promise<object[]> =>
  ((await who.get('/mails?channel=short-message&limit=100')).body.items as { status: string; fault: string | null }[]).map(
    ({ status, fault }) => ({
      status,
      fault,
    }),
  );

describe('A short message', () => {
  it('says of an emergency that there is something, by when and where, to whoever asked for it, and nothing of anybody', async () => {
    const who = await someone({ shortMessages: true, phone: number });
    const { id, caseId } = await aReferral(who, 'emergency');
    const [{ id: told }] = (await who.get(`/notifications?subjectId=${id}`)).body.items as [{ id: string }];
    const link = `https://homeward.example/notifications/${told}`;
    const text = `You have a new item ${id.slice(0, 8).toUpperCase()}, due Monday, 2 March 2026: ${link}`;
    expect(sent()).toEqual([{ id: expect.any(String), to: number, text }]);
    expect(gateway.received[0]?.headers).toMatchObject({ authorization: 'Bearer known-to-us' });
    const [facts] = await house.rows<{ code: string; name: string }>(
      `SELECT c.code, p.display_name AS name FROM case_core c, person p WHERE c.id = $1 AND p.id = $2`,
      [caseId, who.id],
    );
    for (const word of [caseId, facts!.code, facts!.name, who.id]) expect(gateway.received[0]!.body).not.toContain(word);
    expect(await statesOf(who)).toEqual([{ status: 'sent', fault: null }]);
    // The mail goes out all the same.
    expect((await who.get('/mails?channel=mail')).body.items).toMatchObject([{ status: 'sent', notificationId: null }]);
  });

  it('is sent at once, and the mail with it, of a safety contact and of a task that is urgent; of another one in the morning', async () => {
    const quiet = { shortMessages: true, phone: number, quietFrom: '20:00', quietTo: '08:00' };
    const [care, school] = [await someone(quiet, 'specialist', 'health-restricted'), await someone(quiet, 'ministry-officer', 'education')];
    // Half past eight in the evening.
    await house.clock.moveTo(new Date('2026-03-02T15:30:00Z'));
    const given = async (template: string, to: Someone, more: object): Promise<string> => {
      const { id: caseId } = await world.aCase(worker);
      await worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [to.agencyId] });
      const { body, status, text } = await worker.post(`/cases/${caseId}/tasks`, { template, toUnitId: to.unitId, ...more });
      if (status !== 201) throw new Error(text);
      await keepWhatIsDue(house);
      return (body.id as string).slice(0, 8).toUpperCase();
    };
    const contact = await given('T-72', care, { dueOn: '2026-03-03' });
    await given('T-30', school, { dueOn: '2026-03-18' });
    const urgent = await given('T-30', school, { dueOn: '2026-03-18', priority: 'urgent' });
    expect(sent().map(({ text }) => text.replace(/: .*$/, ''))).toEqual([
      `You have a new item ${contact}, due Tuesday, 3 March 2026`,
      `You have a new item ${urgent}, due Wednesday, 18 March 2026`,
    ]);
    const mailsOf = async (who: Someone): Promise<unknown> => (await who.get('/mails?channel=mail')).body.items;
    expect(await mailsOf(care)).toMatchObject([{ status: 'sent' }]);
    expect(await house.rows('SELECT FROM notification WHERE person_id = $1 AND mail_at > created_at', [school.id])).toHaveLength(1);
    gateway.received.length = 0;
    await goRoundAt(house, '2026-03-03T15:30:00Z');
    expect(sent().filter(({ text }) => text.includes(contact))).toHaveLength(1);
  });

  it('is not sent of what is not urgent, nor to whoever did not ask, nor to a number that was taken back', async () => {
    const asks = await someone({ shortMessages: true, phone: number });
    await aReferral(asks, 'normal');
    const mute = await someone({ phone: number });
    await aReferral(mute, 'emergency');
    await say(asks, { forgetPhone: true });
    await aReferral(asks, 'emergency');
    expect(sent()).toEqual([]);
    expect(await house.rows('SELECT phone FROM mail_hours WHERE person_id = $1 AND phone IS NOT NULL', [asks.id])).toEqual([]);
  });

  it('is sent of a deadline that passes, at hours in which its person takes mail', async () => {
    const who = await someone({ shortMessages: true, phone: number, quietFrom: '20:00', quietTo: '08:00' });
    const { id } = await aReferral(who, 'high');
    await goRoundAt(house, '2026-03-04T04:30:00Z', '2026-03-04T05:00:00Z');
    expect(sent().map(({ text }) => text.replace(/[0-9a-f-]{36}$/, ''))).toContain(
      `You have a new item ${id.slice(0, 8).toUpperCase()}, due Wednesday, 4 March 2026: https://homeward.example/notifications/`,
    );
  });

  it('goes where mail came back from, once a number is there', async () => {
    const who = await someone({ phone: number });
    host.unknown.add(`${who.id}@partner.example`);
    await aReferral(who, 'emergency');
    expect(sent()).toEqual([]);
    const { id } = await aReferral(who, 'emergency');
    expect(sent().map(({ to }) => to)).toEqual([number]);
    // So somebody there is reached of this one, and of the first nobody was.
    expect((await worker.get(`/referrals/${id}`)).body.notReachedSince).toBeNull();
  });

  it('is tried again while the gateway is away, the same one, for about two hours; then the administrator sees it', async () => {
    const who = await someone({ shortMessages: true, phone: number });
    gateway.manner = manners.breaks;
    await aReferral(who, 'emergency');
    expect(await statesOf(who)).toEqual([{ status: 'queued', fault: 'server-refused' }]);
    gateway.manner = manners.takes;
    await at(house, '2026-03-02T04:02:00Z');
    const ids = sent().map(({ id }) => id);
    expect([ids.length, new Set(ids).size, await statesOf(who)]).toEqual([2, 1, [{ status: 'sent', fault: null }]]);
    gateway.manner = manners.refuses;
    await house.clock.moveTo(new Date(start));
    await aReferral(who, 'emergency');
    for (let hour = 5; hour < 9; hour++) await at(house, `2026-03-02T0${hour}:00:00Z`);
    for (let hour = 1; hour < 6; hour++) await at(house, `2026-03-02T1${hour}:30:00Z`);
    const { body } = await admin.get('/mails?channel=short-message&status=given_up');
    expect(body.items).toMatchObject([{ personId: who.id, fault: 'server-refused', attempts: 8 }]);
    // An address for mail is not held to it.
    expect((await admin.get(`/people/${who.id}`)).body).toMatchObject({ emailBounces: 0 });
  });
});

describe('A gateway that lies where nothing is called', () => {
  it('is told apart from one that is away', async () => {
    const who = await someone({ shortMessages: true, phone: number });
    settings.url = 'https://10.0.0.7/send';
    await aReferral(who, 'emergency');
    settings.url = gateway.url;
    expect(await statesOf(who)).toEqual([{ status: 'queued', fault: 'not-allowed' }]);
  });
});

describe('A telephone number', () => {
  it('is known to its person and to nobody else', async () => {
    const who = await someone({ shortMessages: true, phone: number });
    const { body } = await who.get('/mail-hours');
    expect(body.items[0]).toMatchObject({ shortMessages: true, phone: number });
    const [colleague, supervisor] = [await world.someone('partner-worker', who), await world.someone('focal-point', who)];
    for (const other of [colleague, supervisor, admin])
      for (const path of [`/mail-hours/${body.items[0].id}`, '/mail-hours', `/people/${who.id}`])
        expect((await other.get(path)).text).not.toContain(number);
  });

  it.each(['900123456', '+0900123456', '+992 900 123456', '+99', `+${'9'.repeat(16)}`, '+992900123456\n', 992_900_123_456])(
    'is no %j',
    async (phone) => {
      const reply = await worker.post('/mail-hours', { delivery: 'at-once', shortMessages: true, phone });
      expect([reply.status, reply.body]).toMatchObject([400, { errors: [{ field: 'phone', code: 'not-a-phone-number' }] }]);
    },
  );

  it('stays, with the wish, when its person says something else; until they take it back, or leave', async () => {
    const who = await someone({ shortMessages: true, phone: number });
    await Promise.all([say(who, {}), say(who, { phone: '+992900654321' }), say(who, { delivery: 'digest', digestAt: '09:00' })]);
    await say(who, { delivery: 'at-once' });
    const kept = (): Promise<object[]> =>
      house.rows('SELECT phone, short_messages AS wanted FROM mail_hours WHERE person_id = $1 AND phone IS NOT NULL', [who.id]);
    expect(await kept()).toEqual([{ phone: '+992900654321', wanted: true }]);
    await say(who, { forgetPhone: true });
    expect(await kept()).toEqual([]);
    const together = await who.post('/mail-hours', { delivery: 'at-once', phone: number, forgetPhone: true });
    expect([together.status, together.body]).toMatchObject([400, { errors: [{ field: 'forgetPhone', code: 'not-together' }] }]);
    await say(who, { shortMessages: true, phone: number });
    expect((await admin.post(`/people/${who.id}/suspend`)).status).toBe(200);
    expect(await kept()).toHaveLength(1);
    expect((await admin.post(`/people/${who.id}/deactivate`)).status).toBe(200);
    expect(await kept()).toEqual([]);
  });

  it('is needed where short messages are wanted', async () => {
    const reply = await worker.post('/mail-hours', { delivery: 'at-once', shortMessages: true });
    expect([reply.status, reply.body]).toMatchObject([400, { errors: [{ field: 'phone', code: 'missing' }] }]);
  });
});

describe('What is urgent', () => {
  it('is told of by mail as well, by the same name', () => {
    const words = new Words();
    expect(shippedReference().timers.shortMessagesOf.filter((news) => !words.knows(`mail.${news}.text`))).toEqual([]);
  });
});

describe('The settings of the gateway', () => {
  const env = { DATABASE_URL: 'postgres://x/y', HOMEWARD_SECRET: 'x'.repeat(32) };
  it('are an address on a safe line and a token, or nothing', () => {
    const gatewayOf = (settings: object): unknown => readConfig({ ...env, ...settings }).shortMessages;
    expect([gatewayOf({}), gatewayOf({ SMS_URL: '', SMS_TOKEN: '' })]).toEqual([null, null]);
    expect(gatewayOf({ SMS_URL: 'https://sms.example/send', SMS_TOKEN: 't' })).toEqual({ url: 'https://sms.example/send', token: 't' });
    for (const [named, wrong] of [
      ['SMS_TOKEN', { SMS_URL: 'https://sms.example/send' }],
      ['SMS_URL', { SMS_TOKEN: 't' }],
      ...['https://10.0.0.7/send', 'https://gateway/send', 'https://u:p@sms.example/send'].map(
        (SMS_URL) => ['SMS_URL', { SMS_URL, SMS_TOKEN: 't' }] as const,
      ),
      ['SMS_URL', { SMS_URL: 'http://sms.example/send', SMS_TOKEN: 't' }],
      ['SMS_TOKEN', { SMS_URL: 'https://sms.example/send', SMS_TOKEN: 'a\r\nb' }],
    ] as const)
      expect(() => gatewayOf(wrong)).toThrow(named);
  });
});
