import { beforeAll, describe, expect, it } from '@jest/globals';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { openHouse } from '../support/app.ts';
import { keepWhatIsDue } from '../support/promises.ts';
import { atOnce } from '../support/teams.ts';
import { nice, page as pageOf, printed, say as sayOf } from '../support/feedback.ts';
import { World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let partner: Someone;
let worker: Someone;
let coordinator: Someone;
let ownOfficer: Someone;
let officer: Someone;
let admin: Someone;
/** Somebody who helps people in the agency of that other officer. */
let atOfficers: Someone;
beforeAll(async () => {
  partner = await world.someone('partner-worker');
  worker = await world.someone('social-worker');
  coordinator = await world.someone('coordinator');
  admin = await world.someone('administrator');
  // Two privacy officers: one of the agency that is complained of, one of another.
  ownOfficer = await world.someone('privacy-officer', partner);
  officer = await world.someone('privacy-officer');
  atOfficers = await world.someone('social-worker', officer);
}, 30_000);

const say = (code: string, said?: Record<string, string>): Promise<Reply> => sayOf(house, code, said);
const page = (method: 'GET' | 'POST', url: string): Promise<Reply> => pageOf(house, method, url);
const answers = (): Promise<Record<string, unknown>[]> => house.rows('SELECT * FROM identity.feedback_answer');
const complaints = (agencyId: string): Promise<{ id: string; kind: string; status: string; handler_agency_id: string | null }[]> =>
  house.rows('SELECT * FROM complaint WHERE agency_id = $1 ORDER BY kind', [agencyId]);
const sweep = async (): Promise<void> => {
  await house.app.get(Sweep, { strict: false }).run();
  await keepWhatIsDue(house);
};
const heard = async (who: Someone): Promise<string[]> =>
  (await house.rows<{ kind: string }>('SELECT kind FROM notification WHERE person_id = $1 ORDER BY created_at, kind', [who.id])).map(
    ({ kind }) => kind,
  );

describe('Slips for feedback', () => {
  it('are printed many at once, each with a code of its own, and name neither service nor agency nor person', async () => {
    const { id, codes, sheet } = await printed(partner);
    expect(new Set(codes).size).toBe(10);
    expect(sheet.match(/<svg/g)).toHaveLength(10);
    const [{ name }] = (await house.rows<{ name: string }>('SELECT name FROM agency WHERE id = $1', [partner.agencyId])) as [
      { name: string },
    ];
    for (const secret of ['community', `>${name}<`, partner.unitId, partner.id, partner.agencyId, id]) expect(sheet).not.toContain(secret);
    const stored = JSON.stringify(
      await house.rows('SELECT b.*, c.* FROM feedback_batch b JOIN identity.feedback_code c ON c.batch_id = b.id'),
    );
    for (const code of codes) expect(stored).not.toContain(code);
    for (const size of [1, 9, 51]) {
      const few = await partner.post('/feedback-batches', { serviceType: 'community-activity', size });
      expect([few.status, few.body.errors[0].field]).toEqual([400, 'size']);
    }
    // Whoever asks for the batch again gets no codes.
    expect((await partner.get(`/feedback-batches/${id}`)).text).not.toContain(codes[0]);
  });

  it('are of the own unit and of what the own agency gives', async () => {
    const { id } = await printed(partner);
    for (const who of [worker, await world.someone('partner-worker')]) {
      expect((await who.get(`/feedback-batches/${id}`)).status).toBe(404);
      expect((await who.get('/feedback-batches')).text).not.toContain(id);
    }
    const foreign = await worker.post('/feedback-batches', { serviceType: 'vaccination', size: 10 });
    expect([foreign.status, foreign.body.errors]).toMatchObject([400, [{ field: 'serviceType', code: 'not-of-agency' }]]);
    for (const who of [coordinator, officer, admin])
      expect((await who.post('/feedback-batches', { serviceType: 'community-activity', size: 10 })).status).toBe(403);
  });
});

describe('Somebody who was helped', () => {
  it('says how it was on a page without a script, by the link of the slip or by its code', async () => {
    const { codes, sheet } = await printed(partner);
    const [, link] = /class="link">([^<]+)</.exec(sheet) as unknown as [string, string];
    const { pathname, search } = new URL(link.replaceAll('&amp;', '&'));
    const asked = await page('GET', `${pathname}${search}`);
    expect(asked.status).toBe(200);
    for (const said of ['Were you treated with respect?', 'Was it free?', 'Did anybody ask you for something in return?'])
      expect(asked.text).toContain(said);
    expect(asked.text).not.toMatch(/<script|<textarea|type="text"/);
    expect(asked.headers['content-security-policy']).toContain("default-src 'none'");
    expect((await page('GET', '/feedback')).text).toContain('Code on your slip');
    const before = (await answers()).length;
    expect((await say(codes[0]!.toLowerCase().replaceAll('-', ' '))).text).toContain('Thank you');
    expect(await answers()).toHaveLength(before + 1);
  });

  it('is heard once with each slip, however often and however many at once it is sent', async () => {
    const { codes } = await printed(partner);
    const before = (await answers()).length;
    const replies = await Promise.all([1, 2, 3, 4].map(() => say(codes[0]!)));
    replies.push(await say(codes[0]!));
    expect(await answers()).toHaveLength(before + 1);
    // Nobody finds out with a slip whether it was used: not from the page, not from the answer, not from one that never was.
    const never = await say('222-222-2222');
    expect(new Set([...replies, never].map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    const pages = await Promise.all(
      [codes[0]!, codes[1]!].map(async (code) => (await page('GET', `/feedback/answer?code=${code}`)).text.replaceAll(code, '')),
    );
    expect(pages[0]).toBe(pages[1]);
  });

  it('is told when a code was typed wrong, and a slip is of no use after ninety days', async () => {
    const { codes } = await printed(partner);
    const wrong = `${codes[0]!.slice(0, -1)}${codes[0]!.endsWith('2') ? '3' : '2'}`;
    for (const reply of [await say(wrong), await page('GET', `/feedback/answer?code=${wrong}`), await page('GET', '/feedback/answer')]) {
      expect(reply.status).toBe(400);
      expect(reply.text).toContain('is no code of a slip');
    }
    const before = (await answers()).length;
    const start = house.clock.now();
    await house.clock.moveTo(new Date(start.getTime() + 91 * 86_400_000));
    expect((await say(codes[0]!)).status).toBe(200);
    await house.clock.moveTo(start);
    expect(await answers()).toHaveLength(before);
  });

  it('leaves nothing by which slip, person, case, unit or day could be found', async () => {
    const { id, codes } = await printed(partner);
    await say(codes[0]!);
    const columns = Object.keys((await answers())[0]!);
    expect(columns).toEqual(['id', 'agency_id', 'service_type', 'month', 'respected', 'helped', 'free', 'asked_for']);
    const logged = await house.rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM audit.event e WHERE e::text LIKE '%feedback_answer%' OR e::text LIKE $1`,
      [`%${codes[0]!}%`],
    );
    expect(logged[0]!.n).toBe(0);
    const [{ left }] = (await house.rows<{ left: number }>('SELECT count(*)::int AS left FROM identity.feedback_code WHERE batch_id = $1', [
      id,
    ])) as [{ left: number }];
    expect(left).toBe(9);
  });
});

describe('A complaint', () => {
  it('goes past whoever it is of (R-19): to privacy officers of another agency, and nobody of the one complained of sees or hears of it', async () => {
    const { codes } = await printed(partner);
    await say(codes[0]!, { ...nice, askedFor: 'money-or-goods', complaint: 'disrespect' });
    expect((await complaints(partner.agencyId)).map(({ kind, status }) => [kind, status])).toEqual([
      ['asked-for-money', 'received'],
      ['disrespect', 'received'],
    ]);
    await sweep();
    const [row] = await complaints(partner.agencyId);
    expect(row!.handler_agency_id).toBe(officer.agencyId);
    const { body } = await officer.get(`/complaints/${row!.id}`);
    expect(body).toMatchObject({
      agencyId: partner.agencyId,
      kind: 'asked-for-money',
      receivedOn: '2026-03-02',
      acknowledgeBy: '2026-03-04',
      settleBy: '2026-03-16',
    });
    expect((await heard(officer)).filter((kind) => kind === 'received')).toHaveLength(2);
    for (const who of [ownOfficer, partner, worker, coordinator, admin]) {
      expect([403, 404]).toContain((await who.get(`/complaints/${row!.id}`)).status);
      expect([403, 404]).toContain((await who.post(`/complaints/${row!.id}/settle`, { outcome: 'put-right' })).status);
    }
    expect((await ownOfficer.get('/complaints')).body.items).toEqual([]);
    expect(await heard(ownOfficer)).toEqual([]);
    expect(await heard(partner)).toEqual([]);
  });

  it('is acknowledged and settled once, in the own name, with what was done', async () => {
    const [, row] = await complaints(partner.agencyId);
    const path = `/complaints/${row!.id}`;
    expect(await atOnce(3, () => officer.post(`${path}/acknowledge`))).toEqual([200, 409, 409]);
    expect((await officer.post(`${path}/settle`, {})).body.errors).toMatchObject([{ field: 'outcome', code: 'missing' }]);
    const settled = await officer.post(`${path}/settle`, { outcome: 'put-right' });
    expect(settled.body).toMatchObject({ status: 'settled', settledById: officer.id, acknowledgedById: officer.id, outcome: 'put-right' });
    expect((await officer.post(`${path}/settle`, { outcome: 'not-confirmed' })).status).toBe(409);
    expect((await officer.post(`${path}/acknowledge`)).status).toBe(409);
  });

  it('is told again until it is settled; after two weeks those who keep the accounts hear which agency leaves it', async () => {
    const told = async (): Promise<string[]> => (await heard(officer)).filter((kind) => kind !== 'received');
    const start = house.clock.now();
    const at = async (day: string): Promise<void> => {
      await house.clock.moveTo(new Date(`${day}T04:30:00Z`));
      await sweep();
      await sweep();
    };
    await at('2026-03-04');
    expect(await told()).toEqual([]);
    await at('2026-03-05');
    expect(await told()).toEqual(['not-acknowledged']);
    await at('2026-03-17');
    expect(await told()).toEqual(['not-acknowledged', 'not-settled']);
    expect((await heard(admin)).filter((kind) => kind === 'complaints-left')).toHaveLength(1);
    await at('2026-03-25');
    expect(await told()).toEqual(['not-acknowledged', 'not-settled', 'not-settled']);
    const [row] = await complaints(partner.agencyId);
    await officer.post(`/complaints/${row!.id}/settle`, { outcome: 'passed-on' });
    await at('2026-04-20');
    expect(await told()).toHaveLength(3);
    await house.clock.moveTo(start);
  });

  it('that nobody may have is kept, and waits until somebody can; it never goes to the agency complained of', async () => {
    const { codes } = await printed(atOfficers);
    await say(codes[0]!, { ...nice, askedFor: 'closeness' });
    await house.rows(`UPDATE person SET active = false WHERE role = 'privacy-officer' AND id <> $1`, [officer.id]);
    await sweep();
    await sweep();
    const [row] = await complaints(officer.agencyId);
    expect([row!.kind, row!.handler_agency_id]).toEqual(['sexual-exploitation', null]);
    const gaps = async (): Promise<number> => (await heard(admin)).filter((kind) => kind === 'no-complaint-handler').length;
    expect(await gaps()).toBe(1);
    // Whoever has read it is not told again with every look.
    await house.rows(`UPDATE notification SET read_at = now() WHERE person_id = $1`, [admin.id]);
    await sweep();
    expect(await gaps()).toBe(1);
    await house.rows('UPDATE person SET active = true WHERE id = $1', [ownOfficer.id]);
    await sweep();
    expect((await complaints(officer.agencyId))[0]!.handler_agency_id).toBe(partner.agencyId);
    await expect(house.rows('UPDATE complaint SET handler_agency_id = agency_id')).rejects.toThrow('complaint_check');
  });
});

describe('What people said', () => {
  it('is told in numbers to the coordinator alone, of whole months that are over, and not where too few have said so', async () => {
    const [many, few] = [await world.someone('partner-worker'), await world.someone('partner-worker')];
    const start = house.clock.now();
    const [{ codes }, fewer] = [await printed(many, { size: 12 }), await printed(few)];
    for (const [at, code] of codes.entries()) await say(code, at < 7 ? nice : { ...nice, helped: 'no', askedFor: 'work' });
    for (const code of fewer.codes.slice(0, 4)) await say(code);
    const seen = async (): Promise<Record<string, unknown>[]> => {
      await sweep();
      const { items } = (await coordinator.get('/feedback-figures?limit=100')).body as { items: Record<string, unknown>[] };
      return items.filter(({ agencyId }) => [many.agencyId, few.agencyId].includes(String(agencyId)));
    };
    expect(await seen()).toEqual([]);
    await house.clock.moveTo(new Date('2026-04-01T04:00:00Z'));
    const figures = { answers: 10, respected: 10, helped: 5, free: 10, askedForSomething: 5, beforeMonth: '2026-04-01' };
    expect(await seen()).toMatchObject([{ agencyId: many.agencyId, ...figures }]);
    // Once for a month: a second look tells nothing of what came meanwhile.
    await house.rows(
      `INSERT INTO identity.feedback_answer SELECT gen_random_uuid(), agency_id, service_type, month, respected, helped, free, asked_for
      FROM identity.feedback_answer WHERE agency_id = $1`,
      [few.agencyId],
    );
    expect(await seen()).toMatchObject([{ agencyId: many.agencyId, ...figures }]);
    for (const who of [many, worker, officer, admin]) expect((await who.get('/feedback-figures')).status).toBe(403);
    await house.clock.moveTo(start);
  });
});
