import { randomUUID } from 'node:crypto';
import type { Config } from '../../src/platform/config.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { type Ask, Refused } from './ask.ts';
import { type Inside, inside } from './inside.ts';

/** Where the administrator is to work; the agency is opened if it is described. */
export interface Wanted {
  readonly code: string;
  readonly unit: string;
  readonly opens: { readonly name: string; readonly type: string; readonly country: string } | null;
}

interface Agency {
  readonly id: string;
  readonly type: string;
  readonly active: boolean;
}

/** Asks for the agency and the unit; what an agency is, only if there is none of this code yet. */
export async function postFor(config: Config, ask: Ask): Promise<Wanted> {
  const code = await ask('agency');
  const known = await inside(config, async (work) => {
    await work.asAdministrator();
    return agencyOf(work, code);
  });
  if (known === null && !/^[A-Z][A-Z0-9-]{1,15}$/.test(code)) throw new Refused('The code of an agency is made of capitals, digits and -');
  const reference = shippedReference();
  const countries = reference.countries.map(({ id }) => id);
  const opens =
    known === null
      ? { name: await ask('agency-name'), type: await ask('agency-type', fitting()), country: await ask('country', countries) }
      : null;
  return { code, unit: await ask('unit'), opens };
}

/** The unit, opened with its agency as far as they are missing. */
export async function openPost(work: Inside, { code, unit, opens }: Wanted): Promise<{ unitId: string; agencyId: string }> {
  const agency = (await agencyOf(work, code)) ?? (await openAgency(work, code, opens));
  if (!agency.active || !fitting().includes(agency.type)) throw new Refused(`In the agency ${code} nobody can be an administrator.`);
  const [found] = await work.rows<{ id: string; active: boolean }>('SELECT id, active FROM unit WHERE agency_id = $1 AND name = $2', [
    agency.id,
    unit,
  ]);
  if (found?.active === false) throw new Refused(`The unit ${unit} is closed.`);
  if (found !== undefined) return { unitId: found.id, agencyId: agency.id };
  const unitId = randomUUID();
  await work.rows('INSERT INTO unit (id, agency_id, name) VALUES ($1, $2, $3)', [unitId, agency.id, unit]);
  await work.note('create', 'unit', unitId);
  return { unitId, agencyId: agency.id };
}

async function openAgency(work: Inside, code: string, opens: Wanted['opens']): Promise<Agency> {
  if (opens === null) throw new Refused(`The agency ${code} is gone.`);
  const id = randomUUID();
  const { name, type, country } = opens;
  await work.rows('INSERT INTO agency (id, code, name, type, country) VALUES ($1, $2, $3, $4, $5)', [id, code, name, type, country]);
  await work.note('create', 'agency', id);
  return { id, type, active: true };
}

async function agencyOf(work: Inside, code: string): Promise<Agency | null> {
  const [found] = await work.rows<Agency>('SELECT id, type, active FROM agency WHERE code = $1', [code]);
  return found ?? null;
}

/** The kinds of agencies that have administrators. */
function fitting(): string[] {
  const types = shippedReference().codes('agency-type');
  return types
    .filter(({ mayHoldAccounts, roles }) => mayHoldAccounts && (roles as readonly string[]).includes('administrator'))
    .map(({ id }) => id);
}
