import { SqlMigration } from '../src/platform/database/migration.ts';
import { reachedByTriggers, walled } from './in-case-scope.ts';

const givers = ['partner', 'ministry', 'specialist'];
const personas = givers.map((persona) => `{p_${persona}}`).join(', ');
const ours = (table: string, column: string): string =>
  givers
    .map(
      (persona) => `
    CREATE POLICY ours_${persona} ON ${table} TO {p_${persona}} USING (${column} = (SELECT ctx.unit_id('${persona}')));`,
    )
    .join('');

/** A session for several people belongs to the unit that held it; so does what it knows of a delivery beside the row that both sides read. */
export class GroupSessions1795000000218 extends SqlMigration {
  readonly name = 'GroupSessions1795000000218';
  readonly sql = `
    CREATE TABLE group_session (
      id uuid PRIMARY KEY,
      by_unit_id uuid NOT NULL REFERENCES unit (id),
      delivered_on date NOT NULL,
      mode text NOT NULL,
      duration_band text,
      size integer NOT NULL CHECK (size > 0),
      staff_count integer CHECK (staff_count BETWEEN 1 AND 100),
      staff_ids uuid[] CHECK (cardinality(staff_ids) > 0),
      author_id uuid NOT NULL REFERENCES person (id),
      recorded_at timestamptz NOT NULL
    );
    CREATE INDEX group_session_by ON group_session (by_unit_id, delivered_on, id);
    -- The owning team holds no grant here: which deliveries were one session, and who gave them, is not to be put together from its rows.
    CREATE TABLE delivery_source (
      delivery_id uuid PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE,
      to_unit_id uuid NOT NULL,
      staff_ids uuid[] CHECK (cardinality(staff_ids) > 0),
      group_session_id uuid REFERENCES group_session (id),
      duplicate_reason text
    );
    CREATE INDEX delivery_source_of ON delivery_source (group_session_id);
    ${walled('group_session')}${ours('group_session', 'by_unit_id')}
    ${walled('delivery_source')}${ours('delivery_source', 'to_unit_id')}${reachedByTriggers('delivery_source')}
    GRANT SELECT, INSERT ON group_session, delivery_source TO ${personas};
    ${givers
      .map(
        (persona) => `
    CREATE POLICY signed_by_${persona} ON group_session AS RESTRICTIVE FOR INSERT TO {p_${persona}}
      WITH CHECK (author_id = (SELECT ctx.user_id('${persona}')));`,
      )
      .join('')}

    -- What the giving side knows of a delivery goes where the delivery goes, and names a session of the unit that gave it.
    CREATE POLICY looked_up ON group_session FOR SELECT TO {definer} USING (true);
    GRANT SELECT ON group_session TO {definer};
    CREATE FUNCTION delivery_source_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE giver uuid;
    BEGIN
      SELECT d.by_unit_id, d.to_unit_id INTO giver, NEW.to_unit_id FROM public.delivery d WHERE d.id = NEW.delivery_id;
      IF ctx.is_house() AND NEW.group_session_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM public.group_session g WHERE g.id = NEW.group_session_id AND g.by_unit_id = giver) THEN
        RAISE EXCEPTION 'this session is another unit’s' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;
    ALTER FUNCTION delivery_source_taken() OWNER TO {definer};
    CREATE TRIGGER delivery_source_takes BEFORE INSERT ON delivery_source FOR EACH ROW EXECUTE FUNCTION delivery_source_taken();
    CREATE FUNCTION delivery_source_carried() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.delivery_source SET to_unit_id = NEW.to_unit_id WHERE delivery_id = NEW.id;
      RETURN NULL;
    END $$;
    ALTER FUNCTION delivery_source_carried() OWNER TO {definer};
    CREATE TRIGGER delivery_source_carries AFTER UPDATE OF to_unit_id ON delivery FOR EACH ROW
      WHEN (OLD.to_unit_id <> NEW.to_unit_id) EXECUTE FUNCTION delivery_source_carried();
  `;
}
