import type { Client } from 'pg';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { roles } from '../../src/policy/index.ts';
import { CaseRows } from './case-rows.ts';
import { cohortOf } from './cohort.ts';
import { ConsentRows } from './consent-rows.ts';
import { DeliveryRows } from './delivery-rows.ts';
import { Dice } from './dice.ts';
import { type Above, FollowUpRows } from './follow-up-rows.ts';
import { openInstitutions, type Somebody, type Team } from './institutions.ts';
import { OverrideRows } from './override-rows.ts';
import { PromiseRows } from './promise-rows.ts';
import { ProtocolRows } from './protocol-rows.ts';
import { Providers } from './providers.ts';
import { ReferralClockRows } from './referral-clock-rows.ts';
import { ReferralRows } from './referral-rows.ts';
import { Rows } from './rows.ts';
import { SensitiveRows } from './sensitive-rows.ts';
import { ServiceRows } from './service-rows.ts';
import { tell } from './story.ts';
import { TaskRows, unitsNear } from './task-rows.ts';

/** How big the demonstration is, and when it plays. */
export interface Demonstration {
  readonly cases: number;
  /** The moment up to which the stories are told. */
  readonly now: Date;
  /** What is kept of the password that all accounts share. */
  readonly passwordHash: string;
  /** Another number tells of other people in the same proportions. */
  readonly seed?: number;
}

/** What a load leaves behind: everybody who can sign in, and a usual worker with the supervisor of the same team. */
export interface Seeded {
  readonly people: readonly Somebody[];
  readonly socialWorker: Somebody;
  readonly supervisor: Somebody;
}

const firstSeed = 20_220_725;

/**
 * Fills an empty installation with institutions, accounts and invented people. The same numbers give the same rows.
 * The connection must stand above the walls; the caller holds the transaction.
 */
export async function seedCases(client: Client, { cases, now, passwordHash, seed = firstSeed }: Demonstration): Promise<Seeded> {
  const dice = new Dice(seed);
  const rows = new Rows(client);
  const reference = shippedReference();
  const { people, teams, providers: receivers, desks } = openInstitutions({ reference, roles, dice, rows, passwordHash }, cases);
  // Dice of their own here too: an agency may offer more without anybody's story changing.
  new ServiceRows(rows, new Dice(seed + 2), reference, now).add(desks, people);
  const typeOf = new Map(desks.map(({ agencyId, type }) => [agencyId, type]));
  new ProtocolRows(rows, new Dice(seed + 3), reference, now).add(teams, people, typeOf);
  await rows.write();

  const promises = new PromiseRows(rows, dice, now);
  const caseRows = new CaseRows(rows, dice, reference, now);
  const followUpRows = new FollowUpRows(rows, dice, reference, promises, now, aboveTeams(people, teams), new Dice(seed + 2));
  const consentRows = new ConsentRows(rows, dice, reference, promises, now);
  const deliveryRows = new DeliveryRows(rows, new Dice(seed + 3), reference, now);
  const clockRows = new ReferralClockRows(rows, new Dice(seed + 4), reference, now);
  const referralRows = new ReferralRows(rows, dice, reference, promises, now, deliveryRows, clockRows);
  const overridePromises = new PromiseRows(rows, new Dice(seed + 5), now);
  const overrideRows = new OverrideRows(rows, new Dice(seed + 6), reference, overridePromises, clockRows, now);
  const providers = new Providers(reference, receivers);
  // Dice of their own: whatever else is told, the cohort stays as it was.
  const sensitiveRows = new SensitiveRows(rows, new Dice(seed + 1), reference);
  const taskRows = new TaskRows(rows, new Dice(seed + 3), reference, now, await unitsNear(client, reference, 'TJ'));
  const cohort = cohortOf(cases, dice);
  const tellAll = async (): Promise<void> => {
    for (const [at, { team, worker }] of desksOf(teams).entries()) {
      const returnee = cohort[at];
      if (returnee === undefined) break;
      const story = tell(returnee, now, { reference, dice });
      const written = caseRows.add(story, team, worker);
      const { core, needs } = written;
      followUpRows.add(core, story, team, worker);
      sensitiveRows.add(core);
      taskRows.add(written, team);
      const latest = core.isOpen() ? now : story.lastContactAt;
      const wanted = needs.filter(({ status }) => status !== 'not-wanted').map(({ needCode }) => needCode);
      const wishes = providers.wishesFor(wanted, story.ageNow, dice);
      const until = reference.calendar(core.country).dayOf(latest);
      const consents = consentRows.add({ ...written, story, worker, wishes, until });
      const asking = { ...written, worker, wishes, consents, latest };
      referralRows.add(asking);
      overrideRows.add(asking, team.supervisor);
      await rows.sendIfFull();
    }
    deliveryRows.addSessions();
    await rows.write();
  };
  await rows.withoutTriggers(tellAll);
  const [team] = teams;
  const [socialWorker] = team?.workers ?? [];
  if (team === undefined || socialWorker === undefined) throw new RangeError('the country has no region to work in');
  return { people, socialWorker, supervisor: team.supervisor };
}

/** Who hears of what a team leaves unanswered. */
function aboveTeams(people: readonly Somebody[], [team]: readonly Team[]): Above {
  const held = (role: string, agencyId?: string): Somebody => {
    const found = people.find((each) => each.role === role && (agencyId === undefined || each.agencyId === agencyId));
    if (found === undefined) throw new RangeError(`nobody of the demonstration is ${role}`);
    return found;
  };
  return { focalPoint: held('focal-point', team?.supervisor.agencyId), coordinator: held('coordinator') };
}

/** Whose case the next one is: within a team one worker after the other. */
function desksOf(teams: readonly Team[]): { team: Team; worker: Somebody }[] {
  return teams.flatMap((team) =>
    Array.from({ length: team.cases }, (_, at) => ({ team, worker: team.workers[at % team.workers.length] ?? team.supervisor })),
  );
}
