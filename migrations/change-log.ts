import { isCovered } from './in-case-scope.ts';

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
const camelCase = (column: string): string => column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** How a table stands to the record and the case that its rows belong to. */
interface Standing {
  /** The column that holds the record's id, where the table is a part of it. */
  readonly key?: string;
  /** The column that names the case. */
  readonly by?: string;
  /** The column that names a referral, by whose source the case is found. */
  readonly byReferral?: string;
  /** The column that names a task, by whose source the case is found. */
  readonly byTask?: string;
  /** The column that names a consent override, by whose source the case is found. */
  readonly byOverride?: string;
  /** Columns of which the log says that they changed, and not from what to what: texts, copies, what is shown in other words or read by nobody there. */
  readonly silent?: string;
}

/** What the log has to know of a table, as the arguments of its trigger. */
const argumentsOf = (record: string, groups: Readonly<Record<string, string>>, standing: Standing): string => {
  const { key = 'id', by = 'case_id', byReferral, byTask, byOverride, silent = '' } = standing;
  const [where, column] =
    Object.entries({ referral: byReferral, task: byTask, consent_override: byOverride, case: by }).find(
      ([, named]) => named !== undefined,
    ) ?? [];
  const columns = Object.entries(groups).flatMap(([group, names]) => words(names).map((column) => ({ group, column })));
  const list = (values: readonly string[]): string => `'{${values.join(',')}}'`;
  return [
    ...[`'${record}'`, `'${key}'`, `'${where}', '${column}'`],
    ...[list(columns.map(({ group }) => group)), list(columns.map(({ column }) => column))],
    ...[
      list(columns.map(({ column }) => camelCase(column))),
      list(columns.map(({ column }) => (words(silent).includes(column) ? 't' : 'f'))),
    ],
  ].join(', ');
};

/**
 * Lets every change of a table be logged: `logged('case_need', 'need', { F2: 'severity status' })`. All its columns stand here
 * with the field group that the record gives them, but for ids, internal ones and the scope that follows the case: a test
 * compares. A later migration that adds a column says the whole line again. From migration 223 on, what the trigger is told is drawn into
 * functions of the table's own.
 */
export const logged = (table: string, record: string, groups: Readonly<Record<string, string>>, standing: Standing = {}): string => `
    CREATE OR REPLACE TRIGGER ${table}_is_logged AFTER INSERT OR UPDATE OF ${Object.values(groups).flatMap(words).join(', ')} ON ${table}
      FOR EACH ROW EXECUTE FUNCTION change_noted(${argumentsOf(record, groups, standing)});
    DO $$ BEGIN IF to_regproc('public.log_drawn') IS NOT NULL THEN PERFORM public.log_drawn('${table}'); END IF; END $$;`;

/** A referral comes into being before anybody knows of which case it is: the log has it from when that is said. */
export const loggedWithItsSource = (groups: Readonly<Record<string, string>>, silent = ''): string => `
    CREATE OR REPLACE TRIGGER referral_source_begins_log AFTER INSERT ON referral_source
      FOR EACH ROW EXECUTE FUNCTION referral_noted(${argumentsOf('referral', groups, { byReferral: 'id', silent })});`;

/** So with a task, where somebody made it: one that followed from a template is no change by anybody. */
export const loggedWithItsTask = (groups: Readonly<Record<string, string>>, silent: string): string => `
    CREATE OR REPLACE TRIGGER task_source_begins_log AFTER INSERT ON task_source FOR EACH ROW WHEN (NEW.created_by_id IS NOT NULL)
      EXECUTE FUNCTION task_noted(${argumentsOf('task', groups, { byTask: 'id', silent })});`;

/** So with sharing without a consent, which whoever judges it knows without its case. */
export const loggedWithItsOverride = (groups: Readonly<Record<string, string>>): string => `
    CREATE OR REPLACE TRIGGER consent_override_source_begins_log AFTER INSERT ON consent_override_source
      FOR EACH ROW EXECUTE FUNCTION override_noted(${argumentsOf('consent-override', groups, { byOverride: 'id' })});`;

/** What a persona reads of the cases it works on, record by record, as the law has it: `{ need: 'F2' }`. */
export type Reads = Readonly<Record<string, string>>;

/** What a case's worker and supervisor both read. */
export const teamReads: Reads = {
  ...{ case: 'F0 F1 F2 F9 team anchor', need: 'F2', note: 'F6', 'health-summary': 'F3a', protection: 'F5 F5-level', consent: 'F9' },
  ...{ referral: 'reference facts source disclosure approval', delivery: 'service', 'follow-up': 'F0 F2' },
};

/** The wall of a table that tells of changes to cases: a row is read by whoever reads that field group of that record, where they do. */
export const toldAsRead = (table: string, { worker, supervisor }: { readonly worker: Reads; readonly supervisor: Reads }): string => {
  const groups = (reads: Reads): string =>
    `'{${Object.entries(reads)
      .flatMap(([record, names]) => words(names).map((group) => `${record}.${group}`))
      .join(',')}}'`;
  return `
    DROP POLICY IF EXISTS mine ON ${table};
    DROP POLICY IF EXISTS my_team ON ${table};
    CREATE POLICY mine ON ${table} TO {p_social_worker}
      USING (worker_id = (SELECT ctx.user_id('social_worker')) AND field_group = ANY (${groups(worker)}));
    CREATE POLICY my_team ON ${table} TO {p_supervisor}
      USING (supervisor_unit_id = (SELECT ctx.unit_id('supervisor')) AND NOT sealed AND field_group = ANY (${groups(supervisor)}));`;
};

/** The same for what a later room adds: policies beside the first ones, so that rooms do not write over each other. */
export const alsoToldAsRead = (table: string, room: string, reads: Reads): string => {
  const groups = Object.entries(reads).flatMap(([record, names]) => words(names).map((group) => `${record}.${group}`));
  const isTold = `field_group = ANY ('{${groups.join(',')}}')`;
  return `
    CREATE POLICY mine_of_${room} ON ${table} TO {p_social_worker}
      USING (worker_id = (SELECT ctx.user_id('social_worker')) AND ${isTold});
    CREATE POLICY my_team_of_${room} ON ${table} TO {p_supervisor}
      USING (supervisor_unit_id = (SELECT ctx.unit_id('supervisor')) AND NOT sealed AND ${isTold});`;
};

/** The same for whoever stands in for the worker of a case. A later room that is read on covered cases says it for its own groups. */
export const toldWhereCovered = (table: string, reads: Reads, room = ''): string => {
  const groups = Object.entries(reads).flatMap(([record, names]) => words(names).map((group) => `${record}.${group}`));
  return `
    CREATE POLICY covered${room === '' ? '' : `_of_${room}`} ON ${table} TO {p_social_worker}
      USING (${isCovered} AND field_group = ANY ('{${groups.join(',')}}'));`;
};

/** Who did it, and the case's scope, as the rows that tell of changes hold them. */
export const toldBy = `
      actor_id uuid,
      actor_role text,
      actor_unit_id uuid,
      on_behalf_of uuid,
      worker_id uuid,
      unit_id uuid NOT NULL,
      supervisor_unit_id uuid NOT NULL,
      specialist_unit_id uuid,
      sealed boolean NOT NULL`;

/** Lets nobody change or remove what was told; only whose it is follows the case. */
export const final = (table: string, columns: string): string => {
  const facts = (row: string): string =>
    words(`${columns} actor_id actor_role actor_unit_id on_behalf_of`)
      .map((column) => `${row}.${column}`)
      .join(', ');
  return `
    CREATE TRIGGER ${table}_is_final BEFORE UPDATE ON ${table} FOR EACH ROW
      WHEN ((${facts('OLD')}) IS DISTINCT FROM (${facts('NEW')})) EXECUTE FUNCTION told_is_final();
    CREATE TRIGGER ${table}_stays BEFORE DELETE OR TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION told_is_final();`;
};
