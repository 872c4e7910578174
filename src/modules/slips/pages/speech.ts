import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.ts';
import type { WorkingCalendar } from '../../../kernel/working-calendar.ts';
import { PageWords, type Saying } from '../../../platform/pages/page-words.ts';
import { Reference, type CodeList } from '../../../platform/reference.ts';
import { Agencies } from '../../identity/index.ts';
import type { Referral } from '../../referrals/index.ts';

/** Under which name the words of these pages stand. */
const page = 'slip';

/** How a page speaks: in one language, of the days of one country. */
export interface Voice extends Saying {
  /** The label of a code. */
  readonly label: (list: CodeList, id: string) => string;
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
    private readonly words: PageWords,
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

  /** How a page speaks before anybody knows whose it is: in the language the browser asks for. */
  heard(acceptLanguage: string | undefined): Saying {
    return this.words.heard(page, acceptLanguage);
  }

  private voice(wanted: string, calendar: WorkingCalendar): Voice {
    const saying = this.words.in(page, wanted);
    const format = new Intl.DateTimeFormat(saying.language, {
      ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
      ...{ hourCycle: 'h23', timeZone: calendar.facts.zone, timeZoneName: 'short' },
    });
    const regions = this.reference.countries.flatMap((country) => country.regions);
    return {
      ...saying,
      label: (list, id) => this.reference.code(list, id).en,
      region: (id) => regions.find((each) => each.id === id)?.en ?? id,
      moment: (at) => format.format(at),
      today: calendar.dayOf(this.clock.now()),
    };
  }
}
