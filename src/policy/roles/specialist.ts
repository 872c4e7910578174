import { role } from '../../access/role.ts';
import { peopleGrants } from '../../modules/identity/index.ts';

/** Assesses and treats returnees whose case was referred to the unit; until such cases are, sees no case. */
export const specialist = role(
  'specialist',
  'p_specialist',
  'Assesses and treats returnees whose case was referred to the unit; until such cases are, sees no case.',
  ...peopleGrants,
);
