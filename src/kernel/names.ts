import { plain } from './plain-text.ts';

/** A word with a capital where no sentence begins. */
const capital = /(?<=[\p{L}\p{N},][^\S\n]+)\p{Lu}\p{Ll}+/gu;

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Days, months, languages, kinds of places and ways of address, which are written so. */
const common = setOf(
  'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november ' +
    'december tajik uzbek kazakh kyrgyz turkmen russian pashto dari farsi persian arabic kurdish turkish english no nr ' +
    'school kindergarten lyceum hospital polyclinic clinic ministry department committee centre center grade class form ' +
    'education health labour labor social protection justice culture welfare down koran quran bible islam muslim christian christmas easter eid ' +
    'ramadan nowruz navruz nauryz вы вас вам вами ваш ваша ваше вашу вашего вашей вашему вашим ваши ваших марта мая ' +
    'школа школе школы лицей лицее министерство министерства министерстве министерством коран корана комитет отдел центр навруз наурыз нооруз рамадан рамазан ураза курбан',
);

/** How surnames and names after a father end, where a sentence may begin with them. */
const surnames = 'ович|евич|овна|евна|ову|еву|ова|ева|зода|заде|заода|ovich|evich|ovna|evna|ova|eva|zoda|zade';
const surname = new RegExp(`(?<!\\p{L})\\p{Lu}\\p{Ll}+(?:${surnames})(?!\\p{L})`, 'gu');
/** Words that end so and name nobody. */
const noSurnames = setOf(
  'готова неготова снова основа основу слова слову сурова корова корову здорова нездорова какова такова одинакова голова голову дрова ' +
    'подкова подкову обнова обнову вдова вдову сова сову острова покрова вдова столова ' +
    'слева дева деву королева королеву посева гнева нагрева напева хлева ' +
    'духовна условна безусловна виновна невиновна верховна душевна плачевна ежедневна царевна эпизода nova',
);

const afterFather = "уулу|улуу|кызы|қизи|ўғли|uulu|uly|kyzy|qizi|ogli|oglu|og[ʻʼ‘’'`]li|oʻg[ʻʼ‘’'`]li";
const childOf = new RegExp(`(?<!\\p{L})(\\p{Lu}\\p{Ll}+)[\\s-]+(?:${afterFather})(?!\\p{L})`, 'gu');
/** "Her daughter", "the elder son": a sentence that begins so says whose, or which. */
const whose = /(?:[нт][ыиуү]н|д[ыуү]н|[ндт][ыі]ң|нинг|ning)$/u;
const which = setOf(
  'чоң улуу кичүү кенже эки үч төрт беш бир катта кичик кенжа икки уч тўрт катта eki kichik katta kenja ikki uch bir чоӊ анын менин сенин ' +
    'биздин алардын',
);

/** Whether a text reads as if it named somebody. What is the name of a place is known to whoever asks. */
export function mayName(text: string, isPlace: (word: string) => boolean = () => false): boolean {
  const read = plain(text);
  const capitals = [...read.matchAll(capital)].map(([word]) => word.toLowerCase().replace(/s$/, ''));
  if (capitals.some((word) => !common.has(word) && !noSurnames.has(word) && !isPlace(word))) return true;
  if ([...read.matchAll(surname)].some(([word]) => !noSurnames.has(word.toLowerCase()))) return true;
  return [...read.matchAll(childOf)].some(([, father = '']) => {
    const word = father.toLowerCase();
    return !whose.test(word) && !which.has(word);
  });
}

/** How names of places are written: the beginning of each, all in small letters. */
export function placeLook(beginnings: readonly string[]): (word: string) => boolean {
  const known = beginnings.map((each) => plain(each).toLowerCase());
  return (word) =>
    known.some((each) => {
      const rest = word.length - each.length;
      return word.startsWith(each) && rest <= (each.length < 5 ? 0 : 4) && !endsAsSurname.test(word.slice(each.length));
    });
}
/** "Tashkentov" is somebody. */
const endsAsSurname = /^(?:ов|ев|ова|ева|ову|еву|ov|ev|ova|eva)$/u;
