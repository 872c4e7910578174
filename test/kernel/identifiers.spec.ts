import { describe, expect, it } from '@jest/globals';
import { identifierIn, type IdentifierKind } from '../../src/kernel/identifiers.ts';
import { namesIn } from '../../src/platform/free-text.ts';

describe('A text by which somebody can be found', () => {
  it.each<[string, IdentifierKind]>([
    ['Call +992 90 123 45 67', 'telephone-number'],
    ['Call 90-123-45-67 after lunch', 'telephone-number'],
    ['Phone: (37) 227 12 34', 'telephone-number'],
    ['звоните 8 (701) 123-45-67', 'telephone-number'],
    ['Passport A1234567', 'document-number'],
    ['паспорт AN 123456', 'document-number'],
    ['ИИН 140312600123', 'number'],
    ['card 4111 1111 1111 1111', 'card-number'],
    ['۹۰۱۲۳۴۵۶۷', 'number'],
    ['٩٠ ١٢٣ ٤٥ ٦٧', 'telephone-number'],
    ['９０１２３４５６７', 'number'],
    ['90\u200b12\u200b34\u200b56\u200b7', 'number'],
    ['write to m.example@example.org', 'mail-address'],
    ['on telegram @some_body', 'handle'],
    ['see https://example.org/x', 'web-address'],
    ['see www.example.org', 'web-address'],
    ['see t.me/x and example.tj', 'web-address'],
    ['born 12.03.2014', 'date'],
    ['born 2014-03-12', 'date'],
    ['born 12/3/14', 'date'],
    ['the case 7KM-2QX-9ABC', 'record-code'],
    ['the case 7km-2qx-9abc', 'record-code'],
    ['Tel 90.123.45.67', 'telephone-number'],
    ['record 5b0a3c1e-6c5f-4a55-9d6e-0a1b2c3d4e5f', 'record-code'],
    ['at 38.5598, 68.7870', 'coordinates'],
    ['the number 791028302728', 'national-id'],
    ['ИИН 061211600012', 'national-id'],
    ['ИНН 500100732259', 'national-id'],
    ['JSHSHIR 31203901234567', 'national-id'],
    ['PIN 21203199012345', 'national-id'],
    ['ID A1234567 of the child', 'document-number'],
    ['свидетельство I-ХА № 1234567', 'document-number'],
    ['N 38° 33′ E 68° 47′', 'coordinates'],
    ['her number is 1234567', 'number'],
    ['+7 701 123 45 67', 'telephone-number'],
    ['996555123456', 'telephone-number'],
    ['room 123456', 'number'],
  ])('is noticed: %s (%s)', (text, kind) => {
    expect(identifierIn(text)).toBe(kind);
  });

  it.each([
    'On Mondays from 8.30-12.30 or 14:00-17:00.',
    'Room 214, second floor, 3 stairs without a rail.',
    'She needs 2 sessions a week for 6 weeks.',
    'Для занятий нужен переводчик с таджикского, 2 раза в неделю.',
    'It may take 10 to 12 days.',
    'Grade 5 or 6, whichever has room in 2026.',
    'We have 25 places and 140 on the list.',
    'Only 5 may come at a time, on an out-and-back trip.',
    'Open 9.00-13.00, 14.30 to 17.30.',
    'A fever of 38° for 2 days, then 37.5.',
    'Two of 10 mg in the morning.',
  ])('and one by which nobody can is not: %s', (text) => {
    expect(identifierIn(text)).toBeNull();
  });
});

describe('A text that reads as if it named somebody', () => {
  it.each([
    'Please ask Zarina.',
    'Karimova comes along.',
    'The school, Green Valley, has room.',
    'Спросите Каримову и Рахимов придёт',
    'ask Karimova',
    'Фирдавс Мирзозода придёт',
    'Aizada Bolot kyzy comes along',
    'speak to Rustam K. first',
  ])('is asked about: %s', (text) => {
    expect(namesIn(text)).toBe(true);
  });

  it.each([
    'The teacher asks when she can come.',
    'On Mondays, in Tajik or Russian.',
    'Готов переводчик с узбекского.',
    'Please bring a paper from school. It is needed.',
    'Нужен переводчик. Когда удобно?',
    'Sleeps badly\nNightmares, twice a week\nEats well',
  ])('and one that names nobody is not: %s', (text) => {
    expect(namesIn(text)).toBe(false);
  });
});
