import { describe, expect, it } from '@jest/globals';
import { newAnswerCode } from '../../src/kernel/case-code.ts';
import { openHouse } from '../support/app.ts';
import { aReferralOut, aSlip, Bearer, formsOf, issued } from '../support/slips.ts';
import { aTeam } from '../support/teams.ts';
import { World, type Reply } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const nothing = 'This link and this code do not fit, or no longer';

/** A page without what differs by the address it stands at. */
const bare = ({ text }: Reply, path: string): string => text.replaceAll(path, '/slips/:token');
const statusOf = async (slipId: string): Promise<string> =>
  (await house.rows<{ status: string }>('SELECT status FROM referral_slip WHERE id = $1', [slipId]))[0]!.status;

describe('Whoever has only one half of a slip', () => {
  it('gets the same bytes for an unknown link, a wrong code, and a slip that is void, locked or over', async () => {
    const { worker } = await aTeam(world);
    const [wrong, voided, locked, expired] = [
      await aSlip(world, house, worker),
      await aSlip(world, house, worker),
      await aSlip(world, house, worker),
      await aSlip(world, house, worker),
    ];
    await worker.post(`/referral-slips/${voided.slip.id}/void`);
    await house.rows(`UPDATE referral_slip SET status = 'locked' WHERE id = $1`, [locked.slip.id]);
    await house.rows(`UPDATE referral_slip SET expires_at = '2026-01-01' WHERE id = $1`, [expired.slip.id]);
    const unknown = { link: wrong.slip.link.replace(/.{43}$/, 'x'.repeat(43)), code: wrong.slip.code };
    const malformed = { link: wrong.slip.link.replace(/.{43}$/, 'short'), code: wrong.slip.code };
    const tries: readonly (readonly [{ link: string; code: string }, string?])[] = [
      [unknown],
      [malformed],
      [wrong.slip, newAnswerCode()],
      [wrong.slip, 'not a code'],
      [voided.slip],
      [locked.slip],
      [expired.slip],
    ];
    const pages = new Set<string>();
    for (const [slip, code] of tries) {
      const bearer = new Bearer(house, slip);
      const reply = await bearer.open(code ?? slip.code);
      expect([reply.status, reply.text.includes(nothing)]).toEqual([404, true]);
      expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
      pages.add(bare(reply, bearer.path));
    }
    expect(pages.size).toBe(1);
    // Each cost one line in the log and one count more, whichever it was.
    const [log] = await house.rows<{ n: number }>(`SELECT count(*)::int AS n FROM audit.event WHERE result = 'refused:slip-fits-nothing'`);
    const [counted] = await house.rows<{ n: number }>('SELECT sum(times)::int AS n FROM identity.slip_miss');
    expect([log!.n, counted!.n]).toEqual([tries.length, tries.length]);
  });

  it('sees the same page at every address before a code is entered, and nothing is looked up for it', async () => {
    const { worker } = await aTeam(world);
    const { slip } = await aSlip(world, house, worker);
    const strange = { link: slip.link.replace(/.{43}$/, 'y'.repeat(43)), code: '' };
    const hidden = /value="[^"]*"/g;
    const pages = await Promise.all(
      [slip, strange].map(async (each) => {
        const bearer = new Bearer(house, each);
        return bare(await bearer.look(), bearer.path).replaceAll(hidden, '');
      }),
    );
    expect(pages[0]).toBe(pages[1]);
  });

  it('locks the slip with the fifth wrong code, and the worker is told once', async () => {
    const { worker } = await aTeam(world);
    const { slip, referral } = await aSlip(world, house, worker);
    const bearer = new Bearer(house, slip);
    for (let n = 0; n < 4; n++) await bearer.open(newAnswerCode());
    expect((await bearer.open()).status).toBe(200);
    // A right code shows that it was a slip of the pen: the count begins anew.
    for (let n = 0; n < 5; n++) expect([n, await statusOf(slip.id), (await bearer.open(newAnswerCode())).status]).toEqual([n, 'open', 404]);
    expect(await statusOf(slip.id)).toBe('locked');
    expect((await bearer.open()).status).toBe(404);
    const { items } = (await worker.get('/notifications?kind=slip-locked')).body;
    expect(items.map(({ subjectId }: { subjectId: string }) => subjectId)).toEqual([referral.id]);
    const again = await issued(worker, referral.id);
    expect((await new Bearer(house, again).open()).status).toBe(200);
  });

  it('is slowed down by the address they come from', async () => {
    const { worker } = await aTeam(world);
    const { slip } = await aSlip(world, house, worker);
    const bearer = new Bearer(house, { link: slip.link.replace(/.{43}$/, 'z'.repeat(43)), code: slip.code });
    const replies: Reply[] = [];
    for (let n = 0; n < 31; n++) replies.push(await bearer.open());
    expect(replies.map(({ status }) => status)).toEqual([...Array.from({ length: 30 }, () => 404), 429]);
    expect(replies.at(-1)!.headers['retry-after']).toMatch(/^\d+$/);
    expect(replies.at(-1)!.text).toContain('Too many tries');
    expect((await new Bearer(house, slip).open()).status).toBe(200);
  });
});

describe('A slip', () => {
  it('is void as soon as another takes its place', async () => {
    const { worker } = await aTeam(world);
    const { slip, referral } = await aSlip(world, house, worker);
    const old = new Bearer(house, slip);
    await old.open();
    const next = await issued(worker, referral.id);
    expect([await statusOf(slip.id), (await old.open()).status, (await old.say('accept')).status]).toEqual(['void', 404, 404]);
    // Halves of different slips are no whole one.
    expect((await new Bearer(house, { link: slip.link, code: next.code }).open()).status).toBe(404);
    expect((await new Bearer(house, { link: next.link, code: slip.code }).open()).status).toBe(404);
    const bearer = new Bearer(house, next);
    await bearer.open();
    expect((await bearer.say('accept')).status).toBe(200);
  });

  it.each([
    ['cancelled', (id: string) => [`/referrals/${id}/cancel`, { reason: 'need-met' }] as const],
    ['taken out as a mistake', (id: string) => [`/referrals/${id}/enter-in-error`, {}] as const],
  ])('is void as soon as the referral is %s', async (_how, deed) => {
    const { worker } = await aTeam(world);
    const { slip, referral } = await aSlip(world, house, worker);
    const bearer = new Bearer(house, slip);
    await bearer.open();
    const [path, body] = deed(referral.id);
    expect((await worker.post(path, body)).status).toBe(200);
    expect(await statusOf(slip.id)).toBe('void');
    expect((await bearer.say('accept')).status).toBe(404);
    expect((await bearer.open()).status).toBe(404);
  });

  it('is void as soon as the consent is withdrawn, in the same transaction', async () => {
    const { worker } = await aTeam(world);
    const { slip, referral, consentId } = await aSlip(world, house, worker);
    const bearer = new Bearer(house, slip);
    await bearer.open();
    expect((await bearer.say('accept')).text).toContain('What you need to know');
    await worker.post(`/consents/${consentId}/withdraw`);
    expect(await statusOf(slip.id)).toBe('void');
    expect((await bearer.open()).status).toBe(404);
    expect((await worker.get(`/referrals/${referral.id}`)).body).toMatchObject({ status: 'cancelled', packageOpen: false });
  });

  it('is void once it was used to say no', async () => {
    const { worker } = await aTeam(world);
    const { slip, referral } = await aSlip(world, house, worker);
    const bearer = new Bearer(house, slip);
    await bearer.open();
    const rejected = await bearer.say('reject', { reason: 'no-capacity' });
    expect([rejected.status, rejected.text.includes('looks elsewhere'), formsOf(rejected.text)]).toEqual([200, true, []]);
    expect((await worker.get(`/referrals/${referral.id}`)).body).toMatchObject({ status: 'rejected', reason: 'no-capacity' });
    expect(await statusOf(slip.id)).toBe('void');
  });

  it('is issued by the team alone, for what was sent and is not over, to a unit without accounts', async () => {
    const { worker, supervisor, colleague, stranger, partner } = await aTeam(world);
    const { referral } = await aReferralOut(world, house, worker);
    const path = `/referrals/${referral.id}/slips`;
    const asked = [worker, supervisor, colleague, stranger, partner];
    const statuses = [];
    for (const who of asked) statuses.push((await who.post(path)).status);
    expect(statuses).toEqual([201, 201, 404, 404, 404]);
    expect((await worker.post(path, { language: 'xx' })).status).toBe(400);
    await worker.post(`/referrals/${referral.id}/cancel`, { reason: 'need-met' });
    expect((await worker.post(path)).body).toMatchObject({ status: 409, type: '/problems/referral-cannot-issue-slip' });
    const inside = await world.aSentReferral(worker, partner);
    expect((await worker.post(`/referrals/${inside.id}/slips`)).body).toMatchObject({ status: 409, type: '/problems/unit-has-accounts' });
    expect((await partner.post(`/referrals/${inside.id}/slips`)).status).toBe(403);
  });

  it('is seen by the team of the case alone, without what opens it', async () => {
    const { worker, supervisor, colleague, stranger, partner } = await aTeam(world);
    const { slip, referral } = await aSlip(world, house, worker);
    const statuses = [];
    for (const who of [worker, supervisor, colleague, stranger, partner])
      statuses.push((await who.get(`/referral-slips/${slip.id}`)).status);
    expect(statuses).toEqual([200, 200, 404, 404, 404]);
    expect((await partner.get('/referral-slips')).status).toBe(403);
    const listed = await supervisor.get(`/referral-slips?referralId=${referral.id}`);
    expect(listed.body.items).toMatchObject([{ id: slip.id, status: 'open', issuedById: worker.id }]);
    for (const secret of [slip.code, slip.link.slice(-43)]) expect(listed.text).not.toContain(secret);
    const stored = JSON.stringify([
      ...(await house.rows('SELECT * FROM referral_slip')),
      ...(await house.rows('SELECT token_hash::text, code_hash::text FROM identity.slip_secret')),
      ...(await house.rows('SELECT * FROM platform.idempotency')),
      ...(await house.rows('SELECT * FROM audit.event')),
      ...(await house.rows('SELECT * FROM change_log')),
    ]);
    for (const secret of [slip.code, slip.link.slice(-43)]) expect(stored).not.toContain(secret);
  });

  it('gives its halves once: the same request sent again gives none', async () => {
    const { worker } = await aTeam(world);
    const { referral } = await aReferralOut(world, house, worker);
    const key = { 'idempotency-key': 'the-same-key-again' };
    const first = await worker.post(`/referrals/${referral.id}/slips`, {}, key);
    const second = await worker.post(`/referrals/${referral.id}/slips`, {}, key);
    expect([first.status, second.status, second.text]).toEqual([201, 201, '']);
    expect((await worker.get(`/referral-slips?referralId=${referral.id}`)).body.items).toHaveLength(1);
  });
});

describe('A form of the page', () => {
  it('is taken once, however often it is sent, and refused if it says something else the second time', async () => {
    const { worker } = await aTeam(world);
    const { slip, referral } = await aSlip(world, house, worker);
    const bearer = new Bearer(house, slip);
    await bearer.open();
    const { action, fields } = bearer.form('accept');
    const both = await Promise.all([1, 2].map(() => bearer.send('POST', action, { ...fields })));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: '1', clientConfirmed: 'yes' };
    const { action: complete, fields: hidden } = bearer.form('complete');
    expect((await bearer.send('POST', complete, { ...hidden, ...outcome })).status).toBe(200);
    // The slip is void by now; whoever sends the form again still learns that it arrived.
    expect((await bearer.send('POST', complete, { ...hidden, ...outcome })).text).toContain('outcome was recorded');
    expect((await bearer.send('POST', complete, { ...hidden, ...outcome, outcomeUnits: '2' })).status).toBe(422);
    expect((await worker.get(`/deliveries?referralId=${referral.id}`)).body.items).toHaveLength(1);
  });

  it('lets one of two different answers win, whoever sends them', async () => {
    const { worker } = await aTeam(world);
    const { slip, referral } = await aSlip(world, house, worker);
    const [one, other] = [new Bearer(house, slip), new Bearer(house, slip)];
    await one.open();
    await other.open();
    const replies = await Promise.all([one.say('accept'), other.say('reject', { reason: 'no-capacity' })]);
    const { status } = (await worker.get(`/referrals/${referral.id}`)).body;
    // Whoever comes second finds it answered: 409 where the slip still holds, 404 where the answer has ended it.
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, status === 'accepted' ? 409 : 404]);
  });

  it('is refused where it was not shown here, comes from another site, or its page is old', async () => {
    const { worker } = await aTeam(world);
    const { slip } = await aSlip(world, house, worker);
    const [bearer, other] = [new Bearer(house, slip), new Bearer(house, (await aSlip(world, house, worker)).slip)];
    await bearer.open();
    await other.open();
    const { action, fields } = bearer.form('accept');
    expect((await bearer.send('POST', action, { ...fields, proof: 'made-up' })).status).toBe(403);
    expect((await bearer.send('POST', action, { ...fields, pass: other.form('accept').fields.pass! })).status).toBe(403);
    expect((await bearer.send('POST', action, { ...fields, pass: 'made-up' })).status).toBe(403);
    expect((await bearer.send('POST', action, fields, { origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await bearer.send('POST', action, fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const now = house.clock.now();
    await house.clock.moveTo(new Date(now.getTime() + 31 * 60_000));
    const late = await bearer.send('POST', action, fields);
    expect([late.status, late.text.includes('enter the code again')]).toEqual([403, true]);
    await bearer.open();
    expect((await bearer.say('accept')).status).toBe(200);
  });

  it('says what is wrong with what was filled in, and nothing is done', async () => {
    const { worker } = await aTeam(world);
    const { slip, referral } = await aSlip(world, house, worker);
    const bearer = new Bearer(house, slip);
    await bearer.open();
    for (const fields of [{}, { reason: '' }, { reason: '<script>alert(1)</script>' }, { reason: 'no-capacity', nosuch: '1' }]) {
      const reply = await bearer.say('reject', fields);
      expect([reply.status, reply.headers['content-type'], reply.text.includes('<script')]).toEqual([
        400,
        'text/html; charset=utf-8',
        false,
      ]);
    }
    await bearer.say('accept');
    const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', clientConfirmed: 'yes' };
    for (const fields of [
      outcome,
      { ...outcome, outcomeUnits: '1', noUnitsReason: 'continuing' },
      { ...outcome, outcomeUnits: '-1' },
      { ...outcome, outcomeUnits: '1', outcomeOn: '2030-01-01' },
    ])
      expect((await bearer.say('complete', fields)).status).toBe(400);
    expect((await worker.get(`/referrals/${referral.id}`)).body.status).toBe('accepted');
    const json = await house.app.inject({
      method: 'POST',
      url: bearer.form('fail').action,
      payload: { reason: 'not-reached' },
      headers: {},
    });
    expect(json.statusCode).toBe(400);
    const elsewhere = await house.app.inject({
      ...{ method: 'POST', url: '/session', headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-homeward': '1' } },
      payload: 'a=b',
    });
    expect(elsewhere.statusCode).toBe(415);
  });
});
