import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '../../src/kernel/clock.ts';
import { HearBounce } from '../../src/modules/notifications/bounces/hear-bounce.ts';
import { ReturnAddresses } from '../../src/modules/notifications/bounces/return-addresses.ts';
import { BounceDoor } from '../../src/modules/notifications/index.ts';
import { Log } from '../../src/platform/log.ts';
import { openHouse } from '../support/app.ts';
import { aReport, handOver, openDoor, withBounces } from '../support/bounces.ts';
import { MailHost } from '../support/mail-host.ts';
import { keepWhatIsDue } from '../support/promises.ts';
import { World, type Someone } from '../support/world.ts';

const host = await MailHost.reserve();
const house = openHouse({ mail: withBounces(host) });
const world = new World(house);
const start = '2026-03-02T04:00:00Z';
let port: number;
let admin: Someone;
let worker: Someone;
beforeAll(async () => {
  await host.up();
  port = await openDoor(house);
  admin = await world.someone('administrator');
  worker = await world.someone('social-worker');
});
afterEach(async () => {
  host.unknown.clear();
  await house.clock.moveTo(new Date(start));
});
afterAll(() => host.down());

const later = (days: number): Date => new Date(Date.parse(start) + days * 86_400_000);
const personOf = async (who: Someone): Promise<{ emailBounces: number; unreachableSince: string | null }> =>
  (await admin.get(`/people/${who.id}`)).body;

async function mend(who: Someone, email: string): Promise<void> {
  const { headers } = await admin.get(`/people/${who.id}`);
  const { status, text } = await admin.patch(`/people/${who.id}`, { email }, { 'if-match': String(headers.etag) });
  if (status !== 200) throw new Error(text);
}

/** Somebody of a unit of their own, with an address. */
async function amber(): Promise<Someone> {
  const who = await world.someone('partner-worker');
  await mend(who, 'amber@partner.example');
  return who;
}

/** A mail goes out to somebody; where it comes back to is told with it. */
async function aMail(to: Someone): Promise<{ id: string; back: string }> {
  host.arrived.length = 0;
  const { id: referralId } = await world.aSentReferral(worker, to);
  await keepWhatIsDue(house);
  const { body } = await to.get(`/notifications?subjectId=${referralId}`);
  return { id: body.items[0].mailId as string, back: host.arrived.at(-1)!.from };
}

const stateOf = async (who: Someone, id: string): Promise<object> => (await who.get(`/mails/${id}`)).body;

describe('A mail that went out', () => {
  it('has a way back of its own, which says nothing, and is marked as sent by nobody’s hand', async () => {
    const who = await amber();
    const [first, second] = [await aMail(who), await aMail(who)];
    for (const { back, id } of [first, second]) {
      expect(back).toMatch(/^[0-9a-f]{60}@bounces\.house\.example$/);
      expect(back).toContain(id.replaceAll('-', ''));
    }
    const [{ raw } = { raw: '' }] = host.arrived;
    expect(raw).toContain('Auto-Submitted: auto-generated');
    // The server is asked to report, and with the headers alone.
    expect(host.arrived[0]?.reports).toBe('HDRS FAILURE,DELAY');
    expect(raw).toContain('From: homeward@house.example');
    // That is for the last server to write.
    expect(raw).not.toContain('Return-Path');
  });

  it('and comes back is bounced: its person and the administrator see it and why, nobody else does, and nothing of the report is kept', async () => {
    const who = await amber();
    const { id, back } = await aMail(who);
    expect(await handOver(port, { to: back })).toBe(250);
    const bounced = { status: 'bounced', fault: 'bounced', reportedStatus: '5.1.1', reportedAt: later(0).toISOString() };
    expect(await stateOf(who, id)).toMatchObject(bounced);
    expect(await stateOf(admin, id)).toMatchObject(bounced);
    expect((await worker.get(`/mails/${id}`)).status).toBe(404);
    const kept = await house.rows<{ row: string }>(`SELECT m::text AS row FROM mail m UNION ALL SELECT n::text FROM notification n`);
    for (const word of ['sorry', 'unknown', 'MAILER', 'partner.example']) expect(JSON.stringify(kept)).not.toContain(word);
  });

  it('and is late on its way is still on its way, and says so; what is lost in the end is bounced', async () => {
    const who = await amber();
    const { id, back } = await aMail(who);
    await handOver(port, { to: back, raw: aReport('Action: delayed\r\nStatus: 4.4.1\r\n') });
    expect(await stateOf(who, id)).toMatchObject({ status: 'sent', fault: 'delayed', reportedStatus: '4.4.1' });
    await handOver(port, { to: back, raw: aReport('Action: failed\r\nStatus: 4.4.7\r\n') });
    expect(await stateOf(who, id)).toMatchObject({ status: 'bounced', fault: 'bounced', reportedStatus: '4.4.7' });
    // Reports overtake each other.
    await handOver(port, { to: back, raw: aReport('Action: delayed\r\nStatus: 4.4.1\r\n') });
    expect(await stateOf(who, id)).toMatchObject({ status: 'bounced', reportedStatus: '4.4.7' });
  });

  it('is tried anew once the cause is mended, and what comes back of the first time is no news of the second', async () => {
    const who = await amber();
    const { id, back } = await aMail(who);
    await handOver(port, { to: back });
    await mend(who, 'amber@new.example');
    expect((await admin.post(`/mails/${id}/replay`)).status).toBe(200);
    await keepWhatIsDue(house);
    expect(host.arrived.at(-1)).toMatchObject({ to: ['amber@new.example'] });
    expect(await handOver(port, { to: back })).toBe(250);
    expect(await stateOf(who, id)).toMatchObject({ status: 'sent', fault: null, reportedStatus: null });
    await handOver(port, { to: host.arrived.at(-1)!.from });
    expect(await stateOf(who, id)).toMatchObject({ status: 'bounced' });
  });
});

describe('An address from which mail comes back', () => {
  it('is unreachable after the second mail, however often each is told; whoever keeps addresses hears of it, once, and mends it', async () => {
    const who = await amber();
    const mails = [await aMail(who), await aMail(who), await aMail(who)];
    expect(await Promise.all([1, 2, 3].map(() => handOver(port, { to: mails[0]!.back })))).toEqual([250, 250, 250]);
    expect(await personOf(who)).toMatchObject({ emailBounces: 1, unreachableSince: null });
    for (const { back } of mails.slice(1)) await handOver(port, { to: back });
    expect(await personOf(who)).toMatchObject({ emailBounces: 3, unreachableSince: later(0).toISOString() });
    const { body } = await admin.get(`/notifications?subjectId=${who.id}`);
    expect(body.items).toMatchObject([{ kind: 'unreachable', subjectType: 'person' }]);
    const late = await aMail(who);
    await mend(who, 'amber@new.example');
    expect(await personOf(who)).toMatchObject({ emailBounces: 0, unreachableSince: null });
    // It went to the address of before.
    await handOver(port, { to: late.back });
    expect(await stateOf(who, late.id)).toMatchObject({ status: 'bounced' });
    expect(await personOf(who)).toMatchObject({ emailBounces: 0 });
  });

  it('counts what the server refuses at once like what comes back; it is nobody’s to see but the administrator’s, and nobody’s to set', async () => {
    const who = await amber();
    host.unknown.add('amber@partner.example');
    await world.aSentReferral(worker, who);
    await world.aSentReferral(worker, who);
    await keepWhatIsDue(house);
    // Both stood in one mail.
    expect(await personOf(who)).toMatchObject({ emailBounces: 1, unreachableSince: null });
    const colleague = await world.someone('focal-point', who);
    expect((await colleague.get(`/people/${who.id}`)).text).not.toContain('ounce');
    const { headers } = await admin.get(`/people/${who.id}`);
    const edit = await admin.patch(`/people/${who.id}`, { emailBounces: 0 }, { 'if-match': String(headers.etag) });
    expect(edit.status).toBeGreaterThanOrEqual(400);
  });
});

describe('The door for what comes back', () => {
  it('lets nothing in that is forged, too old, elsewhere, or from somebody: it passes nothing on and answers nobody', async () => {
    const who = await amber();
    const { id, back } = await aMail(who);
    const [token, domain] = back.split('@') as [string, string];
    const other = token.startsWith('0') ? '1' : '0';
    const strangers = [
      ...['amber@partner.example', `${token}@partner.example`, `${token}@sub.${domain}`, `${token}0@${domain}`, `postmaster@${domain}`],
      ...[
        `${other}${token.slice(1)}@${domain}`,
        `${token.slice(0, -1)}${other}@${domain}`,
        `${token.slice(0, 33)}f${token.slice(34)}@${domain}`,
      ],
    ].filter((address) => address !== back);
    const sent = host.arrived.length;
    expect(await Promise.all(strangers.map((to) => handOver(port, { to })))).toEqual(strangers.map(() => 550));
    expect(await handOver(port, { to: back, from: 'somebody@partner.example' })).toBe(550);
    await house.clock.moveTo(later(15));
    expect(await handOver(port, { to: back })).toBe(550);
    await house.clock.moveTo(later(-1));
    expect(await handOver(port, { to: back })).toBe(550);
    expect([await stateOf(who, id), host.arrived.length]).toMatchObject([{ status: 'sent', reportedStatus: null }, sent]);
    await house.clock.moveTo(later(14));
    expect(await handOver(port, { to: back.toUpperCase() })).toBe(250);
    expect(await stateOf(who, id)).toMatchObject({ status: 'bounced' });
  });

  it('takes what is no report, and forgets it: an answer from a holiday, half a mail, noise', async () => {
    const who = await amber();
    const { id, back } = await aMail(who);
    const noise = [
      'Subject: I am away\r\nAuto-Submitted: auto-replied\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n',
      aReport().slice(0, 300),
      aReport('Action: delivered\r\nStatus: 2.0.0\r\n'),
      aReport('Action: failed\r\nStatus: nine\r\n'),
      aReport('Action: failed\r\nStatus: 2.1.1\r\n'),
      aReport('Action: failed\r\n'),
      aReport(undefined, 'message/rfc822'),
      `Content-Type: multipart/mixed; boundary="x"\r\n\r\n${'--x\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'.repeat(50)}`,
      // More parts or lines than a report has: it is not even read.
      aReport().replace('left.', 'left.\r\n'.repeat(2_000)),
      aReport().replace('--edge\r\n', '--edge\r\n\r\n'.repeat(60)),
      Buffer.from(Array.from({ length: 5_000 }, (_, n) => (n * 7) % 256)),
      '\r\n',
    ];
    for (const raw of noise) expect(await handOver(port, { to: back, raw })).toBe(250);
    expect(await stateOf(who, id)).toMatchObject({ status: 'sent', reportedStatus: null });
    const folded = aReport('Action:\r\n failed\r\nStatus:\r\n\t5.2.2\r\n', 'message/global-delivery-status');
    await handOver(port, { to: back, raw: folded });
    expect(await stateOf(who, id)).toMatchObject({ status: 'bounced', reportedStatus: '5.2.2' });
  });

  it('takes no more than a report can be, for one at a time, and no word of a password or of other people', async () => {
    const who = await amber();
    const { id, back } = await aMail(who);
    expect(await handOver(port, { to: back, raw: aReport() + 'x'.repeat(70_000) })).toBe(552);
    const { back: another } = await aMail(who);
    // The second is asked for by itself.
    expect(await handOver(port, { to: [another, back] })).toBe(250);
    expect(await stateOf(who, id)).toMatchObject({ status: 'sent' });
    const socket = connect(port, '127.0.0.1');
    const say = async (line: string): Promise<string> => {
      if (line !== '') socket.write(`${line}\r\n`);
      return String((await once(socket, 'data'))[0] as Buffer);
    };
    await say('');
    expect(await say('EHLO x')).not.toMatch(/AUTH|STARTTLS/);
    expect(await say('AUTH PLAIN AGEAYg==')).toMatch(/^50\d /);
    expect(await say(`VRFY ${who.id}`)).not.toContain('partner.example');
    socket.destroy();
  });

  it('is one for LMTP too, if that is how the mail server hands over', async () => {
    const { mail } = house.config;
    const listen = { host: '127.0.0.1', port: 0, lmtp: true };
    const config = { ...house.config, mail: { ...mail!, bounces: { ...mail!.bounces!, listen } } };
    const parts = [ReturnAddresses, HearBounce, Clock, Log].map((part) => house.app.get<never>(part, { strict: false }));
    const door = new BounceDoor(config, ...(parts as [never, never, never, never]));
    const at = (await door.open())!;
    const who = await amber();
    const { id, back } = await aMail(who);
    expect(await handOver(at, { to: back, lmtp: true })).toBe(250);
    expect(await handOver(at, { to: 'amber@partner.example', lmtp: true })).toBe(550);
    expect(await stateOf(who, id)).toMatchObject({ status: 'bounced' });
    await door.beforeApplicationShutdown();
  });

  it('lets nobody stay, however much they say', async () => {
    const parts = [ReturnAddresses, HearBounce, Clock, Log].map((part) => house.app.get<never>(part, { strict: false }));
    const door = new BounceDoor(house.config, ...(parts as [never, never, never, never]));
    const socket = connect((await door.open(300))!, '127.0.0.1');
    const talking = setInterval(() => socket.write('NOOP\r\n'), 20);
    socket.on('error', () => undefined).resume();
    await once(socket, 'close');
    clearInterval(talking);
    await door.beforeApplicationShutdown();
  });

  it('takes what comes back of a mail that is kept no more, and forgets it', async () => {
    const back = house.app.get(ReturnAddresses, { strict: false }).of({ mailId: randomUUID(), replays: 0 }, later(0));
    expect(await handOver(port, { to: back })).toBe(250);
  });

  it('asks to be told again when the database does not answer', async () => {
    const who = await amber();
    const { id, back } = await aMail(who);
    await house.rows('ALTER TABLE mail RENAME TO mail_away');
    const codes = [await handOver(port, { to: back })];
    await house.rows('ALTER TABLE mail_away RENAME TO mail');
    codes.push(await handOver(port, { to: back }));
    expect([codes, await stateOf(who, id)]).toMatchObject([[451, 250], { status: 'bounced' }]);
  });
});
