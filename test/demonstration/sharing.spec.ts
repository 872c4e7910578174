import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { passphrase } from '../../scripts/seed/accounts.ts';
import { published } from '../../scripts/seed/cohort.ts';
import { loadOnce } from '../../scripts/seed/load.ts';
import { openMix } from '../../scripts/seed/referral-course.ts';
import type { Seeded } from '../../scripts/seed/seed-cases.ts';
import { bandOn, lastDayInBand, type BirthQuarter } from '../../src/kernel/age-band.ts';
import { addDays, type LocalDay } from '../../src/kernel/local-time.ts';
import { refuseUnfitAgreement } from '../../src/modules/consent/assent.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { openHouse, type House } from '../support/app.ts';

interface ConsentRow {
  readonly valid_from: LocalDay;
  readonly valid_to: LocalDay;
  readonly birth_quarter: BirthQuarter;
  readonly given_by: string;
  readonly form: string;
  readonly assent: string | null;
}

// On another day other things are due, over or just begun: what must hold, holds on each.
describe.each(['2026-03-11T06:30:00Z', '2027-01-04T02:10:00Z', '2026-07-25T19:30:00Z'])(
  'What the demonstration shares, told on %s',
  (at) => {
    const now = new Date(at);
    const today = new Date(now.getTime() + 5 * 3_600_000).toISOString().slice(0, 10);
    const folder = mkdtempSync(join(tmpdir(), 'demonstration-'));
    const house = openHouse();
    let seeded: Seeded;
    beforeAll(async () => {
      seeded = (await loadOnce({ ...house.config, dataDir: folder }, { cases: published.people, now }))!;
    }, 60_000);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const number = async (text: string): Promise<number> =>
      Number((await house.rows<{ n: string }>(`SELECT count(*) AS n FROM ${text}`))[0]?.n);

    it('shares nothing of whoever did not agree, and agrees for most as their age wants it', async () => {
      const agreed = await number(`(SELECT DISTINCT case_id FROM consent) agreed`);
      expect(agreed).toBeGreaterThan(100);
      expect(agreed).toBeLessThan(146);
      const reference = shippedReference();
      const consents = await house.rows<ConsentRow>(
        `SELECT n.*, n.valid_from::text, n.valid_to::text, a.birth_quarter, p.roles FROM consent n JOIN case_anchor a USING (case_id) JOIN case_profile p USING (case_id)`,
      );
      for (const { valid_from, valid_to, birth_quarter, given_by, form, assent } of consents) {
        const { band } = bandOn(reference.ageBands('assent'), birth_quarter, valid_from);
        const rule = reference.assentRules.find((each) => each.band === band.id)!;
        expect(() => refuseUnfitAgreement(rule, { givenBy: given_by, form, assent })).not.toThrow();
        expect(valid_to).toBe(lastDayInBand(reference.ageBands('assent'), birth_quarter, valid_from, addDays(valid_from, 365)));
      }
      const states = await house.rows<{ status: string; late: boolean }>(
        `SELECT status, bool_or(valid_to < $1::date) AS late FROM consent GROUP BY status ORDER BY status`,
        [today],
      );
      expect(states.filter(({ status }) => status === 'active')).toEqual([{ status: 'active', late: false }]);
      expect(states.map(({ status }) => status)).toContain('expired');
      const unpromised = `consent n WHERE NOT EXISTS (SELECT FROM platform.outbox o WHERE o.kind = 'expire-consent' AND o.subject_id = n.id
      AND o.due_at = ((n.valid_to + 1)::timestamp AT TIME ZONE 'Asia/Dushanbe') AND (o.state = 'open') = (n.valid_to >= '${today}'))`;
      expect(await number(unpromised)).toBe(0);
    });

    it('has referrals in every state, each on a consent that covered it when it was sent', async () => {
      const states = await house.rows<{ status: string }>('SELECT DISTINCT status FROM referral ORDER BY status');
      expect(states.map(({ status }) => status)).toEqual(Object.keys(openMix).sort());
      const all = `referral r JOIN referral_source s ON s.referral_id = r.id JOIN consent n ON n.id = s.consent_id JOIN case_core c ON c.id = s.case_id`;
      const total = await number(all);
      expect(total).toBeGreaterThan(100);
      // One went out without a consent, and waits for the privacy officer.
      expect(total + 1).toBe(await number('referral'));
      expect(total + 1).toBe(await number('referral_package'));
      expect(await number(`${all} WHERE n.case_id <> s.case_id OR NOT r.to_agency_id = ANY (n.recipient_ids)`)).toBe(0);
      expect(await number(`${all} WHERE (r.sent_at AT TIME ZONE 'Asia/Dushanbe')::date NOT BETWEEN n.valid_from AND n.valid_to`)).toBe(0);
      expect(await number(`${all} WHERE n.withdrawn_on < (r.sent_at AT TIME ZONE 'Asia/Dushanbe')::date`)).toBe(0);
      const open = `r.status IN ('sent', 'accepted', 'in_progress', 'on_hold')`;
      expect(await number(`${all} WHERE c.status = 'closed' AND (${open} OR r.status = 'draft')`)).toBe(0);
      expect(
        await number(
          `${all} WHERE (${open} OR r.package_open) AND NOT EXISTS (SELECT FROM consent k WHERE k.case_id = c.id AND k.status = 'active')`,
        ),
      ).toBe(0);
      for (const { scopes, service_type } of await house.rows<{ scopes: string[]; service_type: string }>(
        `SELECT n.scopes, r.service_type FROM ${all}`,
      ))
        expect(scopes).toEqual(expect.arrayContaining([...shippedReference().code('service-type', service_type).consentScopes]));
    });

    it('lets every open referral run against the clocks that the product keeps, each with its next step ahead', async () => {
      const awaited = `SELECT r.id, a.about FROM referral r CROSS JOIN LATERAL (VALUES ('seen', r.status = 'sent' AND r.seen_at IS NULL),
        ('decided', r.status = 'sent'), ('at-work', r.status IN ('accepted', 'in_progress', 'on_hold'))) AS a (about, awaited) WHERE a.awaited`;
      expect(
        await number(
          `(${awaited}) a FULL JOIN referral_clock k ON k.referral_id = a.id AND k.about = a.about WHERE a.id IS NULL OR k.id IS NULL`,
        ),
      ).toBe(0);
      expect(await number('referral_clock')).toBeGreaterThan(20);
      expect(await number(`referral_clock WHERE next_at <= '${now.toISOString()}'`)).toBe(0);
      for (const about of ['seen', 'decided', 'at-work'])
        expect([about, (await number(`referral_clock WHERE about = '${about}' AND next_at IS NOT NULL`)) > 0]).toEqual([about, true]);
    });

    it('has one referral that went out without a consent, because of a danger, and was not looked at yet', async () => {
      const [found, ...others] = await house.rows(
        `SELECT o.status, o.legal_basis, r.status AS sent, s.consent_id, o.review_by > $1 AS in_time, o.requested_by_id = o.decided_by_id AS alone
         FROM consent_override o JOIN consent_override_source k ON k.consent_override_id = o.id AND k.stands JOIN referral r ON r.id = k.referral_id
           JOIN referral_source s ON s.referral_id = r.id AND s.case_id = k.case_id
           JOIN referral_package p ON p.referral_id = r.id AND p.package_groups <@ o.groups`,
        [now],
      );
      expect(found).toEqual({
        status: 'approved',
        legal_basis: 'vital-interest',
        sent: 'sent',
        consent_id: null,
        in_time: true,
        alone: false,
      });
      expect(others).toEqual([]);
      const cookie = await signIn(house, seeded.people.find(({ role }) => role === 'privacy-officer')!.login);
      const { items } = (await house.app.inject({ url: '/consent-overrides?status=approved', headers: { cookie } })).json<{
        items: object[];
      }>();
      expect(items).toHaveLength(1);
    });

    it('lets each step of a referral follow the one before, and none lie in the future', async () => {
      const times = ['sent_at', 'seen_at', 'answered_at', 'ended_at'];
      for (const [at, later] of times.entries()) {
        expect([later, (await house.rows(`SELECT FROM referral WHERE ${later} > $1`, [now])).length]).toEqual([later, 0]);
        for (const earlier of times.slice(0, at))
          expect([earlier, later, await number(`referral WHERE ${earlier} > ${later}`)]).toEqual([earlier, later, 0]);
      }
      expect(
        await number(
          `referral WHERE CASE status WHEN 'draft' THEN sent_at IS NOT NULL WHEN 'entered_in_error' THEN FALSE ELSE sent_at IS NULL END OR (sent_at IS NULL) <> (decide_by IS NULL)`,
        ),
      ).toBe(0);
      expect(
        await number(`referral r JOIN unit u ON u.id = r.to_unit_id JOIN agency a ON a.id = u.agency_id WHERE a.id <> r.to_agency_id`),
      ).toBe(0);
      expect(await number(`referral r JOIN person p ON p.id = r.answered_by_id WHERE p.unit_id <> r.to_unit_id`)).toBe(0);
      const fit = await house.rows<{ service_type: string; type: string }>(
        `SELECT DISTINCT r.service_type, a.type FROM referral r JOIN agency a ON a.id = r.to_agency_id`,
      );
      for (const { service_type, type } of fit) expect(shippedReference().code('service-type', service_type).agencyTypes).toContain(type);
    });

    it('says of every completed referral what came of it, and the deliveries add up to that', async () => {
      const apart = `(SELECT r.id FROM referral r LEFT JOIN delivery d ON d.referral_id = r.id WHERE r.status = 'completed' GROUP BY r.id
      HAVING coalesce(r.outcome_units, 0) <> coalesce(sum(coalesce(d.units, 1)) FILTER (WHERE d.id IS NOT NULL AND d.status <> 'corrected'), 0) OR (r.outcome_units IS NULL) = (r.no_units_reason IS NULL)) apart`;
      expect(await number(apart)).toBe(0);
      expect(
        await number(`referral r WHERE status = 'in_progress' AND NOT EXISTS (SELECT FROM delivery d WHERE d.referral_id = r.id)`),
      ).toBe(0);
      expect(
        await number(
          `delivery d JOIN referral r ON r.id = d.referral_id WHERE r.answered_at IS NULL OR d.recorded_at < r.answered_at OR d.recorded_at > r.ended_at`,
        ),
      ).toBe(0);
      expect(
        await number(
          `delivery d JOIN referral r ON r.id = d.referral_id JOIN person p ON p.id = d.author_id WHERE p.unit_id <> d.by_unit_id OR d.by_unit_id <> r.to_unit_id`,
        ),
      ).toBe(0);
    });

    it('has deliveries in every state they come to, each disputed one put right, and sessions for several people', async () => {
      const states = await house.rows<{ status: string }>('SELECT DISTINCT status FROM delivery ORDER BY status');
      expect(states.map(({ status }) => status)).toEqual(['confirmed', 'corrected', 'recorded']);
      expect(await number('delivery WHERE overdue')).toBeGreaterThan(0);
      expect(await number(`delivery WHERE overdue <> (status = 'recorded' AND confirm_by <= '${now.toISOString()}')`)).toBe(0);
      expect(
        await number(`delivery WHERE answered_at > '${now.toISOString()}' OR answered_at < recorded_at OR answered_by_id = author_id`),
      ).toBe(0);
      expect(
        await number(
          `delivery d WHERE (status = 'corrected') <> EXISTS (SELECT FROM delivery c WHERE c.corrects_id = d.id AND c.referral_id = d.referral_id)`,
        ),
      ).toBe(0);
      const sessions = `(SELECT g.id, g.size, count(DISTINCT d.referral_id) AS people FROM group_session g JOIN delivery_source s ON s.group_session_id = g.id
        JOIN delivery d ON d.id = s.delivery_id AND d.by_unit_id = g.by_unit_id AND s.to_unit_id = d.to_unit_id AND d.delivered_on = g.delivered_on
        AND d.mode = g.mode AND d.staff_count = g.staff_count GROUP BY g.id) held`;
      expect(await number(`${sessions} WHERE size = people`)).toBe(await number('group_session'));
      expect(await number(`${sessions} WHERE size > 1`)).toBeGreaterThan(2);
      expect(
        await number(`delivery d WHERE mode = 'group' AND NOT EXISTS (SELECT FROM delivery_source s WHERE s.delivery_id = d.id)`),
      ).toBe(0);
    });

    it('keeps packages open exactly as long as the product would', async () => {
      const served = `r.status IN ('accepted', 'in_progress', 'on_hold') OR r.status IN ('completed', 'failed') AND r.ended_at + interval '30 days' > '${now.toISOString()}'`;
      const covered = `EXISTS (SELECT FROM consent k WHERE k.case_id = s.case_id AND k.status = 'active' AND r.to_agency_id = ANY (k.recipient_ids))`;
      expect(
        await number(`referral r JOIN referral_source s ON s.referral_id = r.id WHERE r.package_open <> ((${served}) AND ${covered})`),
      ).toBe(0);
      expect(await number(`referral r JOIN referral_package p ON p.referral_id = r.id WHERE p.open <> r.package_open`)).toBe(0);
      const unpromised = `referral r WHERE status IN ('completed', 'failed') AND NOT EXISTS (SELECT FROM platform.outbox o
      WHERE o.kind = 'close-package' AND o.subject_id = r.id AND o.due_at = r.ended_at + interval '30 days')`;
      expect(await number(unpromised)).toBe(0);
    });

    it('brings along, in every row, the columns that triggers fill in, and leaves every trigger at work', async () => {
      const scope = ['worker_id', 'unit_id', 'supervisor_unit_id', 'specialist_unit_id', 'sealed'];
      const apart = (one: string, other: string): string =>
        `(${scope.map((column) => `${one}.${column}`).join(', ')}) IS DISTINCT FROM (${scope.map((column) => `${other}.${column}`).join(', ')})`;
      const tables = await house.rows<{ name: string }>(
        `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'case_id'
       JOIN pg_attribute w ON w.attrelid = c.oid AND w.attname = 'worker_id' WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'`,
      );
      expect(tables.length).toBeGreaterThanOrEqual(8);
      for (const { name } of tables)
        expect([name, await number(`${name} t JOIN case_core c ON c.id = t.case_id WHERE ${apart('t', 'c')}`)]).toEqual([name, 0]);
      expect(await number(`referral r JOIN referral_source s ON s.referral_id = r.id WHERE ${apart('r', 's')}`)).toBe(0);
      for (const [name, own] of [
        ['referral_package', 't.to_unit_id'],
        ['delivery', 't.to_unit_id'],
      ])
        expect([
          name,
          await number(`${name} t JOIN referral r ON r.id = t.referral_id WHERE ${apart('t', 'r')} OR ${own} <> r.to_unit_id`),
        ]).toEqual([name, 0]);
      expect(await number(`pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'`)).toBe(0);
    });

    it('shares with a desk what the product would share, and shows it there', async () => {
      const [sample] = await house.rows<{ case_id: string; to_unit_id: string; service_type: string; package: object; login: string }>(
        `SELECT s.case_id, r.to_unit_id, r.service_type, p.package, w.login FROM referral r JOIN referral_source s ON s.referral_id = r.id
       JOIN referral_package p ON p.referral_id = r.id JOIN case_core c ON c.id = s.case_id JOIN person w ON w.id = c.worker_id
       WHERE r.package_open AND c.status NOT IN ('closed') AND r.status = 'in_progress'
         -- what is sensitive would be shared with another person's approval only, and nobody there has been asked
         AND NOT EXISTS (SELECT FROM case_health h WHERE h.case_id = c.id) ORDER BY r.id LIMIT 1`,
      );
      await house.clock.moveTo(now);
      const headers = { 'x-homeward': '1', cookie: await signIn(house, sample!.login), 'idempotency-key': 'what-would-be-shared' };
      const payload = {
        toUnitId: sample!.to_unit_id,
        serviceType: sample!.service_type,
        urgency: 'normal',
        duplicateReason: 'more-of-it',
        waitingList: true,
      };
      const reply = await house.app.inject({ method: 'POST', url: `/cases/${sample!.case_id}/referrals`, headers, payload });
      expect(reply.statusCode).toBe(201);
      const made = reply.json<{ package: Record<string, unknown> }>().package;
      expect(Object.keys(sample!.package).sort()).toEqual(Object.keys(made).sort());
      expect({ ...sample!.package, needs: [] }).toEqual({ ...made, needs: [] });
      const cookie = await signIn(house, seeded.people.find(({ unitId }) => unitId === sample!.to_unit_id)!.login);
      const inbox = (await house.app.inject({ url: '/referrals?status=in_progress', headers: { cookie } })).json<{
        items: { package: object }[];
      }>();
      expect(inbox.items.map((item) => item.package)).toContainEqual(sample!.package);
    });
  },
);

async function signIn(house: House, login: string): Promise<string> {
  const payload = { login, password: passphrase };
  const reply = await house.app.inject({ method: 'POST', url: '/session', headers: { 'x-homeward': '1' }, payload });
  expect([login, reply.statusCode]).toEqual([login, 201]);
  return String(reply.headers['set-cookie']).split(';')[0] ?? '';
}
