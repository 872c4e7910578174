import type { Client } from 'pg';
import { deskName, desks, receiving, type Desk } from './cast.ts';

/** How many referrals lie on a desk of each kind, and how long the access log is. */
export type Piles = Readonly<Record<Desk | 'auditEvents', number>>;

const usualStates = ['sent', 'accepted', 'in_progress', 'completed', 'sent', 'accepted', 'sent', 'accepted', 'on_hold', 'completed'];

/** Adds what the demonstration's data do not hold: consents, referrals on the desks of others, an access log of some size. */
export async function addPiles(client: Client, piles: Piles): Promise<void> {
  await client.query(`CREATE TABLE bench_case AS SELECT c.*, row_number() OVER (ORDER BY c.id) - 1 AS at, count(*) OVER () AS of_all
    FROM case_core c WHERE c.status NOT IN ('closed', 'transferred_out')
      AND c.worker_id IN (SELECT id FROM person WHERE role = 'social-worker' ORDER BY id LIMIT 64)`);
  await client.query(`INSERT INTO consent (id, case_id, scopes, recipient_ids, basis, text_version, language, given_by, form, valid_from, valid_to,
      status, worker_id, unit_id, supervisor_unit_id, specialist_unit_id, sealed, version)
    SELECT md5('consent' || c.id)::uuid, c.id, '{case-work,share,health,mhpss}', (SELECT array_agg(id) FROM agency), 'consent', 'share/v1', 'tg',
      'guardian', 'written', current_date - 30, current_date + 300, 'active',
      c.worker_id, c.unit_id, c.supervisor_unit_id, c.specialist_unit_id, c.sealed, 1 FROM bench_case c`);
  for (const [role, agency] of Object.entries(receiving)) {
    for (const desk of desks) {
      await openDesk(client, agency, role, desk);
      await addReferrals(client, deskName(role, desk), piles[desk], desk === 'answering' ? ['sent'] : usualStates);
    }
  }
  await client.query(
    `INSERT INTO audit.event (id, at, actor_id, actor_role, unit_id, request_id, action, record, record_ids, groups, result)
     SELECT md5('event' || n)::uuid, now() - n * interval '1 minute', p.id, p.role, p.unit_id, 'bench', 'read', 'case', ARRAY[p.id], '{F0,F1}', 'shown'
     FROM (SELECT *, row_number() OVER (ORDER BY id) - 1 AS at FROM (SELECT * FROM person ORDER BY id LIMIT 200) few) p
     JOIN generate_series(1, $1::int) n ON n % (SELECT least(200, count(*)) FROM person) = p.at`,
    [piles.auditEvents],
  );
  await client.query('DROP TABLE bench_case');
}

/** Opens a desk of an agency, with one person at it. */
async function openDesk(client: Client, agency: string, role: string, desk: Desk): Promise<void> {
  const name = deskName(role, desk);
  await client.query(
    `INSERT INTO unit (id, agency_id, name, active, version) SELECT md5($1)::uuid, id, $1, true, 1 FROM agency WHERE code = $2`,
    [name, agency],
  );
  await client.query(
    `INSERT INTO person (id, login, display_name, role, unit_id, agency_id, locale, active, version)
     SELECT md5($1 || 'person')::uuid, $2, $1, $3, id, agency_id, 'en', true, 1 FROM unit WHERE name = $1`,
    [name, `bench.${role}.${desk}@demo.example`, role],
  );
}

/** So many referrals to one desk, in these states one after the other. */
async function addReferrals(client: Client, desk: string, count: number, states: readonly string[]): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE made ON COMMIT DROP AS
     SELECT md5($1 || n)::uuid AS rid, n, u.id AS to_unit, u.agency_id AS to_agency, ($3::text[])[1 + n % cardinality($3::text[])] AS state, c.*
     FROM generate_series(1, $2::int) n JOIN bench_case c ON c.at = n % c.of_all JOIN unit u ON u.name = $1`,
    [desk, count, [...states]],
  );
  await client.query(
    `INSERT INTO referral (id, code, to_unit_id, to_agency_id, service_type, urgency, status, sent_at, see_by, decide_by, package_open,
       worker_id, unit_id, supervisor_unit_id, specialist_unit_id, sealed, version)
     SELECT rid, $1 || '-' || n, to_unit, to_agency, 'school-place', 'high', state, now() - n * interval '1 minute',
       now() + n * interval '1 minute', now() + n * interval '2 minutes', state <> 'sent',
       worker_id, unit_id, supervisor_unit_id, specialist_unit_id, sealed, 1 FROM made`,
    [desk],
  );
  await client.query(`INSERT INTO referral_package (referral_id, package, package_groups, to_unit_id, open, unit_id, supervisor_unit_id, sealed)
    SELECT rid, jsonb_build_object('ageBand', p.age_band, 'sex', p.sex, 'region', p.region, 'language', p.language,
      'interpreterNeeded', p.interpreter_needed), '{F1}', to_unit, false, made.unit_id, made.supervisor_unit_id, made.sealed
    FROM made JOIN case_profile p ON p.case_id = made.id`);
  await client.query(`INSERT INTO referral_source (referral_id, case_id, consent_id, sender_id, unit_id, supervisor_unit_id, sealed)
    SELECT rid, id, md5('consent' || id)::uuid, worker_id, unit_id, supervisor_unit_id, sealed FROM made`);
  await client.query('DROP TABLE made');
}
