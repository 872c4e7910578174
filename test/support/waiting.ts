import { Sweep } from '../../src/platform/jobs/sweep.ts';
import type { House } from './app.ts';
import { keepWhatIsDue } from './promises.ts';
import type { Someone } from './world.ts';

/** Puts the clock to times one after another; at each the house goes round, and what is due is kept. */
export async function goRoundAt(house: House, ...times: readonly string[]): Promise<void> {
  for (const time of times) {
    await house.clock.moveTo(new Date(time));
    await house.app.get(Sweep, { strict: false }).run();
    await keepWhatIsDue(house);
  }
}

/** What somebody was told about a record, in the order of time. */
export async function told(who: Someone, about: string): Promise<string[]> {
  const { body } = await who.get(`/notifications?subjectId=${about}&limit=100&sort=createdAt`);
  return (body.items as { kind: string }[]).map(({ kind }) => kind);
}

/** What a clock of a referral has before it. */
export async function nextOf(house: House, referralId: string, about: string): Promise<string> {
  const [row] = await house.rows<{ next_kind: string | null; next_at: Date | null }>(
    'SELECT next_kind, next_at FROM referral_clock WHERE referral_id = $1 AND about = $2',
    [referralId, about],
  );
  return row === undefined ? 'no clock' : `${row.next_kind ?? 'nothing'} ${row.next_at?.toISOString() ?? ''}`.trim();
}
