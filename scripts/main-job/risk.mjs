import { WentWrong, did, note, refused } from './telling.mjs';
import { said } from './calendar.mjs';

/** How great the danger is decides how soon the girl is seen again. */
export const risk = {
  name: 'risk',
  title: 'The worker sets the risk',
  needs: ['POST /cases/{id}/risk', 'GET /follow-ups'],
  async play(story) {
    const { worker, colleague, supervisor } = story;
    const path = `/cases/${story.case.id}/risk`;

    const stranger = await colleague.cannot('POST', path, 404, 'not-found', { risk: 'low' });
    refused(`${colleague.name} tries to set it and gets ${stranger}.`);
    const above = await supervisor.cannot('POST', path, 403, 'forbidden', { risk: 'low' });
    refused(`${supervisor.name} sees the case, tries to set its risk and gets ${above}: that is the worker’s judgement.`);

    const judged = await worker.does(path, { risk: 'high' });
    if (judged.risk !== 'high') throw new WentWrong(`the risk should be high, and is ${judged.risk}`);
    did(`${worker.short} judges the risk to be high; the judgement holds until ${said(judged.riskExpiresOn)}.`);

    const { items } = await worker.read(`/follow-ups?type=contact&caseId=${story.case.id}`);
    if (items.length !== 1) throw new WentWrong(`the case should have one follow-up, and has ${items.length}`);
    note(`The system has planned the next contact for ${said(items[0].dueOn)}, as is the rule at high risk.`);
  },
};
