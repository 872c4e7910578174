import { SqlMigration } from '../src/platform/database/migration.ts';
import { byTheClock } from './in-case-scope.ts';

/** What waits for approval, and what ends, is told by the clock: since when, and how near to the end, the protocol itself remembers. */
export class ProtocolsAreTold1795000000272 extends SqlMigration {
  readonly name = 'ProtocolsAreTold1795000000272';
  readonly sql = `
    -- When the privacy officer was asked last; of drafts of before nobody was.
    ALTER TABLE sharing_protocol ADD COLUMN asked_at timestamptz;
    -- How many days before the end people were told last; -1: that it has ended.
    ALTER TABLE sharing_protocol ADD COLUMN told_days_before integer CHECK (told_days_before >= -1);
    GRANT SELECT, UPDATE (asked_at, told_days_before, version) ON sharing_protocol TO {p_system};
    ${byTheClock('sharing_protocol')}
    CREATE INDEX protocol_waiting ON sharing_protocol (asked_at) WHERE status = 'draft';
    CREATE INDEX protocol_ending ON sharing_protocol (valid_to) WHERE status = 'active';
    CREATE FUNCTION guard_protocol_clock() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF ctx.is_house() AND NOT ctx.is_persona('system') THEN
        RAISE EXCEPTION 'whether people were told is for the clock to say' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;
    ALTER FUNCTION guard_protocol_clock() OWNER TO {definer};
    CREATE TRIGGER protocol_clock_is_guarded BEFORE UPDATE OF asked_at, told_days_before ON sharing_protocol FOR EACH ROW
      WHEN ((OLD.asked_at, OLD.told_days_before) IS DISTINCT FROM (NEW.asked_at, NEW.told_days_before)) EXECUTE FUNCTION guard_protocol_clock();
  `;
}
