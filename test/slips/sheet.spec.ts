import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { encode } from 'uqr';
import { openHouse } from '../support/app.ts';
import { aReferralOut, aSlip, Bearer, issued } from '../support/slips.ts';
import { aTeam } from '../support/teams.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

/** The dark squares of the picture on a page, as `x y`. */
const squares = (page: string): string[] => [...page.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`);

describe('A slip on paper', () => {
  it('names the referral, what is asked, how urgent it is and by when in local time, and nothing of the person or the case', async () => {
    const { worker, supervisor } = await aTeam(world);
    const { slip, referral, caseId, caseCode, unit } = await aSlip(world, house, worker);
    const sheet = await worker.get(slip.sheet);
    expect([sheet.status, sheet.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    for (const said of [referral.code, 'School or preschool place', 'High', 'Wednesday, March 4, 2026', '09:00', slip.link])
      expect(sheet.text).toContain(said);
    const { alias } = (await worker.get(`/cases/${caseId}`)).body as { alias: string };
    const [{ name, code, type }] = (await house.rows<{ name: string; code: string; type: string }>(
      'SELECT u.name, a.code, a.type FROM unit u JOIN agency a ON a.id = u.agency_id WHERE u.id = $1',
      [unit.unitId],
    )) as [{ name: string; code: string; type: string }];
    const secrets = [
      caseCode,
      caseId,
      alias,
      slip.code,
      code,
      `>${type}<`,
      `>${name}<`,
      worker.id,
      referral.code && slip.id,
      'female',
      'TJ-SU',
    ];
    for (const secret of secrets) expect([secret, sheet.text.includes(secret)]).toEqual([secret, false]);
    expect((await supervisor.get(slip.sheet)).text).toBe(sheet.text);
  });

  it('carries the link as a square code', async () => {
    const { worker } = await aTeam(world);
    const { slip } = await aSlip(world, house, worker);
    const { text } = await worker.get(slip.sheet);
    expect(slip.link).toMatch(/^http:\/\/localhost:\d+\/slips\/[A-Za-z0-9_-]{43}$/);
    const { data } = encode(slip.link, { ecc: 'M', border: 4 });
    const wanted = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`${x} ${y}`] : [])));
    expect(squares(text)).toEqual(wanted);
    expect(text).toContain('<title>Link for the camera of a telephone</title>');
  });

  it('is drawn for the team of its referral alone, for a link that holds', async () => {
    const { worker, supervisor, colleague, stranger, partner } = await aTeam(world);
    const { slip, referral } = await aSlip(world, house, worker);
    const other = await aReferralOut(world, house, worker);
    const token = slip.link.slice(-43);
    const statuses = [];
    for (const who of [worker, supervisor, colleague, stranger, partner]) statuses.push((await who.get(slip.sheet)).status);
    expect(statuses).toEqual([200, 200, 404, 404, 404]);
    const wrong = [
      `/referrals/${other.referral.id}/slips/${token}`,
      `/referrals/${referral.id}/slips/${'x'.repeat(43)}`,
      `/referrals/${referral.id}/slips/${slip.id}`,
    ];
    for (const path of wrong) expect((await worker.get(path)).status).toBe(404);
    await issued(worker, referral.id);
    expect((await worker.get(slip.sheet)).status).toBe(404);
  });

  it('speaks English where the language it was issued in has no words yet, and says so', async () => {
    const { worker } = await aTeam(world);
    const { referral } = await aReferralOut(world, house, worker);
    const { body: slip } = await worker.post(`/referrals/${referral.id}/slips`, { language: 'ru' });
    expect((await worker.get(`/referral-slips/${slip.id}`)).body.language).toBe('ru');
    expect((await worker.get(slip.sheet)).text).toContain('<html lang="en">');
  });
});

describe('Every page', () => {
  it('runs nothing, loads nothing, stays in no cache and no index, and tells no other site of itself', async () => {
    const { worker } = await aTeam(world);
    const { slip } = await aSlip(world, house, worker);
    const bearer = new Bearer(house, slip);
    const pages = [
      await worker.get(slip.sheet),
      await bearer.look(),
      await bearer.open('wrong'),
      await bearer.open(),
      await bearer.say('accept'),
    ];
    for (const { headers, text } of pages) {
      const [style = ''] = /(?<=<style>)[\s\S]*?(?=<\/style>)/.exec(text) ?? [];
      const hash = createHash('sha256').update(style).digest('base64');
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'; script-src 'none'");
      expect(policy).toContain(`style-src 'self' 'sha256-${hash}'`);
      expect(policy).toContain("img-src 'none'; connect-src 'none'; base-uri 'none'");
      expect(policy).toContain(`form-action ${text.includes('<form') ? "'self'" : "'none'"}; frame-ancestors 'none'`);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' });
      expect(text).toContain('noindex');
      expect(text).not.toMatch(/<script|javascript:|\son\w+=|\sstyle="|https?:\/\/(?!localhost|www\.w3\.org)/i);
      expect(text).toMatch(/^<!doctype html>\s*<html lang="en">/);
    }
    for (const { headers } of pages.slice(1)) expect(headers['x-robots-tag']).toBe('noindex, nofollow, noarchive');
  });

  it('shows what was shared as text, whatever stands in it, and no secret of the case', async () => {
    const { worker } = await aTeam(world);
    const { slip, referral, caseId, caseCode, consentId } = await aSlip(world, house, worker);
    await house.rows('ALTER TABLE referral_package DISABLE TRIGGER USER');
    await house.rows(`UPDATE referral_package SET package = package || '{"district": "<b onclick=x>&\\"CNRY"}' WHERE referral_id = $1`, [
      referral.id,
    ]);
    await house.rows('ALTER TABLE referral_package ENABLE TRIGGER USER');
    const bearer = new Bearer(house, slip);
    await bearer.open();
    const { text } = await bearer.say('accept');
    expect(text).toContain('&lt;b onclick=x&gt;&amp;&quot;CNRY');
    expect(text).not.toContain('<b onclick');
    for (const said of ['6-11', 'Female', 'Tajik']) expect(text).toContain(said);
    const { alias } = (await worker.get(`/cases/${caseId}`)).body as { alias: string };
    const ids = [caseId, caseCode, alias, consentId, worker.id, worker.unitId, slip.id, referral.id, slip.code];
    for (const secret of ids) expect([secret, text.includes(secret)]).toEqual([secret, false]);
  });
});
