/** What a program can be let do, by name; what each name allows stands in the law. */
export const clientScopeNames = ['referral:read', 'referral:answer', 'delivery:read', 'delivery:write', 'task:read', 'task:do'] as const;

export type ClientScopeName = (typeof clientScopeNames)[number];

/** The roles in which programs act: those that answer for a unit what others ask of it. The database knows no others. */
export const clientRoles = ['partner-worker', 'ministry-officer'] as const;
