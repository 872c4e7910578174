import { SqlMigration } from '../src/platform/database/migration.ts';
import { byTheClock, walled } from './in-case-scope.ts';

const fixed = ['id', 'person_id', 'delegate_id', 'unit_id', 'from_on', 'to_on'];
const list = (row: string): string => fixed.map((column) => `${row}.${column}`).join(', ');

/** Somebody stands in for a colleague of the unit for some days. No policy of any case asks for it: it opens nothing. */
export class Delegation1795000000163 extends SqlMigration {
  readonly name = 'Delegation1795000000163';
  readonly sql = `
    CREATE TABLE delegation (
      id uuid PRIMARY KEY,
      person_id uuid NOT NULL REFERENCES person (id),
      delegate_id uuid NOT NULL REFERENCES person (id),
      unit_id uuid NOT NULL REFERENCES unit (id),
      from_on date NOT NULL,
      to_on date NOT NULL,
      ended_on date,
      version integer NOT NULL,
      CHECK (from_on <= to_on),
      CHECK (person_id <> delegate_id)
    );
    CREATE INDEX delegation_of ON delegation (person_id, to_on) WHERE ended_on IS NULL;
    CREATE INDEX delegation_to ON delegation (delegate_id, id);
    CREATE INDEX delegation_in ON delegation (unit_id, id);
    ${walled('delegation')}
    GRANT SELECT, INSERT, UPDATE ON delegation TO {p_social_worker}, {p_supervisor};
    GRANT SELECT ON delegation TO {p_system};
    CREATE POLICY given ON delegation TO {p_social_worker}
      USING (person_id = (SELECT ctx.user_id('social_worker')) AND unit_id = (SELECT ctx.unit_id('social_worker')));
    CREATE POLICY covering ON delegation FOR SELECT TO {p_social_worker} USING (delegate_id = (SELECT ctx.user_id('social_worker')));
    -- Whoever stands in may hold the row still to be told that its end is not theirs to set, and changes nothing of it.
    CREATE POLICY held_still ON delegation FOR UPDATE TO {p_social_worker} USING (delegate_id = (SELECT ctx.user_id('social_worker'))) WITH CHECK (false);
    CREATE POLICY in_my_unit ON delegation TO {p_supervisor} USING (unit_id = (SELECT ctx.unit_id('supervisor')));
    ${byTheClock('delegation')}

    -- Both are of the unit and in one role; what was agreed stays, and ends once.
    CREATE FUNCTION guard_delegation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF TG_OP = 'UPDATE' AND OLD.ended_on IS NULL THEN RETURN NEW; END IF;
      IF TG_OP = 'INSERT' AND NEW.ended_on IS NULL AND EXISTS (SELECT FROM public.person p JOIN public.person d ON d.role = p.role AND d.unit_id = p.unit_id
        WHERE p.id = NEW.person_id AND d.id = NEW.delegate_id AND p.unit_id = NEW.unit_id AND p.active AND d.active) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'a stand-in is a colleague of the unit' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_delegation() OWNER TO {definer};
    CREATE TRIGGER delegation_is_guarded BEFORE INSERT OR UPDATE OF ended_on ON delegation FOR EACH ROW EXECUTE FUNCTION guard_delegation();
    CREATE TRIGGER delegation_facts_stay BEFORE UPDATE OF ${fixed.join(', ')} ON delegation FOR EACH ROW
      WHEN ((${list('OLD')}) IS DISTINCT FROM (${list('NEW')})) EXECUTE FUNCTION stays_as_written();
  `;
}
