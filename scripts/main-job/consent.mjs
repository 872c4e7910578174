import { addDays, dayOf, said } from './calendar.mjs';
import { WentWrong, did, refused } from './telling.mjs';

/** Consent belongs to the person: nothing leaves the case without it, and a child is asked too. */
export const consent = {
  name: 'consent',
  title: 'The worker records consent, with the child’s assent',
  needs: ['POST /cases/{id}/consents'],
  async play(story) {
    const { worker, partner } = story;
    const path = `/cases/${story.case.id}/consents`;
    const given = {
      scopes: [...new Set(['case-work', ...story.services.flatMap(({ scopes }) => scopes)])],
      recipientIds: story.services.map(({ agency }) => agency.id),
      givenBy: 'parent',
      form: 'written',
      textVersion: 'share/v1',
      language: 'en',
      givenOn: dayOf(story.system.now()),
    };

    const stranger = await partner.cannot('POST', path, 404, 'not-found', { ...given, assent: 'given' });
    refused(`${partner.name} tries to record consent for the case and gets ${stranger}: they do not even learn that it exists.`);
    const unasked = await worker.cannot('POST', path, 400, 'invalid-input', given);
    refused(`${worker.short} records the mother’s consent alone and gets ${unasked}: from six years on the child is asked as well.`);
    const early = { ...given, assent: 'given', givenOn: addDays(given.givenOn, 1) };
    const ahead = await worker.cannot('POST', path, 400, 'invalid-input', early);
    refused(`${worker.short} dates it tomorrow and gets ${ahead}.`);

    const kept = await worker.makes(path, { ...given, assent: 'given' });
    if (kept.status !== 'active') throw new WentWrong(`the consent should be active, and is ${kept.status}`);
    const services = story.services.map((service) => `${service.said} from ${service.agency.name}`).join(' and ');
    did(
      `${worker.short} records the mother’s written consent of ${said(given.givenOn)} to case work and to sharing for ${services}, ` +
        `and the girl’s own assent${kept.validTo ? `. It holds until ${said(kept.validTo)}` : ''}.`,
    );
  },
};
