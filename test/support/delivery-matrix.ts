import { Covered, Has, My } from '../../src/access/record.ts';
import { conditionsOf, type Role } from '../../src/access/role.ts';
import { DeliveryRecord } from '../../src/modules/deliveries/index.ts';
import { deliveryLifecycle } from '../../src/modules/deliveries/delivery.lifecycle.ts';
import { roles } from '../../src/policy/index.ts';
import { given } from './deliveries.ts';

/** What decides whether somebody may do something to a delivery. */
export interface DeliveryStanding {
  readonly workerId: string;
  readonly supervisorUnitId: string;
  readonly sealed: boolean;
  readonly toUnitId: string;
  readonly status: string;
  readonly authorId: string;
}

/** Whoever asks, as the law knows them. */
export interface DeliveryAsking {
  readonly role: string;
  readonly id: string;
  readonly unitId: string;
  readonly agencyId: string;
}

/** Every state a delivery can be in, from its table. */
export const states = deliveryLifecycle.states();

/** Every deed there is a route for, its path and what is sent along: a row is corrected where rows are logged. */
export const moves = (row: {
  readonly id: string;
  readonly referralId: string;
}): { readonly deed: string; readonly path: string; readonly body: object }[] => [
  ...['confirm', 'agree'].map((deed) => ({ deed, path: `/deliveries/${row.id}/${deed}`, body: {} })),
  { deed: 'dispute', path: `/deliveries/${row.id}/dispute`, body: { reason: 'not-given' } },
  { deed: 'correct', path: `/referrals/${row.referralId}/deliveries`, body: { ...given, units: 1, correctsId: row.id } },
];

/** The status that the law and the table of states promise for one deed. */
export function promised(who: DeliveryAsking, row: DeliveryStanding, deed: string): number {
  const held = grantsHeld(who, row);
  if (!held.some(({ see }) => see.length > 0)) return 404;
  if (!held.some((grant) => grant.do.includes(deed))) return 403;
  if (!deliveryLifecycle.movesFrom(row.status as never).includes(deed as never)) return 409;
  if (deed === 'correct') return 201;
  return row.authorId === who.id ? 403 : 200;
}

function grantsHeld(who: DeliveryAsking, row: DeliveryStanding) {
  const role = roles.find(({ name }) => name === who.role);
  return (role?.grants ?? []).filter(({ record, scope }) => {
    if (record !== DeliveryRecord) return false;
    return Object.entries(conditionsOf(role as Role, record, scope)).every(([column, wanted]) => {
      const value = (row as unknown as Record<string, unknown>)[column];
      if (wanted instanceof My) return value === who[wanted.property];
      // Nobody here stands in for anybody.
      if (wanted instanceof Covered) return false;
      if (wanted instanceof Has) return (value as readonly string[]).includes(who[wanted.mine.property]);
      return typeof wanted === 'object' ? wanted.$in.includes(value as string) : value === wanted;
    });
  });
}
