import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
let clinic: Someone;

beforeAll(async () => {
  team = await aTeam(world);
  clinic = await world.someone('ministry-officer', await world.aUnit('health'));
}, 60_000);

interface Row {
  readonly id: string;
  readonly template: string;
  readonly status: string;
  readonly reason: string | null;
  readonly dueOn: string;
  readonly occurrence: number | null;
  readonly restarts: number;
}

/** Every task of a kind that the case has had, as `status, its day, for which time, how often begun anew`. */
async function story(caseId: string, template: string): Promise<string[]> {
  const { body } = await team.worker.get(`/tasks?caseId=${caseId}&template=${template}&limit=100&sort=dueOn`);
  return (body.items as Row[])
    .map(({ status, reason, dueOn, occurrence, restarts }) =>
      [status, reason, dueOn, `${occurrence}/${restarts}`].filter(Boolean).join(' '),
    )
    .sort((a, b) => a.slice(-3).localeCompare(b.slice(-3)));
}
const idOf = async (caseId: string, template: string, status: string): Promise<string> => {
  const { body } = await team.worker.get(`/tasks?caseId=${caseId}&template=${template}&status=${status}`);
  return body.items[0].id as string;
};
const at = (time: string): Promise<unknown> => house.clock.moveTo(new Date(time));
const closed = (caseId: string): Promise<void> =>
  walked([team.worker, `/cases/${caseId}/request-closure`, { reason: 'goals-met' }], [team.supervisor, `/cases/${caseId}/close`]);
const reopened = (caseId: string): Promise<void> => walked([team.supervisor, `/cases/${caseId}/reopen`]);
const called = async (caseId: string, template: string): Promise<string> => {
  const id = await idOf(caseId, template, 'open');
  await walked([team.worker, `/tasks/${id}/claim`], [team.worker, `/tasks/${id}/complete`, { evidenceCode: 'assessment-made' }]);
  return id;
};

describe('A case that is taken up again', () => {
  it('has to do again what stopped with it, by days counted from now; what was done stays done', async () => {
    await at('2026-03-02T04:00:00Z');
    const { id } = await world.aCase(team.worker);
    const done = await called(id, 'T-09');
    await walked([team.supervisor, `/tasks/${done}/verify`]);
    await closed(id);
    expect(await story(id, 'T-02')).toEqual(['cancelled case-closed 2026-03-02 1/0']);
    await at('2026-05-11T04:00:00Z');
    await reopened(id);
    expect(await story(id, 'T-09')).toEqual(['verified 2026-03-02 1/0']);
    // Two days from the day it was taken up again; the review keeps its own day, which lies ahead.
    expect(await story(id, 'T-02')).toEqual(['cancelled case-closed 2026-03-02 1/0', 'open 2026-05-13 1/1']);
    expect(await story(id, 'T-51')).toEqual(['cancelled case-closed 2026-06-01 1/0', 'open 2026-06-01 1/1']);
    // What comes after something waits for it as it did.
    expect(await story(id, 'T-03')).toEqual(['dropped case-closed 2026-03-02 1/0', 'waiting 2026-05-12 1/1']);
  });

  it('gets them once each time, however often it is closed and looked at', async () => {
    await at('2026-03-02T04:00:00Z');
    const { id } = await world.aCase(team.worker);
    for (const time of ['2026-04-01T04:00:00Z', '2026-05-11T04:00:00Z']) {
      await closed(id);
      await at(time);
      await reopened(id);
      await walked([team.worker, `/cases/${id}/risk`, { risk: 'low' }]);
    }
    expect(await story(id, 'T-10')).toEqual([
      'cancelled case-closed 2026-03-02 1/0',
      'cancelled case-closed 2026-04-08 1/1',
      'open 2026-05-18 1/2',
    ]);
    expect(
      (
        await house.rows('SELECT FROM task_clock k JOIN task_source s ON s.task_id = k.id WHERE s.case_id = $1 AND k.next_at IS NOT NULL', [
          id,
        ])
      ).length,
    ).toBe(9);
  });

  it('leaves out what somebody found needless', async () => {
    await at('2026-03-02T04:00:00Z');
    const { id } = await world.aCase(team.worker);
    await walked([team.worker, `/tasks/${await idOf(id, 'T-08', 'waiting')}/drop`, { reason: 'not-applicable' }]);
    await closed(id);
    await reopened(id);
    expect(await story(id, 'T-08')).toEqual(['dropped not-applicable 2026-03-02 1/0']);
  });

  it('goes on with the round at which it stood, and counts its days from now', async () => {
    await at('2026-03-02T04:00:00Z');
    const { id } = await world.aCase(team.worker);
    await walked([team.supervisor, `/tasks/${await called(id, 'T-10')}/verify`]);
    expect(await story(id, 'T-10')).toEqual(['verified 2026-03-02 1/0', 'open 2026-04-01 2/0']);
    await closed(id);
    await at('2026-05-11T04:00:00Z');
    await reopened(id);
    expect(await story(id, 'T-10')).toEqual(['verified 2026-03-02 1/0', 'cancelled case-closed 2026-04-01 2/0', 'open 2026-06-10 2/1']);
  });

  it('has no task while it is closed; the next round of what was found done then begins when it is taken up again', async () => {
    await at('2026-03-02T04:00:00Z');
    const { id } = await world.aCase(team.worker);
    const review = await called(id, 'T-51');
    const papers = await called(id, 'T-10');
    await closed(id);
    await walked([team.supervisor, `/tasks/${review}/verify`], [team.supervisor, `/tasks/${papers}/verify`]);
    expect(await story(id, 'T-51')).toEqual(['verified 2026-06-01 1/0']);
    // What goes on until something is reached went on when it was called done, and stopped with the case.
    const stopped = ['verified 2026-03-02 1/0', 'cancelled case-closed 2026-04-01 2/0'];
    expect(await story(id, 'T-10')).toEqual(stopped);
    await reopened(id);
    expect(await story(id, 'T-51')).toEqual(['verified 2026-06-01 1/0', 'open 2026-06-01 2/0']);
    expect(await story(id, 'T-10')).toEqual([...stopped, 'open 2026-04-01 2/1']);
  });
});

describe('What stopped because nobody agreed to it any more', () => {
  it('waits to be let go again when somebody agrees again, and not before', async () => {
    await at('2026-03-02T04:00:00Z');
    const { id } = await world.aCase(team.worker);
    const agreed = { ...newConsent, recipientIds: [clinic.agencyId] };
    const consent = await team.worker.post(`/cases/${id}/consents`, agreed);
    await walked(
      [team.worker, `/tasks/${await idOf(id, 'T-04', 'waiting')}/release`, { toUnitId: clinic.unitId }],
      [team.worker, `/consents/${consent.body.id}/withdraw`],
      [team.worker, `/cases/${id}/risk`, { risk: 'low' }],
    );
    expect(await story(id, 'T-04')).toEqual(['cancelled consent-withdrawn 2026-03-02 1/0']);
    // A consent that does not cover it changes nothing.
    await walked([team.worker, `/cases/${id}/consents`, { ...agreed, scopes: ['case-work', 'share'] }]);
    expect(await story(id, 'T-04')).toHaveLength(1);
    await walked([team.worker, `/cases/${id}/consents`, agreed]);
    expect(await story(id, 'T-04')).toEqual(['cancelled consent-withdrawn 2026-03-02 1/0', 'waiting 2026-03-02 1/1']);
    expect((await clinic.get('/tasks?status=open')).body.items).toEqual([]);
    await walked([team.worker, `/tasks/${await idOf(id, 'T-04', 'waiting')}/release`, { toUnitId: clinic.unitId }]);
    expect((await clinic.get('/tasks?status=open')).body.items).toHaveLength(1);
  });
});
