import type { Actor } from '../platform/database/context.ts';
import { Parameters, prepared, type Sql } from '../platform/database/sql.ts';
import type { Field } from './record.ts';
import type { SqlScope } from './compile.ts';
import type { Listing, Stretch } from './page.ts';
import type { Plan } from './plan.ts';

/** Whose eyes, and in which request. */
export interface Asker {
  readonly actor: Actor;
  readonly requestId: string;
}

/** The one statement that reads a row and notes that it was read; also when there is none to be seen. */
export function readOne(plan: Plan, id: string, asker: Asker, action = 'read'): Sql {
  return noted(plan, asker, action, 1, (bind) => ({ where: `t.id = ${bind(id)}::uuid`, order: 't.id', limit: 1 }));
}

/** The row that a page stands under: it has to be seen, or there is no page either. */
export interface Under {
  readonly plan: Plan;
  readonly id: string;
}

/** The one statement that reads a page and notes which rows were read. */
export function readPage(plan: Plan, listing: Listing, asker: Asker, under: Under | null = null): Sql {
  return noted(
    plan,
    asker,
    'list',
    listing.limit,
    (bind) => {
      const scope = { alias: 't', bind, actor: asker.actor };
      const filters = conditionsOf(plan, listing, scope);
      const direction = listing.descending ? 'DESC' : 'ASC';
      const asked = [...tablesOf(listing), listing.sort?.table ?? 0];
      if (listing.sort === null) {
        if (listing.after !== null) filters.push(`t.id > ${bind(listing.after.id)}::uuid`);
        return { where: filters.join(' AND '), asked, order: 't.id', limit: listing.limit + 1 };
      }
      const plain = place(listing.sort);
      const sorted = plan.always(listing.sortScopes) ? plain : `CASE WHEN ${plan.within(listing.sortScopes, scope)} THEN ${plain} END`;
      if (listing.after !== null) filters.push(beyond(sorted, listing.sort.type, listing.descending, listing.after, bind));
      return { where: filters.join(' AND '), asked, order: `${sorted} ${direction} NULLS LAST, t.id`, limit: listing.limit + 1, sorted };
    },
    under,
  );
}

/** The one statement that counts several lists at once, each by the very conditions by which it is read, all within one; and notes that it did. */
export function readCounts(plan: Plan, among: Listing, listings: readonly Listing[], { actor, requestId }: Asker): Sql {
  const { bind, values } = new Parameters();
  const scope = { alias: 't', bind, actor };
  const counts = listings.map((listing, at) => {
    const wanted = conditionsOf(plan, listing, scope);
    return `count(*)${wanted.length === 0 ? '' : ` FILTER (WHERE ${wanted.join(' AND ')})`}::int AS "${at}"`;
  });
  const visible = [plan.within(plan.visible, scope), ...conditionsOf(plan, among, scope)].join(' AND ');
  const text = `WITH counted AS MATERIALIZED (
  SELECT ${counts.join(', ')} FROM ${plan.record.tables[0]?.name} t${joined(plan, [among, ...listings].flatMap(tablesOf))} WHERE ${visible}
), noted AS MATERIALIZED (
  SELECT audit.note(${bind(requestId)}, 'count', ${bind(plan.record.name)}, '{}', ${bind(plan.groups)}, 'shown')
)
SELECT counted.* FROM noted, counted`;
  return prepared('count', { text, values });
}

/** What a row of a list has to be like. It is asked only where the field may be read, or a masked value could be found out by asking. */
function conditionsOf(plan: Plan, { filters, stretches }: Listing, scope: SqlScope): string[] {
  const whereRead = (scopes: readonly string[], wanted: string): string =>
    plan.always(scopes) ? wanted : `(${plan.within(scopes, scope)} AND ${wanted})`;
  return [
    ...filters.map(({ field, scopes, values }) =>
      whereRead(scopes, `${place(field)} = ANY(${scope.bind(values)}::${field.type === 'text' ? 'text' : field.type}[])`),
    ),
    ...stretches.map(({ field, scopes, stretch }) => whereRead(scopes, within(place(field), field.type, stretch, scope.bind))),
  ];
}

/** Whether a time lies in a stretch, or is missing. */
function within(column: string, type: string, { from, before, isEmpty }: Stretch, bind: (value: unknown) => string): string {
  const bounds = [
    ...(isEmpty === true ? [`${column} IS NULL`] : []),
    ...(from === undefined ? [] : [`${column} >= ${bind(from)}::${type}`]),
    ...(before === undefined ? [] : [`${column} < ${bind(before)}::${type}`]),
  ];
  return bounds.length === 0 ? 'true' : `(${bounds.join(' AND ')})`;
}

/** Tables beside the record's own that the conditions of a list ask. */
function tablesOf({ filters, stretches }: Listing): number[] {
  return [...filters, ...stretches].map(({ field }) => field.table);
}

interface Shape {
  readonly where: string;
  /** Tables beside the record's own that the condition or the order asks. */
  readonly asked?: readonly number[];
  readonly order: string;
  readonly limit: number;
  readonly sorted?: string;
}

function noted(
  plan: Plan,
  asker: Asker,
  action: string,
  shown: number,
  shape: (bind: (value: unknown) => string) => Shape,
  under: Under | null = null,
): Sql {
  const { bind, values } = new Parameters();
  const scope = { alias: 't', bind, actor: asker.actor };
  const { where, asked = [], order, limit, sorted } = shape(bind);
  const columns = plan.readable.map(({ field }) => `${place(field)} AS "${field.name}"`);
  if (!plan.readable.some(({ field }) => field.name === 'id')) columns.push('t.id');
  for (const flag of plan.flags) columns.push(`coalesce(${plan.within([flag], scope)}, false) AS "in:${flag}"`);
  if (plan.record.lifecycle !== null) columns.push('t.status AS "~status"');
  if (sorted !== undefined) columns.push('t."~sorted"');
  const covers = asker.actor.standing?.for ?? [];
  const whose = covers.length === 0 || plan.coveredBy === null ? null : `t."${plan.coveredBy.column}"`;
  if (whose !== null) columns.push(`CASE WHEN ${whose} = ANY(${bind(covers)}::uuid[]) THEN ${whose} END AS "~for"`);
  const visible = [plan.within(plan.visible, scope), where].filter((each) => each !== '').join(' AND ');
  const seen = under === null ? '' : `, EXISTS (${seenUnder(under, bind, asker)}) AS "~under"`;
  const chosen = `SELECT t.*, ${sorted === undefined ? '' : `${sorted} AS "~sorted", `}row_number() OVER (ORDER BY ${order}) AS "#"
    FROM ${plan.record.tables[0]?.name} t${joined(plan, asked)} WHERE ${visible} ORDER BY ${order} LIMIT ${limit}`;
  // First the rows are chosen, then what hangs on them is fetched: for twenty rows, not for all there are.
  const facts = [bind(asker.requestId), bind(action), bind(plan.record.name)].join(', ');
  const text = `WITH page AS MATERIALIZED (
  SELECT ${columns.join(', ')}, t."#" FROM (${chosen}) t${joined(
    plan,
    plan.readable.map(({ field }) => field.table),
  )}
), noted AS MATERIALIZED (
  ${whose === null ? note(facts, bind(plan.groups), shown) : notes(facts, bind(plan.groups), shown)}
)
SELECT page.*${seen} FROM noted LEFT JOIN page ON true ORDER BY "#"`;
  return prepared('read', { text, values });
}

/** One line of the access log for all that is shown, also where that is nothing. */
function note(facts: string, groups: string, shown: number): string {
  return `SELECT audit.note(${facts}, coalesce(array_agg(id), '{}'), ${groups},
    CASE WHEN count(*) = 0 THEN 'unseen' ELSE 'shown' END) FROM page WHERE "#" <= ${shown}`;
}

/** For whoever stands in for others, a line for each of them whose rows are shown, and one for the rows that are the asker's to see anyway. */
function notes(facts: string, groups: string, shown: number): string {
  return `SELECT count(audit.note_for(${facts}, ids, ${groups}, result, stood_in_for)) FROM (
    SELECT array_agg(id) AS ids, 'shown' AS result, "~for" AS stood_in_for FROM page WHERE "#" <= ${shown} GROUP BY "~for"
    UNION ALL SELECT '{}', 'unseen', NULL WHERE NOT EXISTS (SELECT FROM page)
  ) lines`;
}

/** The tables beside the record's own, each once. */
function joined({ record }: Plan, tables: readonly number[]): string {
  const beside = [...new Set(tables)].filter((table) => table > 0);
  return beside.map((at) => ` LEFT JOIN ${record.tables[at]?.name} p${at} ON p${at}."${record.tables[at]?.key}" = t.id`).join('');
}

function seenUnder({ plan, id }: Under, bind: (value: unknown) => string, { actor }: Asker): string {
  const visible = plan.within(plan.visible, { alias: 'u', bind, actor });
  return `SELECT FROM ${plan.record.tables[0]?.name} u WHERE u.id = ${bind(id)}::uuid AND ${visible}`;
}

function place(field: Field): string {
  return `${field.table === 0 ? 't' : `p${field.table}`}."${field.column}"`;
}

/** Rows behind the last one of the page before, in an order where missing values come last. */
function beyond(
  sorted: string,
  type: string,
  descending: boolean,
  after: { value: unknown; id: string },
  bind: (value: unknown) => string,
): string {
  const id = `${bind(after.id)}::uuid`;
  if (after.value === null) return `(${sorted} IS NULL AND t.id > ${id})`;
  const value = `${bind(after.value)}::${type}`;
  return `(${sorted} ${descending ? '<' : '>'} ${value} OR (${sorted} = ${value} AND t.id > ${id}) OR ${sorted} IS NULL)`;
}
