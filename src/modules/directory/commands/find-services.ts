import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer, Rendered } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Checked, Code, Id, Maybe } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { ageBandIds, listed, regionCodes } from '../../../platform/shipped-reference.ts';
import { Words } from '../../../platform/words.ts';
import { oldest } from '../ages.ts';
import type { FoundService } from '../found-services.ts';
import { byRank, type Candidate, Judging, type Judged, reasonKinds, type Wanted } from '../judging.ts';
import { Service } from '../service.entity.ts';
import { ServiceRecord } from '../service.record.ts';

const limit = /^([1-9][0-9]?|100)$/;

/** For whom what is looked for: what a worker knows of a person without saying who it is. */
export class ServiceSearch {
  @Maybe() @Code(listed('service-type')) serviceType?: string;
  @Maybe() @Code(listed('need')) need?: string;
  @Maybe() @Code(ageBandIds) ageBand?: string;
  @Maybe() @Code(listed('sex')) sex?: string;
  @Maybe() @Code(regionCodes) region?: string;
  @Maybe() @Code(listed('language')) language?: string;
  @Maybe() @Code(listed('referral-urgency')) urgency?: string;
  @Maybe()
  @Checked((value) => (typeof value === 'string' && limit.test(value) ? null : { code: 'limit-range' }), {
    ...{ type: 'integer', minimum: 1, maximum: 100, default: 20 },
  })
  limit?: string;
  @Maybe() @Id() after?: string;
}

/** Finds who helps somebody with something: the best first, and for each service why it is offered or is not. */
@Injectable()
export class FindServices {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly words: Words,
  ) {}

  async run({ limit: most = '20', after, ...search }: ServiceSearch): Promise<Answer> {
    const judging = new Judging(this.wanted(search), this.clock.now(), this.reference);
    const candidates = await this.candidates(this.typesFor(search));
    const ranked = candidates.map((each) => judging.of(each)).sort(byRank);
    const begin = after === undefined ? 0 : ranked.findIndex(({ service }) => service.id === after) + 1;
    if (after !== undefined && begin === 0) throw invalidInput({ field: 'after', code: 'not-a-page' });
    const page = ranked.slice(begin, begin + Number(most));
    const next = begin + page.length < ranked.length ? (page.at(-1)?.service.id ?? null) : null;
    return this.shown(page, next);
  }

  /** The kinds of service that meet the need: those the need names, else all of its domain. */
  private typesFor({ serviceType, need }: ServiceSearch): readonly string[] {
    if (serviceType !== undefined) return [serviceType];
    if (need === undefined) throw invalidInput({ field: 'serviceType', code: 'missing' });
    const { domain, services } = this.reference.code('need', need);
    const ofDomain = this.reference.codes('service-type').filter((each) => each.domain === domain);
    return services ?? ofDomain.map(({ id }) => id);
  }

  private wanted({ ageBand, sex, region, language, urgency }: ServiceSearch): Wanted {
    const band = this.reference.ageBands('profile').find(({ id }) => id === ageBand);
    const age = band === undefined ? undefined : { from: band.from, to: band.to ?? oldest };
    return { age, sex, region, language, isEmergency: urgency === 'emergency' };
  }

  private async candidates(types: readonly string[]): Promise<Candidate[]> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'candidates',
      text: `SELECT s.id, s.name, s.status, s.min_age, s.max_age, s.sexes, s.served_regions, s.sites, s.languages, s.free_places, s.waiting, s.queued,
               s.verified_at, s.acceptances, s.hours_to_accept, u.active AND a.active AS at_work
             FROM service s JOIN unit u ON u.id = s.receiving_unit_id JOIN agency a ON a.id = s.agency_id
             WHERE s.service_type = ANY ($1)`,
      values: [types],
    });
    return rows.map((row) => ({ service: this.database.hydrate(Service, row), isAtWork: row.at_work === true }));
  }

  /** The rows of the page pass the Gate like any others; what the finder makes of them is added. */
  private shown(page: readonly Judged[], next: string | null): Answer {
    const none = '00000000-0000-0000-0000-000000000000';
    const ids = page.length === 0 ? none : page.map(({ service }) => service.id).join(',');
    const rows = this.gate.list(ServiceRecord, { id: ids, limit: '100' });
    const render: Answer['render'] = (read): Rendered => {
      const { items } = rows.render(read).body as { items: { id: string }[] };
      const views = new Map(items.map((view) => [view.id, view]));
      return { body: { items: page.flatMap((each) => this.found(each, views.get(each.service.id))), next } };
    };
    return { ...rows, render };
  }

  private found({ reasons, isOffered: offered, borders }: Judged, service: object | undefined): FoundService[] {
    if (service === undefined) return [];
    const said = reasons.map(({ is, params }) => ({ code: is, kind: reasonKinds[is], detail: this.words.say(`finder.${is}`, params) }));
    return [{ service, offered, reasons: said, borders }];
  }
}
