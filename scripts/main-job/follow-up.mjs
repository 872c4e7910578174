import { addDays, dayOf, instant, isWeekend, said } from './calendar.mjs';
import { until } from './system.mjs';
import { WentWrong, did, note, refused } from './telling.mjs';
import { hasTraceOf } from './trace.mjs';

const quiet = 6_000;
const farthest = 14;

/** The promise to see somebody again must not depend on anybody's memory. */
export const followUp = {
  name: 'follow-up',
  title: 'A follow-up falls due, nobody answers, it climbs to the supervisor',
  needs: ['GET /follow-ups', 'GET /follow-ups/{id}', 'POST /follow-ups/{id}/complete', 'GET /notifications', 'POST /demo/clock'],
  async play(story) {
    const { worker, supervisor, colleague, system } = story;
    const planned = await openOf(story);
    const path = `/follow-ups/${planned.id}`;
    did(`${worker.name} has a contact planned for ${said(planned.dueOn)}.`);

    const soon = addDays(planned.dueOn, -3);
    await goTo(system, soon);
    await toldTo(worker, planned, 'soon-due');
    did(`The reminder goes out: ${worker.short} is told that the contact is due soon.`);

    await goTo(system, planned.dueOn);
    await toldTo(worker, planned, 'due');
    await expectStatus(worker, path, 'due');
    did(`The day has come: ${worker.short} is told again, and the follow-up is due.`);
    if (await notificationOf(supervisor, planned, 'supervisor')) throw new WentWrong('the supervisor was told too early');

    const climbed = await climb(story, planned);
    await expectStatus(supervisor, path, 'missed');
    did(`Nobody has answered. On ${said(climbed)} it climbs: ${supervisor.name} is told, and the follow-up counts as missed.`);
    const message = await notificationOf(supervisor, planned, 'supervisor');
    const { kind, dueOn, subjectType } = message;
    if (hasTraceOf(story.case, message)) throw new WentWrong(`the message tells of the case: ${JSON.stringify(message)}`);
    note(`All the message says is: kind "${kind}", a ${subjectType}, due on ${dueOn}, and where to look. It holds nothing of the case.`);

    const contact = { result: 'reached-well' };
    const above = await supervisor.cannot('POST', `${path}/complete`, 403, 'forbidden', contact);
    refused(`${supervisor.short} tries to tick it off and gets ${above}: only who met the girl can say so.`);
    const stranger = await colleague.cannot('POST', `${path}/complete`, 404, 'not-found', contact);
    refused(`${colleague.name} tries it and gets ${stranger}.`);

    const done = await worker.does(`${path}/complete`, contact);
    if (done.status !== 'done') throw new WentWrong(`the follow-up should be done, and is ${done.status}`);
    did(`${worker.short} has seen the girl, she is doing well, and completes the follow-up.`);
    const next = await openOf(story);
    if (next.dueOn <= dayOf(system.now())) throw new WentWrong(`the next follow-up is due on ${next.dueOn}, which is over`);
    note(`The next contact is planned at once, for ${said(next.dueOn)}: an open case always has one.`);
  },
};

/** Goes on working day by working day until the supervisor hears; of holidays the system knows, and waits for their end. */
async function climb(story, planned) {
  const { supervisor, system } = story;
  for (let days = 1; days <= farthest; days++) {
    const day = addDays(planned.dueOn, days);
    if (isWeekend(day)) continue;
    await goTo(system, day);
    if (await until(() => notificationOf(supervisor, planned, 'supervisor'), { within: quiet })) return day;
    note(`${supervisor.short} hears nothing that day; on a day of rest nobody is told.`);
  }
  throw new WentWrong(`${supervisor.short} was not told within ${farthest} days`);
}

async function goTo(system, day) {
  await system.moveClock(new Date(instant(day, '09:00').getTime() + 5_000));
  note(`The clock is moved to ${said(day)}, 09:00 in Dushanbe.`);
}

async function openOf(story) {
  const { items } = await story.worker.read(`/follow-ups?type=contact&caseId=${story.case.id}&status=planned,due,missed`);
  if (items.length !== 1) throw new WentWrong(`an open case should have one open follow-up, and has ${items.length}`);
  return items[0];
}

async function toldTo(person, planned, kind) {
  if (!(await until(() => notificationOf(person, planned, kind)))) {
    throw new WentWrong(`${person.short} was not told within half a minute ("${kind}"): is the worker process running?`);
  }
}

async function notificationOf(person, planned, kind) {
  const { items } = await person.read(`/notifications?subjectId=${planned.id}&kind=${kind}`);
  if (items.length > 1) throw new WentWrong(`${person.short} was told ${items.length} times ("${kind}")`);
  return items[0];
}

async function expectStatus(person, path, expected) {
  const { status } = await person.read(path);
  if (status !== expected) throw new WentWrong(`the follow-up should be ${expected}, and is ${status}`);
}
