import type { Role } from '../../src/access/role.ts';
import type { Reference } from '../../src/platform/reference.ts';
import { type Dice, shares } from './dice.ts';
import type { Rows } from './rows.ts';

/** Somebody of the demonstration. */
export interface Somebody {
  readonly id: string;
  readonly login: string;
  readonly role: string;
  readonly unitId: string;
  readonly agencyId: string;
  /** Where they work, in words. */
  readonly place: string;
}

/** The social workers of one place, and who answers for them. */
export interface Team {
  readonly unitId: string;
  readonly region: string;
  readonly cases: number;
  readonly supervisor: Somebody;
  readonly workers: readonly Somebody[];
}

/** What the installation is made of. */
export interface Setting {
  readonly reference: Reference;
  readonly roles: readonly Role[];
  readonly dice: Dice;
  readonly rows: Rows;
  readonly passwordHash: string;
}

const country = 'TJ';
/** Usual loads: at most 25 cases a worker, five workers a supervisor. */
const casesPerWorker = 25;
const workersPerTeam = 5;
const casesPerDesk = 2_000;
/** Who takes referrals on. */
const receiving: readonly string[] = ['partner-worker', 'ministry-officer'];
/** How the demonstration's cases lie over the country: invented. A new region gets a share too. */
const regionWeights: Readonly<Record<string, number>> = { 'TJ-SU': 34, 'TJ-KT': 30, 'TJ-DU': 18, 'TJ-RA': 14, 'TJ-GB': 4 };
/** Who works where. A role the policy gets later sits with the first agency whose kind has it. */
const posts: Readonly<Record<string, readonly string[]>> = {
  'partner-worker': ['CSO-1', 'CSO-2', 'LEG'],
  'ministry-officer': ['EDU', 'HEA', 'CIV', 'GUA', 'IDM', 'LAB', 'MHS', 'SOC', 'HOU'],
  specialist: ['MHS'],
  'focal-point': ['EDU', 'HEA', 'CIV', 'SOC', 'CSO-1'],
};
const words =
  'Amber Cedar Copper Coral Clover Fern Flint Garnet Hazel Indigo Jade Larch Maple Ochre Opal Pearl Pine Quartz Reed Slate'.split(' ');

/** A desk that takes referrals on, and who answers for it. */
export interface Provider {
  readonly unitId: string;
  readonly agencyId: string;
  readonly agencyType: string;
  readonly officer: Somebody;
}

/** Opens the agencies, their units and an account for every role there is; returns the people and the teams that own cases. */
export function openInstitutions(
  setting: Setting,
  cases: number,
): { people: Somebody[]; teams: Team[]; providers: Provider[]; desks: Desk[] } {
  const desks = openAgencies(setting);
  const people: Somebody[] = [];
  const providers: Provider[] = [];
  const hire = (role: string, unit: Desk): Somebody => {
    const number = people.filter((each) => each.role === role).length + 1;
    const somebody = addPerson(setting, role, number, unit);
    people.push(somebody);
    if (receiving.includes(role)) providers.push({ ...somebody, agencyType: unit.type, officer: somebody });
    return somebody;
  };
  const lead = setting.reference.agencies.find(({ leads }) => leads)?.code ?? 'SOC';
  const teams = openTeams(setting, cases, deskOf(desks, lead), hire);
  for (const role of setting.roles.filter(({ persona }) => persona !== 'p_system' && persona !== 'p_guest')) {
    if (people.some((each) => each.role === role.name)) continue;
    for (const code of posts[role.name] ?? [agencyWith(setting.reference, role.name)]) hire(role.name, deskOf(desks, code));
  }
  openMoreDesks(setting, cases, desks, hire);
  return { people, teams, providers, desks: [...desks.values()] };
}

/** The first unit of an agency. */
export interface Desk {
  readonly unitId: string;
  readonly agencyId: string;
  readonly place: string;
  readonly type: string;
}

/** A desk that the whole country asks grows with it: one more for every so many cases, each with somebody at it. */
function openMoreDesks(
  { dice, rows }: Setting,
  cases: number,
  desks: ReadonlyMap<string, Desk>,
  hire: (role: string, unit: Desk) => Somebody,
): void {
  for (let number = 2; number <= Math.ceil(cases / casesPerDesk); number++) {
    for (const role of receiving) {
      for (const code of posts[role] ?? []) {
        const desk = deskOf(desks, code);
        hire(role, { ...desk, unitId: addUnit({ dice, rows }, desk.agencyId, `Desk ${number}`, null) });
      }
    }
  }
}

function openAgencies({ reference, dice, rows }: Setting): Map<string, Desk> {
  const desks = new Map<string, Desk>();
  // Bodies of security and defence take no part: the database itself would refuse them.
  const known = reference.agencies.filter(({ type }) => reference.code('agency-type', type).mayHoldAccounts);
  const opened = known.flatMap(({ code, en, type }) =>
    type === 'partner' ? [1, 2].map((n) => ({ code: `${code}-${n}`, en: `${en} ${n}`, type })) : [{ code, en, type }],
  );
  for (const { code, en: name, type } of opened) {
    const agencyId = dice.id();
    rows.add('agency', { id: agencyId, code, name, type, country, active: true, version: 1 });
    const unitId = addUnit({ dice, rows }, agencyId, type === 'partner' ? 'Field office' : 'National desk', null);
    desks.set(code, { unitId, agencyId, place: name, type });
  }
  return desks;
}

function openTeams({ reference, dice, rows }: Setting, cases: number, lead: Desk, hire: (role: string, unit: Desk) => Somebody): Team[] {
  const regions = [...(reference.countries.find(({ id }) => id === country)?.regions ?? [])].sort(
    (a, b) => weightOf(b.id) - weightOf(a.id),
  );
  const loads = shares(
    cases,
    regions.map(({ id }) => weightOf(id)),
  );
  return regions.flatMap(({ id: region, en }, at) => {
    const workers = Math.max(1, Math.ceil((loads[at] ?? 0) / casesPerWorker));
    const sizes = shares(
      workers,
      Array.from({ length: Math.ceil(workers / workersPerTeam) }, () => 1),
    );
    const teamLoads = shares(loads[at] ?? 0, sizes);
    return sizes.map((size, index) => {
      const place = sizes.length === 1 ? en : `${en}, team ${index + 1}`;
      const unit = { ...lead, unitId: addUnit({ dice, rows }, lead.agencyId, place, region), place };
      const staff = Array.from({ length: size }, () => hire('social-worker', unit));
      return { unitId: unit.unitId, region, cases: teamLoads[index] ?? 0, supervisor: hire('supervisor', unit), workers: staff };
    });
  });
}

function addUnit({ dice, rows }: Pick<Setting, 'dice' | 'rows'>, agencyId: string, name: string, region: string | null): string {
  const id = dice.id();
  rows.add('unit', { id, agencyId, parentUnitId: null, name, region, active: true, version: 1 });
  return id;
}

/** Somebody with a name that is plainly none. */
function addPerson({ dice, rows, passwordHash }: Setting, role: string, number: number, { unitId, agencyId, place }: Desk): Somebody {
  const id = dice.id();
  const login = `${role}.${number}@demo.example`;
  const word = words[(number - 1) % words.length] ?? '';
  const round = Math.floor((number - 1) / words.length);
  const displayName = [`${role.charAt(0).toUpperCase()}${role.slice(1).replaceAll('-', ' ')}`, word, round === 0 ? '' : round + 1]
    .join(' ')
    .trim();
  rows.add('person', { id, login, displayName, role, unitId, agencyId, locale: 'en', active: true, version: 1 });
  rows.add('identity.credential', { personId: id, passwordHash });
  return { id, login, role, unitId, agencyId, place };
}

function agencyWith(reference: Reference, role: string): string {
  const held = reference.agencies.filter(({ type }) => (reference.code('agency-type', type).roles as readonly string[]).includes(role));
  // Whoever oversees or coordinates sits apart from whom they look at.
  const apart = held.find(({ type }) => type === 'coordination') ?? held[0];
  if (apart === undefined) throw new RangeError(`no agency has somebody called ${role}`);
  return apart.code;
}

const weightOf = (region: string): number => regionWeights[region] ?? 1;

function deskOf(desks: ReadonlyMap<string, Desk>, code: string): Desk {
  const desk = desks.get(code);
  if (desk === undefined) throw new RangeError(`reference has no agency ${code}`);
  return desk;
}
