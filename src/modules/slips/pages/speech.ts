import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.ts';
import type { WorkingCalendar } from '../../../kernel/working-calendar.ts';
import { Reference, type CodeList } from '../../../platform/reference.ts';
import { Words } from '../../../platform/words.ts';
import { Agencies } from '../../identity/index.ts';
import type { Referral } from '../../referrals/index.ts';

/** How a page speaks: in one language, of the days of one country. */
export interface Voice {
  readonly language: string;
  readonly say: (key: string, params?: Readonly<Record<string, unknown>>) => string;
  /** The label of a code. */
  readonly label: (list: CodeList, id: string) => string;
  /** The codes of a list to choose from. */
  readonly choices: (list: CodeList) => readonly { readonly id: string; readonly label: string }[];
  readonly region: (id: string) => string;
  /** An instant as the clocks of the reader show it, with the name of their zone. */
  readonly moment: (at: Date) => string;
  readonly today: string;
}

/** What stands on a page about a referral: its code, what is asked, and by when. Nothing of the person, the case or whose kind of agency it is. */
export interface Asked {
  readonly voice: Voice;
  readonly code: string;
  readonly service: string;
  readonly urgency: string;
  readonly seeBy: string | null;
  readonly decideBy: string | null;
  readonly status: Referral['status'];
}

/** Lets pages for people without an account speak their language and show their local time. */
@Injectable()
export class Speech {
  constructor(
    private readonly words: Words,
    private readonly reference: Reference,
    private readonly agencies: Agencies,
    private readonly clock: Clock,
  ) {}

  /** What may be said of a referral to the unit it was sent to. */
  async factsOf(referral: Referral, language: string): Promise<Asked> {
    const calendar = this.reference.calendar(await this.agencies.countryOf(referral.toAgencyId));
    const voice = this.voice(language, calendar);
    const { code, serviceType, urgency, seeBy, decideBy, status } = referral;
    return {
      ...{ voice, code, status, service: voice.label('service-type', serviceType), urgency: voice.label('referral-urgency', urgency) },
      ...{ seeBy: seeBy && voice.moment(seeBy), decideBy: decideBy && voice.moment(decideBy) },
    };
  }

  /** The language of a page before anybody knows whose it is: the first the browser asks for that has words. */
  preferred(acceptLanguage: string | undefined): string {
    const wanted = (acceptLanguage ?? '').split(',').map((each) => each.trim().slice(0, 2).toLowerCase());
    return wanted.find((each) => this.words.languageOf('slip.title', each) === each) ?? 'en';
  }

  /** How words alone are spoken. */
  saying(language: string): Pick<Voice, 'language' | 'say'> {
    const spoken = this.words.languageOf('slip.title', language);
    return { language: spoken, say: (key, params) => this.words.say(`slip.${key}`, params, spoken) };
  }

  private voice(wanted: string, calendar: WorkingCalendar): Voice {
    const { language, say } = this.saying(wanted);
    const format = new Intl.DateTimeFormat(language, {
      ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
      ...{ hourCycle: 'h23', timeZone: calendar.facts.zone, timeZoneName: 'short' },
    });
    const regions = this.reference.countries.flatMap((country) => country.regions);
    return {
      language,
      say,
      label: (list, id) => this.reference.code(list, id).en,
      choices: (list) => this.reference.codes(list).map(({ id, en: label }) => ({ id, label })),
      region: (id) => regions.find((each) => each.id === id)?.en ?? id,
      moment: (at) => format.format(at),
      today: calendar.dayOf(this.clock.now()),
    };
  }
}
