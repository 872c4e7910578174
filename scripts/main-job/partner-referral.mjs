import { approvalRoutes } from './approval.mjs';
import { dayOf } from './calendar.mjs';
import { accept, complete, refer, referralRoutes } from './referral.mjs';
import { WentWrong, did, refused } from './telling.mjs';

/** A civil-society partner serves, and writes down what was done, without ever seeing a case. */
export const partnerReferral = {
  name: 'referral to a partner, and delivery',
  title: 'The worker refers to a partner, who logs a service delivered',
  needs: [
    'POST /cases/{id}/consents',
    'POST /cases/{id}/protection',
    ...referralRoutes,
    ...approvalRoutes,
    'POST /referrals/{id}/deliveries',
  ],
  async play(story) {
    const service = story.services.find(({ receiver }) => receiver.role === 'partner-worker');
    const { receiver, outsider } = service;
    const today = dayOf(story.system.now());
    const { worker, colleague } = story;
    const safety = await worker.makes(`/cases/${story.case.id}/protection`, {
      safeContact: 'in-person-only',
      safetyPlanState: 'not-needed',
    });
    did(`${worker.name} notes how the girl can be reached without harm: in person only.`);
    const hidden = await colleague.cannot('GET', `/protections/${safety.id}`, 404, 'not-found');
    refused(`${colleague.name} looks for it and gets ${hidden}.`);
    const sensitive = { field: 'case_protection.safe_contact', said: 'how to reach her' };
    const sent = await refer(story, { ...service, sensitive });
    await accept(story, service, sent);

    const path = `/referrals/${sent.id}/deliveries`;
    const visit = { deliveredOn: today, mode: 'at-provider', durationBand: '31-60-minutes', attendance: 'attended' };
    const stranger = await outsider.cannot('POST', path, 404, 'not-found', visit);
    refused(`${outsider.name} tries to log a service on this referral and gets ${stranger}.`);
    const delivery = await receiver.makes(path, visit);
    if (delivery.attendance !== 'attended') throw new WentWrong(`the delivery should say "attended": ${JSON.stringify(delivery)}`);
    const { status } = await receiver.read(`/referrals/${sent.id}`);
    if (status !== 'in_progress') throw new WentWrong(`after the first delivery the referral should be in progress, and is ${status}`);
    did(`${receiver.short} logs a session of 31 to 60 minutes that the girl attended; with it the referral is in progress.`);

    await complete(story, service, sent, { outcomeCode: 'provided', outcomeOn: today, outcomeUnits: 1, clientConfirmed: 'yes' });
  },
};
