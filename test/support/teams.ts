import type { House } from './app.ts';
import type { Reply, Someone, World } from './world.ts';

/** A unit at work, and two who do not belong to it. */
export interface Team {
  readonly worker: Someone;
  readonly colleague: Someone;
  readonly supervisor: Someone;
  /** A social worker of another agency. */
  readonly stranger: Someone;
  /** Somebody whose role sees no case at all. */
  readonly partner: Someone;
}

/** Makes a team of people who are all signed in. */
export async function aTeam(world: World): Promise<Team> {
  const worker = await world.someone('social-worker');
  const [colleague, supervisor, stranger, partner] = await Promise.all([
    world.someone('social-worker', worker),
    world.someone('supervisor', worker),
    world.someone('social-worker'),
    world.someone('partner-worker'),
  ]);
  return { worker, colleague, supervisor, stranger, partner };
}

/** The statuses of the same request, made so many times at once, in ascending order. */
export async function atOnce(times: number, act: () => Promise<Reply>): Promise<number[]> {
  const replies = await Promise.all(Array.from({ length: times }, act));
  return replies.map(({ status }) => status).sort();
}

/** Lets every write to a table fail while `act` runs. */
export async function whileFailing<T>(house: House, table: string, act: () => Promise<T>): Promise<T> {
  await house.rows(`CREATE OR REPLACE FUNCTION fails_in_test() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the disk is full'; END $$`);
  await house.rows(`CREATE TRIGGER fails_in_test BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION fails_in_test()`);
  try {
    return await act();
  } finally {
    await house.rows(`DROP TRIGGER fails_in_test ON ${table}`);
  }
}

/** One line of the access log. */
export interface Event {
  readonly actor_id: string;
  readonly actor_role: string;
  readonly action: string;
  readonly record: string | null;
  readonly record_ids: readonly string[];
  readonly groups: readonly string[];
  readonly result: string;
}

/** What the access log says of somebody, oldest first. */
export function eventsOf(house: House, actorId: string, action?: string): Promise<Event[]> {
  return house.rows<Event>(
    `SELECT actor_id, actor_role, action, record, record_ids::text[] AS record_ids, groups, result
     FROM audit.event WHERE actor_id = $1 AND ($2::text IS NULL OR action = $2) ORDER BY at`,
    [actorId, action ?? null],
  );
}
