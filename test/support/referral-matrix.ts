import { Covered, Has, My } from '../../src/access/record.ts';
import { conditionsOf, type Role } from '../../src/access/role.ts';
import { openStates, referralLifecycle, reRoutableStates } from '../../src/modules/referrals/referral.lifecycle.ts';
import { ReferralRecord } from '../../src/modules/referrals/index.ts';
import { roles } from '../../src/policy/index.ts';

/** What decides whether somebody may do something to a referral. */
export interface Standing {
  readonly workerId: string;
  readonly supervisorUnitId: string;
  readonly sealed: boolean;
  readonly toUnitId: string;
  readonly packageOpen: boolean;
  readonly status: string;
  readonly claimedById: string | null;
}

/** Whoever asks, as the law knows them. */
export interface Asking {
  readonly role: string;
  readonly id: string;
  readonly unitId: string;
  readonly agencyId: string;
}

/** Every state a referral can be in, from its table. */
export const states = [...new Set(Object.values(referralLifecycle.table).flatMap(({ from, to }) => [...from, to]))];

const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: 1, clientConfirmed: 'yes' };
const delivery = { deliveredOn: '2026-03-02', mode: 'at-provider', attendance: 'attended' };

/** Every deed there is a route for: its path below the referral, and what is sent along. */
export const moves: readonly { readonly deed: string; readonly path: string; readonly body: object }[] = [
  ...['send', 'accept', 'resume', 'enter-in-error', 'see', 'claim', 'unclaim', 'take-over', 'request-approval', 'approve'].map((deed) => ({
    deed,
    path: deed,
    body: {},
  })),
  { deed: 'decline', path: 'decline', body: { declineReason: 'not-now' } },
  { deed: 'reject', path: 'reject', body: { reason: 'no-capacity' } },
  { deed: 'hold', path: 'hold', body: { reason: 'waiting-list' } },
  { deed: 'fail', path: 'fail', body: { reason: 'not-reached' } },
  { deed: 'cancel', path: 'cancel', body: { reason: 'need-met' } },
  { deed: 'recall', path: 'recall', body: { reason: 'not-answered' } },
  { deed: 'complete', path: 'complete', body: outcome },
  { deed: 'deliver', path: 'deliveries', body: delivery },
  { deed: 'write', path: 'messages', body: { subject: 'state-of-things' } },
];

const claiming = ['claim', 'accept', 'reject', 'hold', 'resume', 'complete', 'fail'];
const approvals = ['request-approval', 'approve', 'decline'];
const claims = ['claim', 'unclaim', 'take-over'];

/** Asking somebody else instead; whom is for the test to say. */
export const reRoute = (toUnitId: string) => ({ deed: 're-route', path: 're-route', body: { toUnitId, rerouteReason: 'refused' } });

/** The status that the law and the table of states promise for one deed. */
export function promised(who: Asking, row: Standing, deed: string): number {
  if (!grantsHeld(who, row).some(({ see }) => see.length > 0)) return 404;
  if (!grantsHeld(who, row).some((grant) => grant.do.includes(deed))) return 403;
  if (referralLifecycle.knows(deed) && !referralLifecycle.movesFrom(row.status as never).includes(deed)) return 409;
  if (claims.includes(deed) && referralLifecycle.movesFrom(row.status as never).length === 0) return 409;
  // The time to decide is not over here; what a supervisor does when it is: test/referrals/re-route.spec.ts.
  if (deed === 're-route') return reRoutableStates.includes(row.status as never) && row.workerId === who.id ? 201 : 409;
  // Nothing sensitive is shared here; approving asks first what was seen. With it: test/referrals/approval.spec.ts.
  if (deed === 'approve' && row.status === 'draft') return 428;
  if (approvals.includes(deed)) return 409;
  if (deed === 'deliver') return ['accepted', 'in_progress'].includes(row.status) ? 201 : 409;
  if (deed === 'write') return openStates.includes(row.status as never) ? 201 : 409;
  if (claiming.includes(deed) && row.claimedById !== null && row.claimedById !== who.id) return 409;
  if (deed === 'unclaim' && row.claimedById !== who.id) return row.claimedById === null ? 409 : 403;
  return 200;
}

function grantsHeld(who: Asking, row: Standing) {
  const role = roles.find(({ name }) => name === who.role);
  return (role?.grants ?? []).filter(({ record, scope }) => {
    if (record !== ReferralRecord) return false;
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
