import { SqlMigration } from '../src/platform/database/migration.ts';
import { logged } from './change-log.ts';

/** A referral that was prepared and never sent waits for its sender, since then, and somebody is reminded of it. */
export class UnsentDrafts1795000000321 extends SqlMigration {
  readonly name = 'UnsentDrafts1795000000321';
  readonly sql = `
    ALTER TABLE referral_source ADD COLUMN unsent_since timestamptz;
    -- Nobody sends what is of a closed case: that it waits no more, or again, is the system's to note.
    GRANT UPDATE (unsent_since) ON referral_source TO {p_system};
    ${logged(
      'referral_source',
      'referral',
      {
        source: `consent_id sender_id age_at_edge duplicate_reason one_off rerouted_from_id reroute_reason reroutes unsent_since returned_at
          next_step next_step_at next_step_by_id next_referral_id`,
      },
      { key: 'referral_id' },
    )}

    -- What was prepared before this lands waits since then, as the timeline has it. Nobody changed anything: the history keeps what it has.
    -- Whoever owns the tables looks past the wall for as long as this takes.
    ALTER TABLE referral NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE referral_source NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE referral_clock NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE case_core NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE timeline_entry NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE referral_source DISABLE TRIGGER referral_source_is_logged;
    UPDATE referral_source s SET unsent_since = coalesce((SELECT min(t.at) FROM timeline_entry t
        WHERE t.case_id = s.case_id AND t.subject_id = s.referral_id AND t.kind = 'referral-drafted'), now())
      FROM referral r, case_core c
      WHERE r.id = s.referral_id AND c.id = s.case_id AND r.status = 'draft' AND c.status NOT IN ('closed', 'transferred_out');
    ALTER TABLE referral_source ENABLE TRIGGER referral_source_is_logged;
    INSERT INTO referral_clock (id, referral_id, about, since, next_kind, next_at, version)
      SELECT gen_random_uuid(), s.referral_id, 'unsent', s.unsent_since, 'worker', s.unsent_since + interval '3 days', 1
      FROM referral_source s WHERE s.unsent_since IS NOT NULL;
    ALTER TABLE referral FORCE ROW LEVEL SECURITY;
    ALTER TABLE referral_source FORCE ROW LEVEL SECURITY;
    ALTER TABLE referral_clock FORCE ROW LEVEL SECURITY;
    ALTER TABLE case_core FORCE ROW LEVEL SECURITY;
    ALTER TABLE timeline_entry FORCE ROW LEVEL SECURITY;
  `;
}
