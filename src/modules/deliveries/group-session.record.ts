import { fixed, my, record } from '../../access/record.ts';
import { everListed } from '../../platform/shipped-reference.ts';
import { GroupSession } from './group-session.entity.ts';

/** A session for several people, as the unit that held it sees it. Each of them has a delivery of their own. */
export const GroupSessionRecord = record('group-session', GroupSession, {
  codes: { mode: everListed('delivery-mode'), durationBand: everListed('duration-band') },
  fields: {
    id: fixed('session'),
    byUnitId: fixed('session'),
    deliveredOn: fixed('session'),
    mode: fixed('session'),
    durationBand: fixed('session'),
    size: fixed('session'),
    staffCount: fixed('session'),
    staffIds: fixed('session'),
    authorId: fixed('session'),
    recordedAt: fixed('session'),
  },
  scopes: { ours: { byUnitId: my('unitId') } },
});
