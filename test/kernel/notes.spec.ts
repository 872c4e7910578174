import { describe, expect, it } from '@jest/globals';
import { newAnswerCode, newCaseCode } from '../../src/kernel/case-code.ts';
import { identifierIn } from '../../src/kernel/identifiers.ts';
import { brandingIn, namesIn } from '../../src/platform/free-text.ts';

/** What becomes of a note: it is refused for what somebody can be found by, it is asked about, or it is kept. */
function fate(note: string): string {
  const kind = identifierIn(note);
  if (kind !== null) return `refused: ${kind}`;
  const word = brandingIn(note);
  if (word !== null) return `brands: ${word}`;
  return namesIn(note) ? 'asked' : 'kept';
}

describe('A note of a social worker', () => {
  it.each([
    'She missed the school year 2021-2022 and half of 2022/23.',
    'School years 2019–2020, 2020–2021 and 2021/2022 were lost.',
    'Blood pressure 120/80 130/85, pulse 72.',
    'Temperature 36.6 37.2 38.0 over three days.',
    'Weight 12.5 kg, height 98 cm, arm 13.2 cm.',
    'Hand in the certificate of no conviction by 5 May.',
    'The father has no criminal convictions.',
    'Sleeps badly: night terrors twice a week.',
    'An older boy terrorises him on the way to class.',
    'Appointment on 12 March at 9:30, then 14:00-15:30.',
    'Rent is $1,250 and food 3,500,000 UZS a month.',
    'He repaid 1200000 som in March 2024.',
    'The allowance of USD 150 to 200 comes monthly.',
    'Enrolled in School No. 45, grade 7.',
    'Moved to School № 12 in Dushanbe.',
    'The family lives in Khatlon, relatives in Tashkent.',
    'They plan to visit Osh and Jalal-Abad in summer.',
    'Children are 5,6,7,8,9,10 years old.',
    'Ages 12, 10, 8, 5, 3 and 1; all vaccinated.',
    'Open 8.30–13.00 and 14.00–17.30 on weekdays.',
    'Needs form 086 and 2 photos 3x4.',
    'May stay until 31 August, not longer than 60-90 days.',
    'Пенсия 1 250 000 сум.',
    'Зарплата 350000 тенге, расходы от 200000 до 250000 тенге.',
    'Справку подать до 5 мая.',
    'Пособие выплачено 12 марта, следующее 12.06.',
    'Аренда 45 тыс. руб. в месяц, долг 120000 руб.',
    'Готова пойти в школу с сентября.',
    'Снова жалуется на головную боль.',
    'Основа занятий: игра и рисование.',
    'Слова понимает, говорит мало.',
    'Сурова с младшими, но заботится.',
    'Корова продана, дохода нет.',
    'Голова болит второй день, давление 110/70.',
    'Учится в школе № 12, живёт в Душанбе.',
    'Переехали из Худжанда в Бишкек, потом в Алматы.',
    'Радикальных изменений нет, нужны радикальные меры.',
    'Старший терроризирует брата.',
    'Просим Вас принять ребёнка в 2025-2026 учебном году.',
    'Приём 08:00–12:00 13:00–17:00, кабинет 214.',
    'Доход семьи 2 500 сомони, пособие 400 сомони.',
    'Вес 18,2 рост 110,5 температура 36,6 37,1.',
    'Доход 2 500 000 в месяц, расход 350000-сум.',
    'Ministry of Education asked; the family lives в Согдийской области.',
    'Eki uly bar.',
    'Кӯдак дар Душанбе мехонад, синфи 5.',
    'Кӯмакпулӣ 400 сомонӣ, то 5 март мегиранд.',
    'Bola maktabga 2-sentabrda boradi, nafaqa 1 250 000 so‘m.',
    'Uning qizi Toshkentda o‘qiydi, 7-sinf.',
    'Пенсияси 850 000 сўм, Тошкентда яшайди.',
    'Отбасы Алматыда тұрады, жәрдемақы 85000 теңге.',
    'Бала 5 мамырда мектепке барады.',
    'Анын кызы Бишкекте окуйт, 12-мартта келет.',
    'Жөлөкпул 12000 сом, 2023-2024 окуу жылы.',
  ])('is kept as it is when it is ordinary: %s', (note) => {
    expect([note, fate(note)]).toEqual([note, 'kept']);
  });

  it.each([
    'Please ask Zarina.',
    'Karimova comes along.',
    'She stays with Aunt Gulnora.',
    'Seen with Rustam in Dushanbe.',
    'Her brother Abai is older.',
    'Спросите Каримову.',
    'Рахимова пришла с ребёнком.',
    'Живёт у тёти Мадины.',
    'Юсупович обещал помочь.',
    'Приходил Ташкентов с женой.',
    'Айдар уулу келди.',
    'Нурдин уулу келди.',
    'Aizada Bolot kyzy comes along.',
    'Модараш бо Зарина омад.',
    'Онаси Гулнора билан келди.',
    'Anasi Gulnora bilan keldi.',
  ])('is asked about when it reads like a name: %s', (note) => {
    expect([note, fate(note)]).toEqual([note, 'asked']);
  });

  const code = newCaseCode();
  const spoken = newAnswerCode();
  it.each([
    'Call 90–123–45–67',
    'Call 90\u2011123\u201145\u201167',
    'Call 90\u2212123\u221245\u221267',
    'Call 90,123,45,67',
    'Call 90_123_45_67',
    'Call 90:123:45:67',
    'Call 90/123/45/67',
    'Call 90*123*45*67',
    'Call 9\u20e30\u20e31\u20e32\u20e33\u20e34\u20e35\u20e3',
    'Call 9\ufe0f\u20e30\ufe0f\u20e3 1\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e3 4\ufe0f\u20e35\ufe0f\u20e3',
    'Call 90\u3164123\u316445\u316467',
    'Call 9\u03010\u03011\u030123\u0301456',
    'Call 90-12:34-56',
    'Телефон 90 123 45 67, звонить до 5 мая',
    'born 12-Mar-2014',
    'born 12-Mar-14',
    'born 12/March/2014',
    'born March 12, 2014',
    'born on the 3rd of May 2014',
    'born 12.III.2014',
    'born 12. 03. 2014',
    'born 12–03–2014',
    'родилась 12 марта 2014 года',
    'родился 12-го мар. 2014',
    'таваллуд 12 марти соли 2014',
    'tugʻilgan 12 fevral 2014',
    'tugʻilgan 2014-yil 12-fevral',
    'туғилган 12 феврал 2014',
    'туған күні 12 ақпан 2014',
    '2014 жылғы 12 наурызда туған',
    'туулган күнү 12 мартта 2014',
    '2014-жылдын 12-мартында туулган',
    'record AB-123-456',
    'passport AB-123-4567',
    'the case 7km 2qx 9abc',
    'at 38.55, 68.78',
    'at 38,55 68,78',
    'at 42.87; 74.59',
    'at N38.55 E68.78',
    'lat 38.55 lon 68.78',
    'Call ９０・１２３・４５・６７',
    'born 12.ІІІ.2014',
    'ИИН 140312600123 тенге',
    'Phone 901234567 som',
    `the case ${code.toLowerCase().replaceAll('-', '–')}`,
    `the code ${spoken}`,
  ])('is refused with what somebody can be found by: %s', (note) => {
    expect([note, fate(note)]).toEqual([note, expect.stringMatching(/^refused: /)]);
  });

  it.each([
    ['Certificate of conviction of the father', 'convict'],
    ['They call her a terrorist', 'terroris'],
    ['born in Al\u2011Hol', 'al-Hol'],
    ['родился в аль-Холе', 'аль-Хол'],
    ['игиловцы', 'игилов'],
    ['из ИГИЛа', 'ИГИЛа'],
    ['дети боевиков', 'боевик'],
    ['радикальный ислам', 'радикал'],
    ['No conviction, but radicalised', 'radicali'],
  ])('tells by which word of the list it brands: %s (%s)', (note, word) => {
    expect([note, brandingIn(note)]).toEqual([note, word]);
  });
});
