import { describe, expect, it } from '@jest/globals';
import { holdsIdentifier, mayName } from '../../src/kernel/identifiers.ts';

describe('A text by which somebody can be found', () => {
  it.each([
    'Call +992 90 123 45 67',
    'Call 90-123-45-67 after lunch',
    'Phone: (37) 227 12 34',
    'звоните 8 (701) 123-45-67',
    'Passport A1234567',
    'паспорт AN 123456',
    'ИИН 140312600123',
    'card 4111 1111 1111 1111',
    '۹۰۱۲۳۴۵۶۷',
    '٩٠ ١٢٣ ٤٥ ٦٧',
    '９０１２３４５６７',
    '90\u200b12\u200b34\u200b56\u200b7',
    'write to m.example@example.org',
    'on telegram @some_body',
    'see https://example.org/x',
    'see www.example.org',
    'see t.me/x and example.tj',
    'born 12.03.2014',
    'born 2014-03-12',
    'born 12/3/14',
    'on 12 March',
    'on the 3rd of May',
    'March 12 in the morning',
    'родилась 12 марта',
    'the case 7KM-2QX-9ABC',
    'the case 7km-2qx-9abc',
    'on the 3rd of May',
    'May 3',
    'Tel 90.123.45.67',
    'record 5b0a3c1e-6c5f-4a55-9d6e-0a1b2c3d4e5f',
    'at 38.5598, 68.7870',
  ])('is noticed: %s', (text) => {
    expect(holdsIdentifier(text)).toBe(true);
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
  ])('and one by which nobody can is not: %s', (text) => {
    expect(holdsIdentifier(text)).toBe(false);
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
    expect(mayName(text)).toBe(true);
  });

  it.each([
    'The teacher asks when she can come.',
    'On Mondays, in Tajik or Russian.',
    'Готов переводчик с узбекского.',
    'Please bring a paper from school. It is needed.',
    'Нужен переводчик. Когда удобно?',
  ])('and one that names nobody is not: %s', (text) => {
    expect(mayName(text)).toBe(false);
  });
});
