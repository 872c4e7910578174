import type { RecordType } from '../../src/access/record.ts';
import { AuditEventRecord } from '../../src/modules/audit/index.ts';
import { CaseRecord } from '../../src/modules/cases/index.ts';
import { PersonRecord } from '../../src/modules/identity/index.ts';
import { ReferralRecord } from '../../src/modules/referrals/index.ts';
import { BareStatements, type ListShape } from './bare-statements.ts';
import { receiving, type Cast, type Desk, type Person } from './cast.ts';
import type { Ask } from './load.ts';
import { pick, type Work } from './work.ts';

/** What one role reads, and how bare SQL finds the same rows. */
interface Reader {
  readonly role: string;
  readonly record: RecordType;
  readonly path: string;
  readonly desk?: Desk;
  /** Whose rows: a condition on `$1`, which is this property of the reader. */
  readonly whose: string;
  readonly mine: 'id' | 'unitId';
  readonly list: ListShape;
}

const phases: ListShape = { filter: 'phase', among: ['P3', 'P4', 'P5', 'P6'], sort: '-riskSetOn' };
const answered: ListShape = { filter: 'status', among: ['accepted', 'in_progress', 'on_hold', 'completed'], sort: '-sentAt' };
const waiting: ListShape = { filter: 'status', among: ['sent', 'accepted', 'in_progress', 'on_hold'], sort: 'decideBy' };
const received = { record: ReferralRecord, path: '/referrals', whose: 't.to_unit_id = $1', mine: 'unitId' } as const;

const readers: readonly Reader[] = [
  { role: 'social-worker', record: CaseRecord, path: '/cases', whose: 't.worker_id = $1', mine: 'id', list: phases },
  {
    role: 'supervisor',
    record: CaseRecord,
    path: '/cases',
    whose: 't.supervisor_unit_id = $1 AND NOT t.sealed',
    mine: 'unitId',
    list: phases,
  },
  ...Object.keys(receiving).map((role): Reader => ({ role, ...received, desk: 'usual', list: answered })),
];
const listers: readonly Reader[] = [
  ...readers,
  {
    role: 'administrator',
    record: PersonRecord,
    path: '/people',
    whose: '$1::uuid IS NOT NULL',
    mine: 'id',
    list: { filter: 'role', among: ['social-worker'], sort: 'displayName' },
  },
  {
    role: 'auditor',
    record: AuditEventRecord,
    path: '/audit-events',
    whose: '$1::uuid IS NOT NULL',
    mine: 'id',
    list: { filter: 'actorRole', among: ['social-worker', 'supervisor'], sort: '-at' },
  },
];

/** Reading one record, for every role that reads cases or referrals: all the fields the role has. */
export async function reads(cast: Cast, requests: number): Promise<Work[]> {
  const works: Work[] = [];
  for (const { role, record, path, desk, whose, mine } of readers) {
    const people = await cast.people(role, desk);
    const targets = await cast.rowsOf(people, `SELECT t.id FROM ${record.tables[0]?.name} t WHERE ${whose} ORDER BY t.id LIMIT 100`, mine);
    works.push({
      ...{ work: 'read', role, record: record.name, requests, atOnce: Infinity },
      routes: { [`read/${role}`]: { text: new BareStatements(role, record).read() } },
      app: (at) => asked(`${path}/${pick(targets, at).id}`, pick(targets, at).person),
      bare: (at) => ({ method: 'GET', path: `/read/${role}/${pick(targets, at).id}`, expects: 200 }),
    });
  }
  return works;
}

/** A page of twenty, filtered and sorted, for every role that has a list. */
export async function lists(cast: Cast, requests: number): Promise<Work[]> {
  const works: Work[] = [];
  for (const reader of listers) works.push(await pages('list', reader, cast, requests));
  return works;
}

/** The page with which a receiving desk begins its day, where a great many referrals lie. */
export async function inboxes(cast: Cast, requests: number): Promise<Work[]> {
  const works: Work[] = [];
  for (const role of Object.keys(receiving))
    works.push(await pages('inbox', { role, ...received, desk: 'full', list: waiting }, cast, requests));
  return works;
}

async function pages(work: 'list' | 'inbox', reader: Reader, cast: Cast, requests: number): Promise<Work> {
  const { role, record, path, desk, whose, mine, list } = reader;
  const people = await cast.people(role, desk);
  const query = `${list.filter}=${list.among.join(',')}&sort=${list.sort}&limit=20`;
  return {
    ...{ work, role, record: record.name, requests, atOnce: Infinity },
    routes: { [`${work}/${role}`]: { text: new BareStatements(role, record).list(whose, list), values: [list.among], many: true } },
    app: (at) => asked(`${path}?${query}`, pick(people, at)),
    bare: (at) => ({ method: 'GET', path: `/${work}/${role}/${pick(people, at)[mine]}`, expects: 200 }),
  };
}

function asked(path: string, { cookie }: Person): Ask {
  return { method: 'GET', path, headers: { cookie }, expects: 200 };
}
