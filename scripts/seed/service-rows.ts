import { keptSite } from '../../src/modules/directory/index.ts';
import type { CodeOf, Reference } from '../../src/platform/reference.ts';
import type { Dice } from './dice.ts';
import type { Desk, Somebody } from './institutions.ts';
import type { Rows } from './rows.ts';

type Kind = CodeOf<'service-type'>;

/** Up to which age some services are for; the others have no upper limit. All invented, as the places and waiting lists are. */
const upToAge: Readonly<Record<string, number>> = {
  ...{
    'early-learning': 6,
    'school-place': 17,
    'catch-up-learning': 17,
    guardianship: 17,
    'family-assessment': 17,
    'birth-registration': 17,
  },
};
const oldest = 120;
const day = 86_400_000;
const hours = [{ days: ['MO', 'TU', 'WE', 'TH', 'FR'], opensAt: '09:00', closesAt: '16:00' }];

/** Writes what the agencies of the demonstration offer: every kind of service somewhere, some full, some that nobody has confirmed. */
export class ServiceRows {
  constructor(
    private readonly rows: Rows,
    private readonly dice: Dice,
    private readonly reference: Reference,
    private readonly now: Date,
  ) {}

  /** Every kind of service that an agency gives by its nature, once for each such agency. */
  add(desks: readonly Desk[], people: readonly Somebody[]): void {
    for (const kind of this.reference.codes('service-type'))
      for (const [at, desk] of desks.filter(({ type }) => kind.agencyTypes.includes(type)).entries())
        this.addOne(kind, desk, people, at === 0);
  }

  /** The first to give a kind of service gives it everywhere, so that nobody is left without. */
  private addOne(kind: Kind, { unitId, agencyId, place }: Desk, people: readonly Somebody[], isEverywhere: boolean): void {
    const { dice } = this;
    const own = people.filter((each) => each.agencyId === agencyId && each.unitId === unitId);
    const contact = own.find(({ role }) => role === 'focal-point') ?? own.find(({ role }) => role === 'partner-worker');
    const deputy = own.find((each) => each !== contact);
    const regions = this.reference.countries.flatMap((country) => country.regions.map(({ id }) => id));
    const somewhere = dice.shuffled(regions).slice(0, 3);
    const isLocal = dice.inHundred(40) && !isEverywhere;
    this.rows.add('service', {
      ...{ id: dice.id(), agencyId, receivingUnitId: unitId, serviceType: kind.id, name: `${kind.en}, ${place}`, status: 'active' },
      ...{
        minAge: kind.fromAge ?? 0,
        maxAge: upToAge[kind.id] ?? oldest,
        sexes: [],
        servedRegions: isLocal ? somewhere : [],
      },
      ...{ languages: dice.inHundred(50) ? ['tg', 'ru'] : ['tg', 'ru', 'uz'], cost: 'Free' },
      sites: somewhere.slice(0, dice.between(1, 2)).map((region) => keptSite({ region, hours })),
      ...{
        escalationContactId: contact?.id,
        deputyId: deputy?.id,
        version: 1,
        ...this.room(),
        ...this.confirmation(contact),
        ...this.past(),
      },
    });
  }

  private room(): object {
    const { dice } = this;
    if (dice.inHundred(20)) return {};
    const places = dice.between(10, 60);
    const freePlaces = dice.inHundred(25) ? 0 : dice.between(1, 10);
    return { places, freePlaces, waiting: freePlaces === 0 ? dice.between(0, 12) : 0, capacitySetAt: this.daysAgo(dice.between(1, 30)) };
  }

  /** Most were confirmed lately, some too long ago; where nobody keeps the services of an agency, none was ever. */
  private confirmation(by: Somebody | undefined): object {
    if (by === undefined) return {};
    return {
      verifiedAt: this.daysAgo(this.dice.inHundred(80) ? this.dice.between(2, 60) : this.dice.between(91, 150)),
      verifiedById: by.id,
    };
  }

  private past(): object {
    const acceptances = this.dice.between(0, 6);
    return { acceptances, hoursToAccept: acceptances * this.dice.between(4, 60) };
  }

  private daysAgo(days: number): string {
    return new Date(this.now.getTime() - days * day).toISOString();
  }
}
