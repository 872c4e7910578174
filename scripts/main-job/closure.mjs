import { WentWrong, did, note, refused } from './telling.mjs';

/** Two people end a case: who asks does not approve. */
export const closure = {
  name: 'closure',
  title: 'The worker asks to close the case, another person approves',
  needs: ['POST /cases/{id}/request-closure', 'POST /cases/{id}/close'],
  async play(story) {
    const { worker, supervisor } = story;
    const path = `/cases/${story.case.id}`;

    const unasked = await supervisor.cannot('POST', `${path}/close`, 409, 'approval-needed');
    refused(`${supervisor.name} tries to close it before anybody asked and gets ${unasked}.`);
    const asked = await worker.does(`${path}/request-closure`, { reason: 'goals-met' });
    if (asked.status === 'closed') throw new WentWrong('asking to close the case closed it');
    did(`${worker.name} holds the goals to be met and asks to close the case.`);
    const own = await worker.cannot('POST', `${path}/close`, 403, 'forbidden');
    refused(`${worker.short} tries to close it alone and gets ${own}: it takes another person.`);

    const closed = await supervisor.does(`${path}/close`);
    if (closed.status !== 'closed') throw new WentWrong(`the case should be closed, and is ${closed.status}`);
    did(`${supervisor.short} approves: the case ${story.case.code} is closed, reason "${closed.closureReason}".`);

    const late = await worker.cannot('POST', `${path}/risk`, 409, 'case-closed', { risk: 'low' });
    refused(`${worker.short} tries to change its risk afterwards and gets ${late}.`);
    const { items } = await worker.read(`/follow-ups?caseId=${story.case.id}&status=planned,due,missed`);
    if (items.length > 0) throw new WentWrong('a closed case still has an open follow-up');
    note('Its next contact is called off with it: nobody is reminded of a case that is over.');
  },
};
