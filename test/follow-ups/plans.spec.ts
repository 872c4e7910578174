import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { openHouse } from '../support/app.ts';
import { at, keepWhatIsDue, ledgerOf } from '../support/promises.ts';
import { aTeam, atOnce, type Team } from '../support/teams.ts';
import { newConsent, World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
});
afterEach(async () => {
  await keepWhatIsDue(house);
  await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
});

interface Planned {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly dueOn: string;
  readonly waivedReason: string | null;
}
const all = async (caseId: string): Promise<Planned[]> =>
  (await team.worker.get(`/follow-ups?caseId=${caseId}&sort=dueOn&limit=100`)).body.items as Planned[];
const open = async (caseId: string): Promise<string[]> =>
  (await all(caseId)).filter(({ status }) => ['planned', 'due', 'missed'].includes(status)).map(({ type, dueOn }) => `${type} ${dueOn}`);
const one = async (caseId: string, type: string): Promise<Planned> => {
  const found = (await all(caseId)).filter((each) => each.type === type && each.status !== 'done');
  if (found[0] === undefined) throw new Error(`no ${type}`);
  return found[0];
};
const complete = (id: string, body: object) => team.worker.post(`/follow-ups/${id}/complete`, body);
const close = async (id: string, reason = 'goals-met'): Promise<void> => {
  await team.worker.post(`/cases/${id}/request-closure`, { reason });
  expect((await team.supervisor.post(`/cases/${id}/close`)).status).toBe(200);
};

describe('A case that was opened', () => {
  it('has a contact, a review and, for a child, a review before the next age band ahead of it, each with its reminders', async () => {
    const { id } = await world.aCase(team.worker);
    expect(await open(id)).toEqual(['contact 2026-03-10', 'review 2026-04-01', 'age-band-review 2027-06-01']);
    for (const type of ['contact', 'review', 'age-band-review']) expect(await ledgerOf(house, id, type)).toHaveLength(5);
    const { id: adult } = await world.aCase(team.worker, { birthQuarter: '1990-Q1' });
    expect(await open(adult)).toEqual(['contact 2026-03-10', 'review 2026-04-01']);
  });
});

describe('A judgement of the danger', () => {
  it('moves contact and review, and asks to be made anew before it runs out; being made anew, it has done so', async () => {
    const { id } = await world.aCase(team.worker, { birthQuarter: '1990-Q1' });
    await team.worker.post(`/cases/${id}/risk`, { risk: 'low' });
    expect(await open(id)).toEqual(['contact 2026-04-01', 'risk-review 2026-05-22', 'review 2026-05-29']);
    const review = await one(id, 'risk-review');
    const refused = await complete(review.id, { result: 'plan-stands' });
    expect([refused.status, refused.body.type]).toEqual([409, '/problems/follow-up-asks-for-risk']);
    await house.clock.moveTo(new Date('2026-03-12T04:00:00Z'));
    await team.worker.post(`/cases/${id}/risk`, { risk: 'high' });
    expect(await open(id)).toEqual(['contact 2026-03-19', 'review 2026-04-01', 'risk-review 2026-06-03']);
    expect((await all(id)).find((each) => each.id === review.id)).toMatchObject({ status: 'done', doneOn: '2026-03-12', result: null });
    expect((await ledgerOf(house, id, 'risk-review')).filter(({ state }) => state === 'waiting')).toHaveLength(5);
  });

  it('that runs out brings contact and review forward, never back', async () => {
    const { id } = await world.aCase(team.worker, { birthQuarter: '1990-Q1' });
    await team.worker.post(`/cases/${id}/risk`, { risk: 'low' });
    await house.clock.moveTo(new Date('2026-05-29T04:00:00Z'));
    await complete((await one(id, 'contact')).id, { result: 'reached-well' });
    await complete((await one(id, 'review')).id, { result: 'plan-stands' });
    await house.clock.moveTo(new Date('2026-06-01T04:00:00Z'));
    await house.app.get(Sweep, { strict: false }).run();
    expect(await open(id)).toEqual(['risk-review 2026-05-22', 'contact 2026-06-08', 'review 2026-06-26']);
  });
});

describe('A step on the way home', () => {
  it('into the weeks of placement brings the next contact forward', async () => {
    const { id } = await world.aCase(team.worker, { birthQuarter: '1990-Q1', phase: 'P2' });
    await team.worker.post(`/cases/${id}/risk`, { risk: 'low' });
    expect((await one(id, 'contact')).dueOn).toBe('2026-04-01');
    expect((await team.worker.post(`/cases/${id}/phase`, { phase: 'P3', reason: 'To her aunt.' })).status).toBe(200);
    expect((await one(id, 'contact')).dueOn).toBe('2026-03-16');
    expect((await one(id, 'review')).dueOn).toBe('2026-05-29');
    await team.worker.post(`/cases/${id}/phase`, { phase: 'P4', reason: 'Settled.' });
    expect((await one(id, 'contact')).dueOn).toBe('2026-03-16');
  });
});

describe('A review', () => {
  it('has results of its own, and the next is counted from it', async () => {
    const { id } = await world.aCase(team.worker, { birthQuarter: '1990-Q1' });
    const review = await one(id, 'review');
    const wrong = await complete(review.id, { result: 'reached-well' });
    expect([wrong.status, wrong.body.errors]).toMatchObject([400, [{ field: 'result', code: 'not-a-code' }]]);
    const form = await complete(review.id, { result: 'plan-stands', safe: 'yes' });
    expect([form.status, form.body.errors]).toMatchObject([400, [{ field: 'safe', code: 'not-asked-for' }]]);
    await house.clock.moveTo(new Date('2026-03-20T04:00:00Z'));
    expect((await complete(review.id, { result: 'plan-changed' })).body).toMatchObject({ status: 'done', result: 'plan-changed' });
    expect((await one(id, 'review')).dueOn).toBe('2026-04-17');
  });

  it('before an age band is followed by that before the next one', async () => {
    const { id } = await world.aCase(team.worker, { birthQuarter: '2015-Q3' });
    // One and the same: whoever came later would otherwise find the one that follows.
    const review = await one(id, 'age-band-review');
    expect(await atOnce(2, () => complete(review.id, { result: 'plan-stands', childViews: 'heard' }))).toEqual([200, 409]);
    // From twelve to fifteen.
    expect((await one(id, 'age-band-review')).dueOn).toBe('2030-05-31');
  });
});

describe('A case that was closed', () => {
  it('has nothing ahead of it where nobody agreed to be asked again', async () => {
    const { id } = await world.aCase(team.worker);
    await close(id);
    expect(await open(id)).toEqual([]);
    expect((await all(id)).map(({ waivedReason }) => waivedReason)).toEqual(['case-closed', 'case-closed', 'case-closed']);
  });

  async function closedWithConsent(reason = 'goals-met'): Promise<{ id: string; consentId: string }> {
    const { id } = await world.aCase(team.worker);
    const consent = await team.worker.post(`/cases/${id}/consents`, {
      ...newConsent,
      scopes: ['case-work', 're-contact'],
      textVersion: 'case-work/v1',
    });
    expect(consent.status).toBe(201);
    await close(id, reason);
    return { id, consentId: consent.body.id as string };
  }

  it('is asked after once, after ninety days, where that was agreed to, by a form of three questions', async () => {
    const { id } = await closedWithConsent();
    expect(await open(id)).toEqual(['post-closure-check 2026-06-01']);
    await at(house, '2026-06-01T04:00:00Z');
    const check = await one(id, 'post-closure-check');
    expect(check.status).toBe('due');
    const bare = await complete(check.id, { result: 'reached-well' });
    expect([bare.status, (bare.body.errors as { field: string; code: string }[]).map(({ field, code }) => `${field} ${code}`)]).toEqual([
      400,
      ['safe missing', 'settled missing', 'wantsHelp missing'],
    ]);
    const answers = { safe: 'yes', settled: 'not-known', wantsHelp: 'no' };
    expect((await complete(check.id, { result: 'reached-well', ...answers })).body).toMatchObject({ status: 'done', ...answers });
    expect(await open(id)).toEqual([]);
    expect((await team.supervisor.get(`/notifications?subjectId=${check.id}`)).body.items).toEqual([]);
  });

  it.each(['death', 'transferred'])(
    'because of %s is not asked after, whatever was agreed to, and nobody is reminded of anything',
    async (reason) => {
      const { id } = await closedWithConsent(reason);
      expect(await open(id)).toEqual([]);
      const ended = (await all(id)).map(({ type, waivedReason }) => `${type} ${waivedReason}`).sort();
      expect(ended).toEqual(['age-band-review case-closed', 'contact case-closed', 'review case-closed']);
      expect((await ledgerOf(house, id)).filter(({ state }) => state === 'waiting')).toEqual([]);
      await at(house, '2026-06-01T04:00:00Z');
      expect(await open(id)).toEqual([]);
      for (const { id: followUp } of await all(id))
        for (const who of [team.worker, team.supervisor])
          expect((await who.get(`/notifications?subjectId=${followUp}`)).body.items).toEqual([]);
    },
  );

  it.each([
    [{ result: 'reached-concern', safe: 'yes', settled: 'yes', wantsHelp: 'no' }],
    [{ result: 'reached-well', safe: 'no', settled: 'yes', wantsHelp: 'no' }],
    [{ result: 'reached-well', safe: 'yes', settled: 'yes', wantsHelp: 'yes' }],
  ])('is told of to the supervisor when the person may need help again: %j', async (form) => {
    const { id } = await closedWithConsent();
    const check = await one(id, 'post-closure-check');
    expect((await complete(check.id, form)).status).toBe(200);
    const told = (await team.supervisor.get(`/notifications?subjectId=${check.id}`)).body.items as { kind: string }[];
    expect(told.map(({ kind }) => kind)).toEqual(['concern-after-closure']);
    expect(JSON.stringify(told)).not.toContain(id);
  });

  it('is not asked after any more once that consent is taken back', async () => {
    const { id, consentId } = await closedWithConsent();
    expect((await team.worker.post(`/consents/${consentId}/withdraw`)).status).toBe(200);
    expect(await open(id)).toEqual([]);
    expect((await all(id)).find(({ type }) => type === 'post-closure-check')?.waivedReason).toBe('consent-ended');
  });

  it('has its agenda again when it is taken up, and no check after a closure that is over', async () => {
    const { id } = await closedWithConsent();
    expect((await team.supervisor.post(`/cases/${id}/reopen`)).status).toBe(200);
    expect(await open(id)).toEqual(['contact 2026-03-10', 'review 2026-04-01', 'age-band-review 2027-06-01']);
    expect((await all(id)).find(({ type }) => type === 'post-closure-check')?.waivedReason).toBe('case-reopened');
  });
});

describe('A calendar that changes', () => {
  it('has open days reckoned anew by the sweep: days off move, reminders follow, what is missing is planned; once', async () => {
    const { id } = await world.aCase(team.worker, { birthQuarter: '1990-Q1' });
    // As if it had been planned by a calendar in which the Sunday was worked, before reviews were planned at all.
    await house.rows(`UPDATE follow_up SET reckoned_by = 'tj/0', due_on = '2026-03-15' WHERE case_id = $1 AND type = 'contact'`, [id]);
    await house.rows(
      `DELETE FROM follow_up_dispatch d USING follow_up f WHERE f.id = d.follow_up_id AND f.case_id = $1 AND f.type = 'review'`,
      [id],
    );
    await house.rows(`DELETE FROM follow_up WHERE case_id = $1 AND type = 'review'`, [id]);
    const sweep = house.app.get(Sweep, { strict: false });
    await sweep.run();
    await sweep.run();
    expect(await open(id)).toEqual(['contact 2026-03-16', 'review 2026-04-01']);
    const waiting = (await ledgerOf(house, id)).filter(({ state }) => state === 'waiting');
    expect(waiting.map(({ kind, at: time }) => `${kind} ${time.slice(5, 10)}`)).toEqual([
      'soon-due 03-13',
      'due 03-16',
      'supervisor 03-17',
      'focal-point 03-18',
      'coordinator 03-31',
    ]);
  });
});
