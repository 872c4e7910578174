import { randomUUID } from 'node:crypto';
import { CaseRecord } from '../../src/modules/cases/index.ts';
import { ReferralRecord } from '../../src/modules/referrals/index.ts';
import { BareStatements } from './bare-statements.ts';
import { receiving, type Cast, type Owned, type Person } from './cast.ts';
import type { Ask } from './load.ts';
import { pick, type Work } from './work.ts';

const worker = 'social-worker';
const newCase = {
  country: 'TJ',
  region: 'TJ-SU',
  legalBasis: 'consent',
  birthQuarter: '2016-Q3',
  sex: 'female',
  language: 'tg',
  arrivedOn: '2022-07-25',
};
const acceptance = `status = 'accepted', seen_at = now(), claimed_by_id = $2, answered_at = now(), answered_by_id = $2, package_open = true,
  version = version + 1`;

/** A social worker opens a case. */
export async function newCases(cast: Cast, requests: number): Promise<Work> {
  const people = await cast.people(worker);
  return {
    ...{ work: 'create', role: worker, record: CaseRecord.name, requests, atOnce: Infinity },
    routes: { [`read/${worker}`]: { text: new BareStatements(worker, CaseRecord).read() } },
    app: (at) => deed('POST', '/cases', pick(people, at), 201, newCase),
    bare: (at) => {
      const { id, unitId } = pick(people, at);
      return { method: 'POST', path: `/create/${worker}/${id}/${unitId}`, body: newCase, expects: 201 };
    },
  };
}

/** A social worker prepares a referral of a case whose consent allows it. */
export async function newReferrals(cast: Cast, requests: number): Promise<Work> {
  const cases = await openCases(cast);
  const [to] = await cast.people('ministry-officer', 'usual');
  const body = { toUnitId: to?.unitId, serviceType: 'school-place', urgency: 'high', duplicateReason: 'other-need' };
  return {
    ...{ work: 'create', role: worker, record: ReferralRecord.name, requests, atOnce: cases.length },
    routes: { [`read/${worker}-referral`]: { text: new BareStatements(worker, ReferralRecord).read() } },
    app: (at) => deed('POST', `/cases/${pick(cases, at).id}/referrals`, pick(cases, at).person, 201, body),
    bare: (at) => {
      const { id, person } = pick(cases, at);
      return { method: 'POST', path: `/refer/${worker}/${id}/${person.id}`, body, expects: 201 };
    },
  };
}

/** A social worker corrects one field of a case, naming the state it was read in, as an edit must. */
export async function patches(cast: Cast, requests: number): Promise<Work> {
  const cases = await openCases(cast);
  const etags = new Map<string, string>();
  const body = (at: number): object => ({ language: Math.floor(at / cases.length) % 2 === 0 ? 'ru' : 'uz' });
  const path = (at: number): string => `/cases/${pick(cases, at).id}`;
  const noting = (at: number): Pick<Ask, 'heard'> => ({ heard: ({ etag }) => etags.set(pick(cases, at).id, etag ?? '') });
  const read = new BareStatements(worker, CaseRecord).read();
  const update = 'UPDATE case_profile SET language = $2 WHERE case_id = $1';
  return {
    ...{ work: 'patch', role: worker, record: CaseRecord.name, requests, atOnce: cases.length },
    routes: { [`patch/${worker}`]: { text: update }, [`read/${worker}`]: { text: read } },
    before: cases.map((_, at) => ({ ...deed('GET', path(at), pick(cases, at).person, 200), ...noting(at) })),
    app: (at) => {
      const { id, person } = pick(cases, at);
      const asked = deed('PATCH', path(at), person, 200, body(at));
      return { ...asked, headers: { ...asked.headers, 'if-match': etags.get(id) ?? '' }, ...noting(at) };
    },
    bare: (at) => ({ method: 'PATCH', path: `/patch/${worker}/${pick(cases, at).id}`, body: body(at), expects: 200 }),
  };
}

/** A receiving desk takes a referral on; its package opens and the sender's side hears of it. */
export async function acceptances(cast: Cast, requests: number): Promise<Work[]> {
  const works: Work[] = [];
  for (const role of Object.keys(receiving)) {
    const people = await cast.people(role, 'answering');
    const sent = `SELECT id FROM referral WHERE to_unit_id = $1 AND status = 'sent' ORDER BY id`;
    const referrals = await cast.rowsOf(people, sent, 'unitId');
    works.push({
      ...{ work: 'accept', role, record: ReferralRecord.name, requests, atOnce: Infinity },
      routes: { [`accept/${role}`]: { text: new BareStatements(role, ReferralRecord).update(acceptance) } },
      app: (at) => deed('POST', `/referrals/${pick(referrals, at).id}/accept`, pick(referrals, at).person, 200, {}),
      bare: (at) => {
        const { id, person } = pick(referrals, at);
        return { method: 'POST', path: `/accept/${role}/${id}/${person.id}`, body: {}, expects: 200 };
      },
    });
  }
  return works;
}

/** Cases of the workers that nobody has closed, with a consent to share. */
async function openCases(cast: Cast): Promise<Owned[]> {
  const open = `SELECT c.id FROM case_core c JOIN consent s ON s.case_id = c.id WHERE c.worker_id = $1
    AND c.status NOT IN ('closed', 'transferred_out') AND s.id = md5('consent' || c.id)::uuid ORDER BY c.id LIMIT 8`;
  return cast.rowsOf(await cast.people(worker), open, 'id');
}

function deed(method: Ask['method'], path: string, { cookie }: Person, expects: number, body?: object): Ask {
  const headers = { cookie, 'x-homeward': '1', ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}) };
  return { method, path, headers, expects, ...(body === undefined ? {} : { body }) };
}
