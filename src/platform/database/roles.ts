/**
 * The database's side of the second wall: one NOLOGIN role per persona, which a login takes on for one transaction.
 * A persona holds grants and row policies of its own; a login by itself holds nothing.
 */
export const personas = [
  'p_social_worker',
  'p_supervisor',
  'p_specialist',
  'p_ministry',
  'p_partner',
  'p_coordinator',
  'p_auditor',
  'p_admin',
  'p_privacy',
  'p_system',
  'p_guest',
] as const;

export type Persona = (typeof personas)[number];

/** The persona's name inside the signed context and in row policies: `p_social_worker` is `social_worker`. */
export function personaClaim(persona: Persona): string {
  return persona.slice(2);
}

/** SQL with `{role}` placeholders, for the roles of this installation: `GRANT SELECT ON unit TO {p_guest}`. */
export function withRoles(sql: string, prefix: string): string {
  return sql.replaceAll(/\{(p_[a-z_]+|definer|[a-z]+_login)\}/g, (_, role: string) => `"${prefix}${role}"`);
}
