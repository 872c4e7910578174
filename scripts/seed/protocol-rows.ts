import { addDays } from '../../src/kernel/local-time.ts';
import { sharedGroups } from '../../src/platform/shipped-reference.ts';
import type { Reference } from '../../src/platform/reference.ts';
import type { Dice } from './dice.ts';
import type { Somebody, Team } from './institutions.ts';
import type { Rows } from './rows.ts';
import { arrivedOn } from './story.ts';

const daysAhead = 365;

/** Writes what the agencies of the demonstration agreed on: whoever looks after cases may share with each that has somebody to receive. */
export class ProtocolRows {
  constructor(
    private readonly rows: Rows,
    private readonly dice: Dice,
    private readonly reference: Reference,
    private readonly now: Date,
  ) {}

  /** One protocol from the agency of the teams to every other that receives referrals, signed by the first at work in each. */
  add(teams: readonly Team[], people: readonly Somebody[], typeOf: ReadonlyMap<string, string>): void {
    const [sharing] = teams;
    if (sharing === undefined) throw new RangeError('nobody looks after cases');
    const { supervisor } = sharing;
    const firsts = [...Map.groupBy(people, ({ agencyId }) => agencyId).values()].flatMap(([first]) => first ?? []);
    for (const first of firsts) {
      const type = typeOf.get(first.agencyId) ?? '';
      if (first.agencyId === supervisor.agencyId || !this.reference.code('agency-type', type).mayReceiveReferrals) continue;
      this.rows.add('sharing_protocol', {
        ...{ id: this.dice.id(), fromAgencyId: supervisor.agencyId, toAgencyId: first.agencyId, legalBasis: 'public-task', version: 1 },
        ...{ purposes: this.reference.ids('consent-scope'), groups: sharedGroups(), status: 'active' },
        ...{ signedFromId: supervisor.id, signedToId: first.id, breachContactId: first.id },
        ...{ validFrom: arrivedOn, validTo: addDays(this.reference.calendar('TJ').dayOf(this.now), daysAhead) },
        ...{ proposedById: held(people, 'administrator'), approvedById: held(people, 'privacy-officer') },
      });
    }
  }
}

function held(people: readonly Somebody[], role: string): string {
  const found = people.find((each) => each.role === role);
  if (found === undefined) throw new RangeError(`nobody of the demonstration is ${role}`);
  return found.id;
}
