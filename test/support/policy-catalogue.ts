import type { Client } from 'pg';

const ours = "n.nspname IN ('public', 'ctx', 'platform', 'audit', 'identity')";
const privileges = { SELECT: 'r', INSERT: 'a', UPDATE: 'w', DELETE: 'd', TRUNCATE: 't', REFERENCES: 'x', TRIGGER: 'T', MAINTAIN: 'm' };

/** What every role but the owner holds on each table: `{ 'public.unit': { p_admin: 'raw' } }`; the letters are those of PostgreSQL. */
export async function tableGrants(client: Client, prefix: string): Promise<Record<string, Record<string, string>>> {
  const { rows } = await client.query<{ table: string; grantee: string | null; privilege: keyof typeof privileges }>(
    `SELECT n.nspname || '.' || c.relname AS table, g.rolname AS grantee, acl.privilege_type AS privilege
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL aclexplode(c.relacl) acl
     LEFT JOIN pg_roles g ON g.oid = acl.grantee
     WHERE ${ours} AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND acl.grantee <> c.relowner`,
  );
  const found: Record<string, Record<string, string>> = {};
  for (const { table, grantee, privilege } of rows) {
    const held = (found[table] ??= {});
    const who = grantee === null ? 'PUBLIC' : grantee.slice(prefix.length);
    held[who] = [...(held[who] ?? ''), privileges[privilege]].sort((a, b) => letters.indexOf(a) - letters.indexOf(b)).join('');
  }
  return found;
}
const letters = Object.values(privileges).join('');

/** Rights on single columns, as `p_partner w referral.status`. */
export async function columnGrants(client: Client, prefix: string): Promise<string[]> {
  const { rows } = await client.query<{ grantee: string; privilege: keyof typeof privileges; column: string }>(
    `SELECT coalesce(g.rolname, 'PUBLIC') AS grantee, acl.privilege_type AS privilege, c.relname || '.' || a.attname AS column
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     CROSS JOIN LATERAL aclexplode(a.attacl) acl LEFT JOIN pg_roles g ON g.oid = acl.grantee WHERE ${ours}`,
  );
  return rows.map(({ grantee, privilege, column }) => `${grantee.slice(prefix.length)} ${privileges[privilege]} ${column}`).sort();
}

/** Every table of ours with the state of its row security. */
export async function tables(client: Client): Promise<{ name: string; enabled: boolean; forced: boolean; policies: number }[]> {
  const { rows } = await client.query(
    `SELECT n.nspname || '.' || c.relname AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
       (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ours} AND c.relkind IN ('r', 'p') ORDER BY 1`,
  );
  return rows as never;
}

/** A function of ours. */
export interface Routine {
  readonly name: string;
  readonly definer: boolean;
  readonly owner: string;
  readonly path: string | null;
  readonly callers: readonly string[];
}

/** Every function of ours: whose rights it runs with, where it looks for names, who may call it. */
export async function routines(client: Client, prefix: string): Promise<Routine[]> {
  const { rows } = await client.query<Routine & { callers: string[] }>(
    `SELECT n.nspname || '.' || p.proname AS name, p.prosecdef AS definer, o.rolname AS owner,
       (SELECT setting FROM unnest(p.proconfig) setting WHERE setting LIKE 'search_path=%') AS path,
       ARRAY(SELECT coalesce(g.rolname, 'PUBLIC')::text FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) acl
         LEFT JOIN pg_roles g ON g.oid = acl.grantee WHERE acl.grantee <> p.proowner ORDER BY 1) AS callers
     FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles o ON o.oid = p.proowner WHERE ${ours} ORDER BY 1`,
  );
  const bare = (role: string): string => (role.startsWith(prefix) ? role.slice(prefix.length) : role);
  return rows.map((each) => ({ ...each, owner: bare(each.owner), callers: each.callers.map(bare) }));
}
