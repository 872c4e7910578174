import { SqlMigration } from '../src/platform/database/migration.ts';

/** Why a case is sealed; and neither its worker nor those who supervise the team set or break a seal by a plain statement. */
export class Seal1795000000023 extends SqlMigration {
  readonly name = 'Seal1795000000023';
  readonly sql = `
    ALTER TABLE case_core ADD COLUMN seal_reason text;
    CREATE FUNCTION guard_seal() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
      IF ctx.is_persona('social_worker') OR ctx.is_persona('supervisor') THEN
        RAISE EXCEPTION 'a seal is set and broken by its deeds' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER seal_is_guarded BEFORE UPDATE OF sealed, seal_reason ON case_core FOR EACH ROW
      WHEN ((OLD.sealed, OLD.seal_reason) IS DISTINCT FROM (NEW.sealed, NEW.seal_reason)) EXECUTE FUNCTION guard_seal();
  `;
}
