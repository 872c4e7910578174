import { fixed, my, record } from '../../access/record.ts';
import { Person } from './person.entity.ts';

/** The languages in which the product speaks to people, or will. */
export const locales = ['en', 'ru', 'tg', 'uz', 'kk', 'ky'];

/** What can be granted on people: colleagues know the facts, only who manages accounts knows the login and where mail goes. */
export const PersonRecord = record('person', Person, {
  codes: { locale: locales, kind: ['person', 'client'] },
  fields: {
    id: 'id',
    login: fixed('account'),
    displayName: 'facts',
    role: fixed('facts'),
    unitId: fixed('facts'),
    agencyId: fixed('facts'),
    locale: 'contact',
    email: 'contact',
    emailNumber: fixed('internal'),
    emailBounces: fixed('contact'),
    unreachableSince: fixed('contact'),
    active: fixed('facts'),
    // Why somebody is not at work is not for colleagues to know.
    suspended: fixed('account'),
    kind: fixed('facts'),
    version: 'internal',
  },
  scopes: { all: {}, myUnit: { unitId: my('unitId') } },
  deeds: ['invite', 'move', 'deactivate', 'count-bounce', 'suspend', 'reinstate'],
});
