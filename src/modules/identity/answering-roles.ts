/** Who answers what other agencies ask of a unit, if they work there. */
export const answeringRoles: readonly string[] = ['partner-worker', 'ministry-officer', 'focal-point', 'specialist'];
