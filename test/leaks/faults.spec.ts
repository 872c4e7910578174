import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Log } from '../../src/platform/log.ts';
import { openHouse } from '../support/app.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const lines: string[] = [];
let worker: Someone;
let caseId: string;
beforeAll(async () => {
  const log: object = house.app.get(Log, { strict: false });
  (log as { logger: unknown }).logger = pino({ level: 'info', base: null }, { write: (line: string) => void lines.push(line) });
  worker = await world.someone('social-worker');
  ({ id: caseId } = await world.aCase(worker));
  // From here on the database fails as it is told to, and says a secret with it.
  await house.rows('CREATE TABLE told (state text)');
  await house.rows(`CREATE FUNCTION fail_as_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE wanted text := (SELECT state FROM public.told LIMIT 1);
    BEGIN
      IF wanted IS NOT NULL THEN
        RAISE EXCEPTION 'CNRYmessage' USING ERRCODE = wanted, DETAIL = 'Key (code)=(CNRYdetail) exists', HINT = 'CNRYhint',
          CONSTRAINT = 'CNRYconstraint', TABLE = 'CNRYtable', COLUMN = 'CNRYcolumn';
      END IF;
      RETURN NEW;
    END $$`);
  await house.rows('CREATE TRIGGER fails BEFORE INSERT ON case_narrative FOR EACH ROW EXECUTE FUNCTION fail_as_told()');
}, 60_000);

const expected: readonly [string, number][] = [
  ['23505', 409],
  ['23514', 409],
  ['23503', 409],
  ['23502', 500],
  ['22P02', 500],
  ['22021', 400],
  ['22P05', 400],
  ['22008', 500],
  ['22003', 500],
  ['40001', 503],
  ['40P01', 503],
  ['55P03', 503],
  ['57014', 503],
  ['53300', 503],
  ['42501', 403],
  ['42P01', 500],
  ['P0001', 500],
  ['XX000', 500],
];

describe('What the database says when it fails', () => {
  it.each(expected)('stays in the house: %s becomes %i and a code', async (state, status) => {
    await house.rows('DELETE FROM told');
    await house.rows('INSERT INTO told VALUES ($1)', [state]);
    const reply = await worker.post(`/cases/${caseId}/notes`, { note: 'CNRYnote' });
    expect(reply.status).toBe(status);
    expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(reply.text).not.toMatch(/CNRY|case_narrative|Key \(|constraint|relation|trigger|plpgsql|SELECT|INSERT|\.ts|node_modules/i);
    const told = Object.keys(reply.body as object).sort();
    expect([
      ['detail', 'status', 'title', 'type'],
      ['detail', 'requestId', 'status', 'title', 'type'],
      ['detail', 'errors', 'status', 'title', 'type'],
    ]).toContainEqual(told);
    if (status === 503) expect(reply.headers['retry-after']).toMatch(/^\d+$/);
    await house.rows('DELETE FROM told');
    expect((await worker.get(`/notes?caseId=${caseId}`)).body.items).toEqual([]);
  });

  it('is the same answer for a code that exists, whoever holds it', async () => {
    const administrator = await world.someone('administrator');
    const body = { code: 'CNRY-TAKEN', name: 'CNRY', type: 'social', country: 'TJ' };
    expect((await administrator.post('/agencies', body)).status).toBe(201);
    const again = await administrator.post('/agencies', body);
    expect(again.status).toBe(409);
    expect(again.text).not.toContain('CNRY');
  });

  it('is not written to the log, which knows the kind of fault only', () => {
    expect(lines.filter((line) => line.includes('"level":50')).length).toBeGreaterThan(5);
    expect(lines.filter((line) => line.includes('CNRY'))).toEqual([]);
  });
});
