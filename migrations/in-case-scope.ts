/** The columns on which a row of a case is judged; the database itself keeps them equal to the case's own. */
export const caseScope = `
      worker_id uuid REFERENCES person (id),
      unit_id uuid NOT NULL REFERENCES unit (id),
      supervisor_unit_id uuid NOT NULL REFERENCES unit (id),
      specialist_unit_id uuid REFERENCES unit (id),
      sealed boolean NOT NULL`;

/** The same on a new table, whose rows need no keys for what they copy from their case (ADR 0023). */
export const followedScope = caseScope.replaceAll(/ REFERENCES \w+ \(id\)/g, '');

/** No row of the table is seen without a policy, not even by whoever owns it. */
export const walled = (table: string): string => `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;`;

/** Lets the case's own triggers reach the table, whatever walls it has. */
export const reachedByTriggers = (table: string): string => `
    CREATE POLICY carried ON ${table} TO {definer} USING (true) WITH CHECK (true);
    GRANT SELECT, UPDATE ON ${table} TO {definer};`;

/** What stays as it was written: a row of the table stays in its case, and whatever else is named. */
export const staysInCase = (table: string, key = 'id', ...columns: readonly string[]): string => {
  const fixed = [key, 'case_id', ...columns];
  return `
    CREATE TRIGGER stays_in_its_case BEFORE UPDATE OF ${fixed.join(', ')} ON ${table} FOR EACH ROW
      WHEN ((${fixed.map((column) => `OLD.${column}`).join(', ')}) IS DISTINCT FROM (${fixed.map((column) => `NEW.${column}`).join(', ')}))
      EXECUTE FUNCTION stays_as_written();`;
};

/** The second wall of a table that follows its case: the worker's own rows, and the team's unless the case is sealed. */
export const owningTeam = (table: string): string => `${walled(table)}
    CREATE POLICY mine ON ${table} TO {p_social_worker}
      USING (worker_id = (SELECT ctx.user_id('social_worker')));
    CREATE POLICY my_team ON ${table} TO {p_supervisor}
      USING (supervisor_unit_id = (SELECT ctx.unit_id('supervisor')) AND NOT sealed);${reachedByTriggers(table)}`;

/**
 * The rows of a case whose worker is away, for the colleague who stands in today (ADR 0058). coalesce keeps the planner from looking for
 * them by an index of their own beside the asker's own rows: whoever stands in for nobody reads those in their order, as ever.
 */
export const isCovered = `coalesce(worker_id = ANY ((SELECT ctx.covered('social_worker'))::uuid[])
        AND unit_id = (SELECT ctx.unit_id('social_worker')) AND NOT sealed, false)`;

/** Opens those rows of a table to whoever stands in, for what is said, and only where `and` holds too. */
export const whereCovered = (
  table: string,
  commands: readonly ('ALL' | 'SELECT' | 'INSERT' | 'UPDATE')[] = ['ALL'],
  and?: string,
): string =>
  commands
    .map((command) => {
      const name = command === 'ALL' ? 'covered' : `covered_${command.toLowerCase()}`;
      const holds = `(${isCovered}${and === undefined ? '' : ` AND ${and}`})`;
      const clauses = {
        INSERT: `WITH CHECK ${holds}`,
        UPDATE: `USING (${isCovered}) WITH CHECK ${holds}`,
        ALL: `USING ${holds}`,
        SELECT: `USING ${holds}`,
      };
      return `
    CREATE POLICY ${name} ON ${table} FOR ${command} TO {p_social_worker} ${clauses[command]};`;
    })
    .join('');

/** The system works by the clock on every row of the table; what it may do there is granted apart. */
export const byTheClock = (table: string): string => `
    CREATE POLICY by_the_clock ON ${table} TO {p_system} USING ((SELECT ctx.is_persona('system')));`;

/** Lets the rows of a table change hands with their case, in one statement. */
export const carried = (table: string): string => `
    CREATE TRIGGER ${table}_carries_scope AFTER UPDATE OF worker_id, unit_id, supervisor_unit_id, specialist_unit_id, sealed ON case_core
      FOR EACH ROW WHEN ((OLD.worker_id, OLD.unit_id, OLD.supervisor_unit_id, OLD.specialist_unit_id, OLD.sealed)
        IS DISTINCT FROM (NEW.worker_id, NEW.unit_id, NEW.supervisor_unit_id, NEW.specialist_unit_id, NEW.sealed))
      EXECUTE FUNCTION case_scope_carried('${table}');`;

/** Lets a table follow its case: its rows take their scope from the case on every write, and change hands with it. */
export const follows = (table: string): string => `
    CREATE TRIGGER ${table}_takes_scope BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION case_scope_taken();${carried(table)}`;
