import { SqlMigration } from '../src/platform/database/migration.ts';
import { byTheClock, walled } from './in-case-scope.ts';

/** When whom to remind of a referral next: one line for each thing it waits for, kept by the system. A step that was taken is behind it and not taken again. */
export class ReferralClock1795000000198 extends SqlMigration {
  readonly name = 'ReferralClock1795000000198';
  readonly sql = `
    CREATE TABLE referral_clock (
      id uuid PRIMARY KEY,
      referral_id uuid NOT NULL REFERENCES referral (id),
      about text NOT NULL,
      since timestamptz NOT NULL,
      last_kind text,
      next_kind text,
      next_at timestamptz,
      version integer NOT NULL,
      CONSTRAINT referral_has_one_clock_each UNIQUE (referral_id, about),
      CHECK ((next_kind IS NULL) = (next_at IS NULL))
    );
    CREATE INDEX referral_clock_due ON referral_clock (next_at) WHERE next_at IS NOT NULL;
    ${walled('referral_clock')}${byTheClock('referral_clock')}
    GRANT SELECT, INSERT, UPDATE ON referral_clock TO {p_system};
    CREATE TRIGGER referral_clock_stays BEFORE UPDATE OF id, referral_id, about ON referral_clock FOR EACH ROW
      WHEN ((OLD.id, OLD.referral_id, OLD.about) IS DISTINCT FROM (NEW.id, NEW.referral_id, NEW.about)) EXECUTE FUNCTION stays_as_written();
    -- How many an agency leaves unanswered.
    CREATE INDEX referral_unanswered ON referral (to_agency_id) WHERE status = 'sent';

    -- Referrals that are under way when this lands are counted as all others: from when they were sent, or last answered. Whoever owns the
    -- tables looks past the wall for as long as this takes.
    ALTER TABLE referral NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE referral_clock NO FORCE ROW LEVEL SECURITY;
    INSERT INTO referral_clock (id, referral_id, about, since, next_kind, next_at, version)
      SELECT gen_random_uuid(), r.id, k.about, k.since, k.next_kind, k.next_at, 1 FROM referral r CROSS JOIN LATERAL (VALUES
        ('seen', r.sent_at, 'due', r.see_by, r.status = 'sent' AND r.seen_at IS NULL),
        ('decided', r.sent_at, 'due', r.decide_by, r.status = 'sent'),
        ('at-work', r.answered_at, 'sides', r.answered_at + interval '14 days', r.status IN ('accepted', 'in_progress', 'on_hold'))
      ) AS k (about, since, next_kind, next_at, awaited) WHERE k.awaited AND k.since IS NOT NULL;
    ALTER TABLE referral FORCE ROW LEVEL SECURITY;
    ALTER TABLE referral_clock FORCE ROW LEVEL SECURITY;
  `;
}
