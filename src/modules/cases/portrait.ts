import type { Sql } from '../../platform/database/sql.ts';

/** What rules of casework ask of a person: no more than they need, and nothing that leaves the owning team. */
export interface Portrait {
  readonly country: string;
  readonly region: string;
  readonly phase: string;
  readonly legalBasis: string;
  readonly sex: string;
  readonly birthQuarter: string;
  readonly roles: readonly string[];
  readonly householdBand: string | null;
  readonly careArrangement: string | null;
  readonly openNeeds: readonly string[];
  readonly arrivedOn: string;
  readonly registeredOn: string;
  readonly placedOn: string | null;
}

/** Reads it in one statement, behind the walls of whoever asks. */
export function portraitOf(caseId: string): Sql {
  return {
    name: 'portrait',
    text: `SELECT c.country, p.region, c.phase, c.legal_basis AS "legalBasis", p.sex, a.birth_quarter AS "birthQuarter", p.roles, p.household_band AS "householdBand", s.care_arrangement AS "careArrangement",
        a.arrived_on AS "arrivedOn", a.registered_on AS "registeredOn", a.placed_on AS "placedOn",
        ARRAY(SELECT n.need_code FROM case_need n WHERE n.case_id = c.id AND n.status = 'open' ORDER BY 1) AS "openNeeds"
      FROM case_core c JOIN case_profile p ON p.case_id = c.id JOIN case_anchor a ON a.case_id = c.id LEFT JOIN case_situation s ON s.case_id = c.id
      WHERE c.id = $1`,
    values: [caseId],
  };
}
