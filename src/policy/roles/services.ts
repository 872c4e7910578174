import { on, type Grant } from '../../access/role.ts';
import { ServiceRecord } from '../../modules/directory/index.ts';

/** What everybody has who sends people to services or receives them: what there is, for whom, and whether there is room. */
export const seesServices: readonly Grant[] = [on(ServiceRecord, 'all', { see: ['facts', 'room', 'figures'] })];

/** What those have who answer for the services of their own agency. */
export const keepsServices: readonly Grant[] = [
  on(ServiceRecord, 'ofMyAgency', { see: ['facts', 'room', 'figures', 'contacts'], do: ['set-capacity', 'verify'] }),
];
