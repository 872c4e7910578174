import type { House } from './app.ts';
import { newConsent, type Someone, type World } from './world.ts';

/** A task that a worker gave to somebody's unit, on a consent that covers it. */
export interface GivenTask {
  readonly id: string;
  readonly caseId: string;
  readonly consentId: string;
}

/** What is to be done at a school, by a day that lies ahead. */
export const newTask = { template: 'T-30', dueOn: '2026-03-18' };

/** Lets a worker give somebody's unit a task; a school place, if nothing else is said. */
export async function aGivenTask(world: World, worker: Someone, to: Someone, template = 'T-30'): Promise<GivenTask> {
  const { id: caseId } = await world.aCase(worker);
  const consent = await worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [to.agencyId] });
  const made = await worker.post(`/cases/${caseId}/tasks`, { ...newTask, template, toUnitId: to.unitId });
  if (made.status !== 201) throw new Error(`not given: ${consent.text} ${made.text}`);
  return { id: made.body.id as string, caseId, consentId: consent.body.id as string };
}

/** A task that the team itself has to do. */
export async function aTeamTask(world: World, worker: Someone): Promise<{ readonly id: string; readonly caseId: string }> {
  const { id: caseId } = await world.aCase(worker);
  const made = await worker.post(`/cases/${caseId}/tasks`, { template: 'T-16', dueOn: newTask.dueOn });
  if (made.status !== 201) throw new Error(`not made: ${made.text}`);
  return { id: made.body.id as string, caseId };
}

/** Makes one task many that somebody has taken on, past every wall. */
export async function aFullDesk(house: House, taskId: string, personId: string): Promise<void> {
  await house.rows(
    `INSERT INTO task SELECT (json_populate_record(t, json_build_object('id', gen_random_uuid(), 'code', gen_random_uuid(),
        'status', 'in_progress', 'claimed_by_id', $2::text))).* FROM task t, generate_series(1, 25) WHERE t.id = $1`,
    [taskId, personId],
  );
}

/** Lets a task wait again, as one that followed from a template and that nobody has let go. */
export async function awaiting(house: House, taskId: string): Promise<void> {
  await house.rows('DELETE FROM task_package WHERE task_id = $1', [taskId]);
  await house.rows(`UPDATE task SET status = 'waiting', opened_at = NULL WHERE id = $1`, [taskId]);
}

/** Does what must succeed, one after the other. */
export async function walked(...steps: readonly (readonly [who: Someone, path: string, body?: object])[]): Promise<void> {
  for (const [who, path, body] of steps) {
    const reply = await who.post(path, body ?? {});
    if (reply.status >= 300) throw new Error(`${path}: ${reply.text}`);
  }
}

/** Everything that can be done to tasks, by the team's worker and supervisor, by an officer and the focal point beside them. */
export async function everyTaskDeed(
  world: World,
  { worker, supervisor, officer, focal, elsewhere }: Readonly<Record<'worker' | 'supervisor' | 'officer' | 'focal' | 'elsewhere', Someone>>,
  waiting: (taskId: string) => Promise<unknown>,
): Promise<void> {
  const { id: caseId } = await world.aCase(worker);
  const given = async (template: string): Promise<string> => {
    const reply = await worker.post(`/cases/${caseId}/tasks`, { ...newTask, template, toUnitId: officer.unitId, confirmed: ['own-wish'] });
    if (reply.status !== 201) throw new Error(reply.text);
    return `/tasks/${reply.body.id}`;
  };
  await walked([worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] }]);
  await walked([worker, `${await given('T-31')}/cancel`, { reason: 'need-met' }]);
  const [going, dropped] = [await given('T-31'), await given('T-32')];
  for (const path of [going, dropped]) await waiting(path.slice('/tasks/'.length));
  await walked([worker, `${going}/release`, { confirmed: ['own-wish'] }], [worker, `${dropped}/drop`, { reason: 'not-applicable' }]);
  const first = await given('T-30');
  await walked(
    ...([
      [officer, `${first}/claim`],
      [officer, `${first}/unclaim`],
      [officer, `${first}/claim`],
      [focal, `${first}/give`, { personId: officer.id }],
      [officer, `${first}/begin`],
      [officer, `${first}/block`, { reason: 'decision-pending' }],
      [officer, `${first}/resume`],
      [officer, `${first}/complete`, { evidenceCode: 'enrolled', evidenceText: 'Second grade.' }],
      [worker, `${first}/return`, { reason: 'not-complete' }],
      [officer, `${first}/begin`],
      [officer, `${first}/complete`, { evidenceCode: 'enrolled' }],
      [supervisor, `${first}/verify`],
      [worker, `${first}/reopen`, { reason: 'more-to-do' }],
      [focal, `${first}/pass-on`, { unitId: elsewhere.unitId }],
    ] as const),
  );
}
