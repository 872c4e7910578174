import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Letter } from '../../src/modules/notifications/letter.ts';
import { Letters } from '../../src/modules/notifications/letter.ts';
import { MailServer } from '../../src/modules/notifications/mail-server.ts';
import { Notification } from '../../src/modules/notifications/notification.entity.ts';
import { readConfig, type Config } from '../../src/platform/config.ts';
import { Words } from '../../src/platform/words.ts';
import { openHouse } from '../support/app.ts';
import { SilentHost } from '../support/mail-host.ts';
import { keepWhatIsDue, promisesOf } from '../support/promises.ts';
import { World } from '../support/world.ts';

const letter: Letter = {
  id: 'b0a3c8f2-6d35-4b1a-9d0e-5a3e6c1d2f40',
  replays: 0,
  personId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  email: 'amber@partner.example',
  language: 'en',
  subject: 'Something is due',
  text: 'Look here.',
  notifications: ['b0a3c8f2-6d35-4b1a-9d0e-5a3e6c1d2f40'],
};

describe('A mail server that takes a call and says nothing', () => {
  it('is hung up on, and left alone for half a minute', async () => {
    const silent = new SilentHost();
    const clock = { at: Date.parse('2026-03-02T04:00:00Z'), now: () => new Date(clock.at) };
    const server = new MailServer(await silent.up(), 'house.example', clock, null, 200);
    const away = { as: 'put-off', fault: 'server-away' };
    expect(await Promise.all([server.post(letter), server.post(letter)])).toEqual([away, away]);
    expect(silent.calls).toBe(2);
    expect(await Promise.all(Array.from({ length: 50 }, () => server.post(letter)))).toEqual(Array(50).fill(away));
    expect(silent.calls).toBe(2);
    clock.at += 31_000;
    expect(await Promise.all(Array.from({ length: 50 }, () => server.post(letter)))).toEqual(Array(50).fill(away));
    expect(silent.calls).toBe(3);
    await silent.down();
  });
});

const silent = new SilentHost();
const house = openHouse({ mail: await silent.up() });
const world = new World(house);
afterAll(() => silent.down());

describe('While the mail server hangs', () => {
  it('the mail is put off and its promise kept, and other promises are kept meanwhile', async () => {
    const [worker, partner] = [await world.someone('social-worker'), await world.someone('partner-worker')];
    await house.rows(`UPDATE person SET email = 'amber@partner.example' WHERE id = $1`, [partner.id]);
    await world.aSentReferral(worker, partner);
    for (const id of await promisesOf(house).claimDue()) await promisesOf(house).keep(id);
    await house.clock.moveTo(new Date('2026-03-07T04:00:00Z'));
    const kinds = new Map(
      (await house.rows<{ id: string; kind: string }>('SELECT id, kind FROM platform.outbox')).map((p) => [p.id, p.kind]),
    );
    const due = await promisesOf(house).claimDue();
    const ended: string[] = [];
    await Promise.all(
      due.map((id) =>
        promisesOf(house)
          .keep(id)
          .then(() => ended.push(kinds.get(id)!)),
      ),
    );
    expect([...new Set(ended)].sort()).toEqual(['remind-follow-up', 'send-mail']);
    expect(ended.at(-1)).toBe('send-mail');
    const rows = await house.rows(`SELECT status, fault, attempts FROM mail WHERE person_id = $1`, [partner.id]);
    expect(rows).toEqual([{ status: 'queued', fault: 'server-away', attempts: 1 }]);
    await keepWhatIsDue(house);
    expect(await house.rows(`SELECT 1 FROM platform.outbox WHERE state <> 'done' AND due_at <= $1`, [house.clock.now()])).toEqual([]);
  }, 30_000);
});

describe('Each person is written to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'languages-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, 'en.json'),
    JSON.stringify({
      'mail.follow-up.due.subject': 'Due',
      'mail.follow-up.due.text': 'By {dueOn}: {link}',
      'mail.task.done.text': 'Done: {link}',
      'post.several.subject': '{count} things',
    }),
  );
  writeFileSync(
    join(folder, 'ru.json'),
    JSON.stringify({
      'mail.follow-up.due.subject': 'Срок',
      'mail.follow-up.due.text': 'К {dueOn}: {link}',
      'post.several.subject': 'Дел: {count}',
    }),
  );
  const letters = new Letters(new Words(pathToFileURL(`${folder}/`)), { publicUrl: 'https://h.example' } as Config);
  const mail = { id: '1', personId: '2', replays: 0 };
  const about = Object.assign(new Notification(), {
    id: '1',
    personId: '2',
    kind: 'due',
    subjectType: 'follow-up',
    subjectId: '3',
    dueOn: '2026-03-04',
  });
  const task = Object.assign(new Notification(), { id: '4', personId: '2', kind: 'done', subjectType: 'task', subjectId: '5' });

  it('in their own language, days too, where it has words, and in English where it has none', () => {
    const written = ['en', 'ru', 'tg'].map((locale) => letters.of(mail, [about], null, locale));
    expect(written.map(({ language, subject, text }) => [language, subject, text])).toEqual([
      ['en', 'Due', 'By Wednesday, 4 March 2026: https://h.example/follow-ups/3'],
      ['ru', 'Срок', 'К среда, 4 марта 2026 г.: https://h.example/follow-ups/3'],
      ['en', 'Due', 'By Wednesday, 4 March 2026: https://h.example/follow-ups/3'],
    ]);
  });

  it('of several things in one language, the one that has words for all of them', () => {
    const twice = letters.of(mail, [about, about], null, 'ru');
    expect([twice.language, twice.subject, twice.text.split('\n')]).toMatchObject(['ru', 'Дел: 2', { length: 2 }]);
    expect(letters.of(mail, [about, task], null, 'ru')).toMatchObject({
      ...{ id: '1', personId: '2', language: 'en', subject: '2 things', notifications: ['1', '4'] },
      text: 'By Wednesday, 4 March 2026: https://h.example/follow-ups/3\nDone: https://h.example/tasks/5',
    });
  });
});

describe('The settings of the mail server', () => {
  const env = { DATABASE_URL: 'postgres://x/y', HOMEWARD_SECRET: 'x'.repeat(32) };
  const mail = (settings: Record<string, string>): Config['mail'] => readConfig({ ...env, ...settings }).mail;

  it('are taken apart, and a line that is not safe is used on this machine alone', () => {
    expect(mail({})).toBeNull();
    const from = { MAIL_FROM: 'homeward@example.org' };
    expect(mail({ ...from, SMTP_URL: 'smtps://a%40b:p%2Fw@mail.example' })).toEqual({
      ...{ host: 'mail.example', port: 465, secure: true, requireTls: false, user: 'a@b', password: 'p/w', from: 'homeward@example.org' },
      bounces: null,
    });
    expect(mail({ ...from, SMTP_URL: 'smtp://mail.example' })).toMatchObject({ port: 587, secure: false, requireTls: true, user: null });
    expect(mail({ ...from, SMTP_URL: 'smtp://localhost:25', BOUNCE_DOMAIN: 'bounces.example.org' })?.bounces).toEqual({
      domain: 'bounces.example.org',
      listen: { host: '127.0.0.1', port: 2525, lmtp: false },
    });
    const lmtp = { BOUNCE_DOMAIN: 'bounces.example.org', BOUNCE_LISTEN: 'lmtp://[::1]:24' };
    expect(mail({ ...from, SMTP_URL: 'smtp://localhost:25', ...lmtp })?.bounces?.listen).toEqual({ host: '::1', port: 24, lmtp: true });
    expect(mail({ ...from, SMTP_URL: 'smtp://localhost:25', BOUNCE_DOMAIN: '' })?.bounces).toBeNull();
    expect(mail({ ...from, SMTP_URL: 'smtp://localhost:2525' })).toMatchObject({ port: 2525, requireTls: false });
  });

  it.each([
    [{ SMTP_URL: 'smtps://mail.example' }, 'MAIL_FROM'],
    [{ MAIL_FROM: 'homeward@example.org' }, 'SMTP_URL'],
    [{ MAIL_FROM: 'homeward@example.org', SMTP_URL: 'https://mail.example' }, 'SMTP_URL'],
    [{ BOUNCE_DOMAIN: 'bounces.example.org' }, 'SMTP_URL'],
    [{ MAIL_FROM: 'a@b.example', SMTP_URL: 'smtps://mail.example', BOUNCE_DOMAIN: 'Bounces' }, 'BOUNCE_DOMAIN'],
    [
      { MAIL_FROM: 'a@b.example', SMTP_URL: 'smtps://mail.example', BOUNCE_DOMAIN: 'b.example', BOUNCE_LISTEN: 'smtp://x' },
      'BOUNCE_LISTEN',
    ],
    [{ MAIL_FROM: 'Homeward', SMTP_URL: 'smtps://mail.example' }, 'MAIL_FROM'],
  ])('%j are refused', (settings, named) => {
    expect(() => mail(settings as Record<string, string>)).toThrow(named);
  });
});
