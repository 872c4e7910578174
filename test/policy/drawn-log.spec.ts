import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { everySensitiveDeed } from '../support/care.ts';
import { newTask } from '../support/tasks.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let worker: Someone;
let supervisor: Someone;
let officer: Someone;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  supervisor = await world.someone('supervisor', worker);
  officer = await world.someone('ministry-officer', await world.aUnit('education'));
}, 30_000);

const logged = `SELECT t.tgrelid::regclass::text AS table, string_to_array(encode(t.tgargs, 'escape'), '\\000') AS told FROM pg_trigger t
  WHERE t.tgname = t.tgrelid::regclass || '_is_logged' ORDER BY 1`;

/** Does to a case and its tasks whatever changes them, in every way in which they can be changed. */
async function everything(): Promise<void> {
  await everySensitiveDeed(world, worker, supervisor);
  const { id, etag } = await world.aCase(worker);
  const did = async (who: Someone, path: string, body: object = {}): Promise<string> => {
    const reply = await who.post(path, body);
    if (reply.status >= 300) throw new Error(`${path}: ${reply.text}`);
    return (reply.body as { id: string }).id;
  };
  await worker.patch(`/cases/${id}`, { language: 'ru', district: `O'Brien "the" \\ street`, placedOn: '2026-02-28' }, { 'if-match': etag });
  await did(worker, `/cases/${id}/assess`);
  await did(worker, `/cases/${id}/risk`, { risk: 'high' });
  await did(worker, `/cases/${id}/phase`, { phase: 'P2', reason: 'To her aunt.' });
  await did(worker, `/cases/${id}/needs`, { domain: 'education', needCode: 'school-place', severity: 'serious' });
  await did(worker, `/cases/${id}/notes`, { note: 'Met at school.' });
  await did(worker, `/cases/${id}/consents`, { ...newConsent, recipientIds: [officer.agencyId] });
  const referral = await did(worker, `/cases/${id}/referrals`, { toUnitId: officer.unitId, serviceType: 'school-place', urgency: 'high' });
  await did(worker, `/referrals/${referral}/send`);
  await did(officer, `/referrals/${referral}/accept`);
  await did(officer, `/referrals/${referral}/deliveries`, {
    deliveredOn: '2026-03-02',
    mode: 'at-provider',
    attendance: 'attended',
    units: 1,
  });
  const task = await did(worker, `/cases/${id}/tasks`, { ...newTask, toUnitId: officer.unitId });
  await did(officer, `/tasks/${task}/claim`);
  await did(officer, `/tasks/${task}/complete`, { evidenceCode: 'enrolled', evidenceText: 'From Monday.' });
  await did(supervisor, `/tasks/${task}/verify`);
  const colleague = await world.someone('social-worker', worker);
  await did(supervisor, `/cases/${id}/assign`, { workerId: colleague.id });
}

describe('What logs a table', () => {
  it('is drawn from what its trigger was told, and would be drawn the same now', async () => {
    const drawn = `SELECT p.proname, p.prosrc FROM pg_proc p WHERE p.proname ~ '_(births|changes)_told$' ORDER BY 1`;
    const before = await house.rows(drawn);
    const tables = await house.rows<{ table: string }>(logged);
    expect(before).toHaveLength(tables.length * 2);
    for (const { table } of tables) await house.rows(`SELECT log_drawn('${table}')`);
    expect(await house.rows(drawn)).toEqual(before);
    expect(await house.rows(`SELECT 1 FROM pg_trigger WHERE tgfoid = 'change_noted'::regproc`)).toEqual([]);
  });

  it('writes line for line what the one function for all tables writes, which looks every column up', async () => {
    for (const { table, told } of await house.rows<{ table: string; told: string[] }>(logged)) {
      const [groups, given] = [told[5] ?? '', told.slice(0, -1).map((each) => `'${each}'`)];
      const columns = groups.replace(/[{}]/g, '');
      await house.rows(`CREATE TRIGGER zz_looked_up AFTER INSERT OR UPDATE OF ${columns} ON ${table}
        FOR EACH ROW EXECUTE FUNCTION change_noted(${given.join(', ')})`);
    }
    await everything();
    const twice = await house.rows<{ group: string; times: number }>(
      `SELECT field_group AS group, count(*)::int AS times FROM change_log
       GROUP BY case_id, at, action, record, record_id, field_group, changes, actor_id, actor_role, actor_unit_id, on_behalf_of,
         worker_id, unit_id, supervisor_unit_id, specialist_unit_id, sealed`,
    );
    // What begins with its source is written by one function as before.
    const once = twice.filter(({ times }) => times % 2 !== 0).map(({ group }) => group);
    expect([...new Set(once)].filter((group) => !/^(referral|task)\.(reference|facts)$/.test(group))).toEqual([]);
    expect(twice.length).toBeGreaterThan(60);
    expect(new Set(twice.map(({ group }) => group)).size).toBeGreaterThan(15);
  }, 60_000);
});
