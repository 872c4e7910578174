import { fixed, my, record } from '../../access/record.ts';
import { everListed } from '../../platform/shipped-reference.ts';
import { MailHoursWish } from './mail-hours.entity.ts';

/** When people want mail; each their own. */
export const MailHoursRecord = record('mail-hours', MailHoursWish, {
  codes: { delivery: everListed('mail-delivery') },
  fields: {
    id: fixed('own'),
    personId: fixed('own'),
    delivery: fixed('own'),
    digestAt: fixed('own'),
    quietFrom: fixed('own'),
    quietTo: fixed('own'),
    quietOnDaysOff: fixed('own'),
    shortMessages: fixed('own'),
    phone: fixed('own'),
    setAt: fixed('own'),
  },
  scopes: { all: {}, mine: { personId: my('userId') } },
});
