import { SqlMigration } from '../src/platform/database/migration.ts';
import { alsoToldAsRead, logged } from './change-log.ts';

const givers = ['partner', 'ministry', 'specialist'];
const answers = ['status', 'dispute_reason', 'answered_at', 'answered_by_id', 'overdue'];
const list = (row: string, columns: readonly string[] = answers): string => columns.map((column) => `${row}.${column}`).join(', ');
const isGiver = givers.map((persona) => `ctx.is_persona('${persona}')`).join(' OR ');
const scope = ['worker_id', 'unit_id', 'supervisor_unit_id', 'specialist_unit_id', 'sealed'];
const carried = ['to_unit_id', ...scope];
const asBefore = (...columns: readonly string[]): string => `(${list('NEW', columns)}) IS NOT DISTINCT FROM (${list('OLD', columns)})`;

/** What one side logs the other confirms or disputes; what is wrong another row puts right. Late rows wait for the supervisor. */
export class ConfirmedDeliveries1795000000217 extends SqlMigration {
  readonly name = 'ConfirmedDeliveries1795000000217';
  readonly sql = `
    ALTER TABLE delivery
      ADD COLUMN status text NOT NULL DEFAULT 'recorded',
      ADD COLUMN back_dated boolean NOT NULL DEFAULT false,
      ADD COLUMN plan_domain text,
      ADD COLUMN staff_count integer CHECK (staff_count BETWEEN 1 AND 100),
      ADD COLUMN dispute_reason text,
      ADD COLUMN answered_at timestamptz,
      ADD COLUMN answered_by_id uuid REFERENCES person (id),
      ADD COLUMN confirm_by timestamptz,
      ADD COLUMN overdue boolean NOT NULL DEFAULT false,
      ADD COLUMN version integer NOT NULL DEFAULT 1,
      -- The unit that has the referral now, which answers for what the one before it gave; by_unit_id says for good who gave it.
      ADD COLUMN to_unit_id uuid;
    -- Whoever owns the tables looks past the wall for as long as this takes: what was corrected before is known by what corrects it.
    ALTER TABLE delivery NO FORCE ROW LEVEL SECURITY;
    -- Nobody changed anything: the history keeps what it has.
    ALTER TABLE delivery DISABLE TRIGGER delivery_is_logged;
    UPDATE delivery d SET status = 'corrected' WHERE EXISTS (SELECT FROM delivery c WHERE c.corrects_id = d.id);
    UPDATE delivery SET to_unit_id = by_unit_id;
    UPDATE delivery SET units = 0 WHERE attendance <> 'attended' AND units IS NULL;
    ALTER TABLE delivery ENABLE TRIGGER delivery_is_logged;
    ALTER TABLE delivery FORCE ROW LEVEL SECURITY;
    ALTER TABLE delivery ALTER COLUMN to_unit_id SET NOT NULL;
    ALTER TABLE delivery ADD CONSTRAINT delivery_late_is_back_dated CHECK (status <> 'late' OR back_dated),
      ADD CONSTRAINT delivery_disputed_for_a_reason CHECK (status <> 'disputed' OR dispute_reason IS NOT NULL);
    CREATE INDEX delivery_unanswered ON delivery (confirm_by, id) WHERE status IN ('recorded', 'late') AND NOT overdue;
    CREATE INDEX delivery_overdue ON delivery (worker_id, confirm_by, id) WHERE overdue;

    -- Where a unit is no more, what it gave goes with its referrals to the unit that has them.
    DROP INDEX delivery_by;
    CREATE INDEX delivery_to ON delivery (to_unit_id, id);
    ${givers.map((persona) => `ALTER POLICY ours_${persona} ON delivery USING (to_unit_id = (SELECT ctx.unit_id('${persona}')));`).join(`
    `)}
    CREATE OR REPLACE FUNCTION delivery_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      SELECT r.to_unit_id, ${list('r', carried)} INTO NEW.by_unit_id, ${list('NEW', carried)}
        FROM public.referral r WHERE r.id = NEW.referral_id;
      IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT FROM public.delivery d WHERE d.id = NEW.corrects_id AND d.referral_id = NEW.referral_id) THEN
        RAISE EXCEPTION 'this corrects nothing of the referral' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;
    CREATE OR REPLACE FUNCTION delivery_carried() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.delivery SET ${carried.map((column) => `${column} = NEW.${column}`).join(', ')} WHERE referral_id = NEW.id;
      RETURN NULL;
    END $$;
    DROP TRIGGER delivery_carries ON referral;
    CREATE TRIGGER delivery_carries AFTER UPDATE OF ${carried.join(', ')} ON referral FOR EACH ROW
      WHEN ((${list('OLD', carried)}) IS DISTINCT FROM (${list('NEW', carried)})) EXECUTE FUNCTION delivery_carried();

    -- The sender's side says whether it was so, the giving unit that another row takes its place, the clock that nobody has said.
    GRANT UPDATE (${answers.join(', ')}, version) ON delivery TO {p_social_worker}, {p_supervisor};
    GRANT UPDATE (status, overdue, version) ON delivery TO ${givers.map((persona) => `{p_${persona}}`).join(', ')};
    GRANT SELECT, UPDATE (overdue, version) ON delivery TO {p_system};
    CREATE FUNCTION guard_delivery() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      worker uuid := ctx.user_id('social_worker');
      supervisor uuid := ctx.user_id('supervisor');
      moved text := OLD.status || '>' || NEW.status;
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF ctx.is_persona('system') AND ${asBefore('status', 'dispute_reason', 'answered_at', 'answered_by_id')}
        AND NEW.overdue AND OLD.status IN ('recorded', 'late') THEN RETURN NEW; END IF;
      IF (${isGiver}) AND NEW.status = 'corrected' AND OLD.status <> 'corrected' AND NOT NEW.overdue
        AND ${asBefore('dispute_reason', 'answered_at', 'answered_by_id')}
        AND EXISTS (SELECT FROM public.delivery d WHERE d.corrects_id = OLD.id) THEN RETURN NEW; END IF;
      -- Nobody answers for what they logged themselves, and whoever answers says so in the own name.
      IF NEW.answered_by_id = coalesce(worker, supervisor) AND NEW.answered_by_id IS DISTINCT FROM OLD.author_id AND NOT NEW.overdue
        AND (moved IN ('recorded>disputed', 'late>disputed', 'confirmed>disputed') AND NEW.dispute_reason IS NOT NULL
          OR NEW.dispute_reason IS NULL AND (worker IS NOT NULL AND moved = 'recorded>confirmed'
            -- No supervisor sees a sealed case: there its worker agrees.
            OR moved = 'late>confirmed' AND (supervisor IS NOT NULL OR OLD.sealed))) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'a delivery does not go that way' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_delivery() OWNER TO {definer};
    CREATE TRIGGER delivery_is_guarded BEFORE UPDATE OF ${answers.join(', ')} ON delivery FOR EACH ROW
      WHEN ((${list('OLD')}) IS DISTINCT FROM (${list('NEW')})) EXECUTE FUNCTION guard_delivery();
    CREATE TRIGGER delivery_begins BEFORE INSERT ON delivery FOR EACH ROW
      WHEN (NEW.status NOT IN ('recorded', 'late') OR NEW.overdue OR (NEW.dispute_reason, NEW.answered_at, NEW.answered_by_id) IS DISTINCT FROM
        (NULL::text, NULL::timestamptz, NULL::uuid)) EXECUTE FUNCTION begins_at_its_beginning();
    ${logged(
      'delivery',
      'delivery',
      {
        service: `referral_id by_unit_id service_type status delivered_on back_dated mode attendance duration_band units plan_domain staff_count
          corrects_id dispute_reason answered_at confirm_by overdue`,
        answer: 'answered_by_id',
        author: 'author_id recorded_at',
      },
      { byReferral: 'referral_id', silent: 'author_id recorded_at' },
    )}
    ${['change_log', 'timeline_entry'].map((table) => alsoToldAsRead(table, 'deliveries', { delivery: 'answer' })).join('')}
  `;
}
