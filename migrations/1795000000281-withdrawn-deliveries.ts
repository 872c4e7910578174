import { SqlMigration } from '../src/platform/database/migration.ts';
import { logged } from './change-log.ts';

const givers = ['partner', 'ministry', 'specialist'];
const list = (row: string, columns: readonly string[]): string => columns.map((column) => `${row}.${column}`).join(', ');
const isGiver = givers.map((persona) => `ctx.is_persona('${persona}')`).join(' OR ');
const asBefore = (...columns: readonly string[]): string => `(${list('NEW', columns)}) IS NOT DISTINCT FROM (${list('OLD', columns)})`;
/** Whoever of the sender's side may withdraw a row: the supervisor, and the worker where no supervisor sees the case. */
const withdrawer = (row: string): string =>
  `coalesce(ctx.user_id('supervisor'), CASE WHEN ${row}.sealed THEN ctx.user_id('social_worker') END)`;
const isWithdrawal = 'corrects_id IS NOT NULL AND withdraw_reason IS NOT NULL AND units = 0 AND author_id IS NULL';

/** What a unit without accounts was said to have given and did not, the sender's side withdraws: nobody else can put it right. */
export class WithdrawnDeliveries1795000000281 extends SqlMigration {
  readonly name = 'WithdrawnDeliveries1795000000281';
  readonly sql = `
    ALTER TABLE delivery
      ADD COLUMN withdraw_reason text,
      ADD COLUMN withdrawn_by_id uuid REFERENCES person (id),
      ADD CONSTRAINT delivery_withdrawn_whole CHECK ((withdraw_reason IS NULL) = (withdrawn_by_id IS NULL)
        AND (withdraw_reason IS NULL OR ${isWithdrawal}));
    GRANT INSERT ON delivery TO {p_supervisor}, {p_social_worker};
    CREATE POLICY withdrawn_by_supervisor ON delivery AS RESTRICTIVE FOR INSERT TO {p_supervisor}
      WITH CHECK (withdrawn_by_id = (SELECT ctx.user_id('supervisor')));
    CREATE POLICY withdrawn_by_worker ON delivery AS RESTRICTIVE FOR INSERT TO {p_social_worker}
      WITH CHECK (withdrawn_by_id = (SELECT ctx.user_id('social_worker')) AND sealed);

    -- Withdrawn is what is disputed and was told by nobody who can be asked to put it right.
    CREATE FUNCTION guard_withdrawal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() OR NEW.withdrawn_by_id = ${withdrawer('NEW')} AND EXISTS (
        SELECT FROM public.delivery d JOIN public.unit u ON u.id = d.to_unit_id
        WHERE d.id = NEW.corrects_id AND d.referral_id = NEW.referral_id AND d.status = 'disputed'
          AND (d.author_id IS NULL AND d.withdrawn_by_id IS NULL OR u.works_without_accounts)) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'this is for the giver to put right' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_withdrawal() OWNER TO {definer};
    CREATE TRIGGER delivery_withdrawal_is_guarded BEFORE INSERT ON delivery FOR EACH ROW
      WHEN (NEW.withdrawn_by_id IS NOT NULL) EXECUTE FUNCTION guard_withdrawal();

    CREATE OR REPLACE FUNCTION guard_delivery_author() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() OR NEW.withdrawn_by_id IS NOT NULL AND NEW.author_id IS NULL
        OR NOT ctx.is_persona('system') AND NEW.author_id IS NOT NULL AND NEW.withdrawn_by_id IS NULL
        -- The outcome that is told ends the slip, and is told before what was given is written.
        OR NEW.author_id IS NULL AND (identity.answers_for(NEW.referral_id) OR identity.speaks_for(NEW.referral_id)
          AND EXISTS (SELECT FROM public.referral r WHERE r.id = NEW.referral_id AND r.status = 'completed')) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'whoever gave a service says so' USING ERRCODE = '42501';
    END $$;

    -- As before; and what was withdrawn is corrected by whoever withdrew it, who does not say of their own row that it is so.
    CREATE OR REPLACE FUNCTION guard_delivery() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      worker uuid := ctx.user_id('social_worker');
      supervisor uuid := ctx.user_id('supervisor');
      moved text := OLD.status || '>' || NEW.status;
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF ctx.is_persona('system') AND ${asBefore('status', 'dispute_reason', 'answered_at', 'answered_by_id')}
        AND NEW.overdue AND OLD.status IN ('recorded', 'late') THEN RETURN NEW; END IF;
      IF NEW.status = 'corrected' AND OLD.status <> 'corrected' AND NOT NEW.overdue
        AND ${asBefore('dispute_reason', 'answered_at', 'answered_by_id')}
        AND ((${isGiver}) AND EXISTS (SELECT FROM public.delivery d WHERE d.corrects_id = OLD.id)
          OR moved = 'disputed>corrected' AND EXISTS (
            SELECT FROM public.delivery d WHERE d.corrects_id = OLD.id AND d.withdrawn_by_id = ${withdrawer('OLD')})) THEN RETURN NEW; END IF;
      -- Nobody answers for what they logged themselves, and whoever answers says so in the own name.
      IF NEW.answered_by_id = coalesce(worker, supervisor) AND NEW.answered_by_id IS DISTINCT FROM OLD.author_id
        AND NEW.answered_by_id IS DISTINCT FROM OLD.withdrawn_by_id AND NOT NEW.overdue
        AND (moved IN ('recorded>disputed', 'late>disputed', 'confirmed>disputed') AND NEW.dispute_reason IS NOT NULL
          OR NEW.dispute_reason IS NULL AND (worker IS NOT NULL AND moved = 'recorded>confirmed'
            -- No supervisor sees a sealed case: there its worker agrees.
            OR moved = 'late>confirmed' AND (supervisor IS NOT NULL OR OLD.sealed))) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'a delivery does not go that way' USING ERRCODE = '42501';
    END $$;
    CREATE TRIGGER delivery_withdrawal_stays BEFORE UPDATE OF withdraw_reason, withdrawn_by_id ON delivery FOR EACH ROW
      WHEN ((OLD.withdraw_reason, OLD.withdrawn_by_id) IS DISTINCT FROM (NEW.withdraw_reason, NEW.withdrawn_by_id))
      EXECUTE FUNCTION stays_as_written();
    ${logged(
      'delivery',
      'delivery',
      {
        service: `referral_id by_unit_id service_type status delivered_on back_dated mode attendance duration_band units plan_domain staff_count
          corrects_id dispute_reason answered_at confirm_by overdue withdraw_reason`,
        answer: 'answered_by_id withdrawn_by_id',
        author: 'author_id recorded_at',
      },
      { byReferral: 'referral_id', silent: 'author_id recorded_at' },
    )}

    -- What is disputed when this lands is waited for from when it was disputed. Whoever owns the tables looks past the wall for as long
    -- as this takes.
    ALTER TABLE delivery NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE referral_clock NO FORCE ROW LEVEL SECURITY;
    INSERT INTO referral_clock (id, referral_id, about, since, next_kind, next_at, version)
      SELECT gen_random_uuid(), d.referral_id, 'dispute', min(d.answered_at), 'recipients', min(d.answered_at) + interval '7 days', 1
      FROM delivery d WHERE d.status = 'disputed' GROUP BY d.referral_id;
    ALTER TABLE delivery FORCE ROW LEVEL SECURITY;
    ALTER TABLE referral_clock FORCE ROW LEVEL SECURITY;

    -- What is over goes with the rest to the unit that takes over, so that somebody answers for what was given.
    CREATE INDEX referral_ended_with ON referral (to_unit_id) WHERE status IN ('completed', 'failed', 'cancelled');
  `;
}
