import { describe, expect, it } from '@jest/globals';
import { type MailHours, mailTime } from '../../src/kernel/quiet-hours.ts';
import { loadReference } from '../../src/platform/reference.ts';

const reference = loadReference();
const usual: MailHours = { delivery: 'at-once', digestAt: '09:00', quietFrom: '20:00', quietTo: '08:00', quietOnDaysOff: false };
const local = (text: string): Date => new Date(`${text}+05:00`);
const shown = (at: Date): string => new Date(at.getTime() + 5 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

describe('Mail goes out', () => {
  it.each([
    ['at once, with the minute', {}, '2026-11-23T10:00:01', '2026-11-23 10:01:00'],
    ['at once, on the minute itself', {}, '2026-11-23T10:00:00', '2026-11-23 10:00:00'],
    ['in the morning, when the night has begun', {}, '2026-11-23T20:00:00', '2026-11-24 08:00:00'],
    ['in the morning, when it is not over', {}, '2026-11-23T07:59:00', '2026-11-23 08:00:00'],
    ['in the evening still', {}, '2026-11-23T19:59:00', '2026-11-23 19:59:00'],
    ['in the night, where no hour is quiet', { quietFrom: '00:00', quietTo: '00:00' }, '2026-11-23T02:30:00', '2026-11-23 02:30:00'],
    ['after a rest at noon', { quietFrom: '12:00', quietTo: '14:00' }, '2026-11-23T12:30:00', '2026-11-23 14:00:00'],
    ['on a Sunday too', {}, '2026-11-22T10:00:00', '2026-11-22 10:00:00'],
    ['on Monday, where days off are quiet', { quietOnDaysOff: true }, '2026-11-22T10:00:00', '2026-11-23 08:00:00'],
    ['after Navruz, where days off are quiet', { quietOnDaysOff: true }, '2026-03-19T21:00:00', '2026-03-30 08:00:00'],
    ['with the next digest', { delivery: 'digest' }, '2026-11-23T09:01:00', '2026-11-24 09:00:00'],
    ['with the digest of its own minute', { delivery: 'digest' }, '2026-11-23T09:00:59', '2026-11-23 09:00:00'],
    ['with the digest of the same day', { delivery: 'digest' }, '2026-11-23T03:00:00', '2026-11-23 09:00:00'],
    [
      'with Monday’s digest, where days off are quiet',
      { delivery: 'digest', quietOnDaysOff: true },
      '2026-11-20T10:00:00',
      '2026-11-23 09:00:00',
    ],
  ] as const)('%s', (_, hours, at, goes) =>
    expect(shown(mailTime({ ...usual, ...hours }, reference.calendar('TJ'), local(at)))).toBe(goes),
  );

  it('by the clock and the holidays of the country', () => {
    const away = { ...usual, quietOnDaysOff: true };
    expect(mailTime(away, reference.calendar('KG'), new Date('2026-05-01T04:00:00Z')).toISOString()).toBe('2026-05-11T02:00:00.000Z');
    // Half past seven in Dushanbe, half past eight in Bishkek.
    const early = new Date('2026-11-23T02:30:00Z');
    expect(mailTime(usual, reference.calendar('KG'), early)).toEqual(early);
    expect(mailTime(usual, reference.calendar('TJ'), early).toISOString()).toBe('2026-11-23T03:00:00.000Z');
  });
});
