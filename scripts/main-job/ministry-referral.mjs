import { dayOf } from './calendar.mjs';
import { accept, complete, refer, referralRoutes } from './referral.mjs';

/** A ministry gives what only the state can give, and learns no more than it needs for that. */
export const ministryReferral = {
  name: 'referral to a ministry',
  title: 'The worker refers to a ministry; its officer answers',
  needs: ['POST /cases/{id}/consents', ...referralRoutes],
  async play(story) {
    const service = story.services.find(({ receiver }) => receiver.role === 'ministry-officer');
    const sent = await refer(story, service);
    await accept(story, service, sent);
    const outcomeOn = dayOf(story.system.now());
    await complete(story, service, sent, { outcomeCode: 'provided', outcomeOn, noUnitsReason: 'not-countable', clientConfirmed: 'yes' });
  },
};
