import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { loadOnce } from '../../scripts/seed/load.ts';
import { openHouse } from '../support/app.ts';
import { goRoundAt } from '../support/waiting.ts';

const folder = mkdtempSync(join(tmpdir(), 'demonstration-'));
const house = openHouse();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('The referrals of the demonstration', () => {
  it('climb as those of people do once its clock goes on: the units hear, and then those above', async () => {
    const now = new Date('2026-03-11T06:30:00Z');
    await loadOnce({ ...house.config, dataDir: folder }, { cases: 24, now });
    await house.clock.moveTo(now);
    await goRoundAt(house, '2026-03-15T06:30:00Z', '2026-03-20T06:30:00Z');
    const told = await house.rows<{ role: string }>(
      `SELECT DISTINCT p.role FROM notification n JOIN person p ON p.id = n.person_id WHERE n.subject_type IN ('referral', 'unit') ORDER BY 1`,
    );
    expect(told.map(({ role }) => role)).toEqual(expect.arrayContaining(['focal-point', 'ministry-officer']));
    expect(await house.rows(`SELECT FROM referral_clock WHERE last_kind IS NOT NULL`)).not.toHaveLength(0);
    const overdue = `SELECT FROM notification n JOIN person p ON p.id = n.person_id WHERE n.kind = 'overdue' AND p.role = 'privacy-officer'`;
    expect(await house.rows(overdue)).not.toHaveLength(0);
  }, 60_000);
});
