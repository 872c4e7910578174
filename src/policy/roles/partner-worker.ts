import { role } from '../../access/role.ts';
import { receiving } from './receiving.ts';
import { keepsServices } from './services.ts';

/** Serves returnees referred to the unit and logs what was done; never sees a case. */
export const partnerWorker = role(
  'partner-worker',
  'p_partner',
  'Serves returnees referred to the unit and logs what was done; never sees a case.',
  ...receiving,
  ...keepsServices,
);
