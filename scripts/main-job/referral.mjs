// What every referral has in common, whoever it goes to.
import { approve } from './approval.mjs';
import { WentWrong, did, note, refused } from './telling.mjs';
import { hasTraceOf } from './trace.mjs';

/** The routes that a referral needs from draft to outcome. */
export const referralRoutes = [
  'POST /cases/{id}/referrals',
  'GET /referrals',
  'GET /referrals/{id}',
  'POST /referrals/{id}/send',
  'POST /referrals/{id}/accept',
  'POST /referrals/{id}/complete',
];

/** The worker writes the referral and sends it; only now does the other side hear of it. */
export async function refer(story, service) {
  const { worker } = story;
  const { unit, serviceType, said, receiver, sensitive } = service;
  const draft = await worker.makes(`/cases/${story.case.id}/referrals`, {
    ...{ toUnitId: unit.id, serviceType, urgency: 'normal' },
    ...(sensitive === undefined ? {} : { oneOff: [sensitive.field] }),
  });
  expectStatus(draft, 'draft');
  const unsent = await receiver.cannot('GET', `/referrals/${draft.id}`, 404, 'not-found');
  refused(`${receiver.name} opens the draft before it is sent and gets ${unsent}.`);
  if (sensitive !== undefined) await approve(story, draft, sensitive.said);
  const sent = await worker.does(`/referrals/${draft.id}/send`);
  expectStatus(sent, 'sent');
  did(`${worker.name} refers the girl to ${receiver.agency.name} for ${said} and sends it; the referral has its own code, ${sent.code}.`);
  return sent;
}

/** The receiver sees that there is a request, and of the case nothing; with accepting it the package opens. */
export async function accept(story, { receiver, outsider }, { id }) {
  const { items } = await receiver.read('/referrals?status=sent&limit=100&sort=-sentAt');
  if (!items.some((each) => each.id === id)) throw new WentWrong(`the request is not in the inbox of ${receiver.name}`);
  const before = await receiver.read(`/referrals/${id}`);
  refuseTraces(story, before);
  if (before.package !== undefined && before.package !== null) throw new WentWrong('the package is open before anybody accepted it');
  did(`${receiver.name} finds the request in the inbox: the service, the urgency, its state "${before.status}". The package is closed.`);
  const noCase = await receiver.cannot('GET', `/cases/${story.case.id}`, 404, 'not-found');
  refused(`${receiver.short} tries the address of the case itself and gets ${noCase}.`);
  const own = await story.worker.cannot('POST', `/referrals/${id}/accept`, 403, 'forbidden');
  refused(`${story.worker.short}, who sent it, tries to accept it and gets ${own}: nobody accepts their own referral.`);
  const other = await outsider.cannot('GET', `/referrals/${id}`, 404, 'not-found');
  refused(`${outsider.name} tries to read it and gets ${other}: it was not sent to them.`);

  const accepted = await receiver.does(`/referrals/${id}/accept`);
  expectStatus(accepted, 'accepted');
  did(`${receiver.short} accepts.`);
  const twice = await receiver.cannot('POST', `/referrals/${id}/accept`, 409, 'referral-cannot-accept');
  refused(`${receiver.short} presses the button again and gets ${twice}.`);

  const after = await receiver.read(`/referrals/${id}`);
  refuseTraces(story, after);
  if (after.package?.ageBand !== story.case.ageBand) throw new WentWrong(`the package should say the age band: ${JSON.stringify(after)}`);
  const facts = Object.entries(after.package).filter(([, value]) => value !== null && typeof value !== 'object');
  did(`${receiver.short} reads the package, and nothing but the package: ${facts.map(([name, value]) => `${name} ${value}`).join(', ')}.`);
}

/** The receiver says how it ended, and the sender learns it. */
export async function complete(story, { receiver }, { id }, outcome) {
  const early = await story.worker.cannot('POST', `/referrals/${id}/complete`, 403, 'forbidden', outcome);
  refused(`${story.worker.short} tries to complete it for them and gets ${early}: only who served can say how it ended.`);
  expectStatus(await receiver.does(`/referrals/${id}/complete`, outcome), 'completed');
  did(`${receiver.name} completes the referral: outcome "${outcome.outcomeCode}", confirmed by the family: ${outcome.clientConfirmed}.`);
  const known = await story.worker.read(`/referrals/${id}`);
  expectStatus(known, 'completed');
  if (known.outcomeCode !== outcome.outcomeCode) throw new WentWrong(`the sender should read the outcome, and reads ${known.outcomeCode}`);
  note(`${story.worker.short} reads the outcome in the case: the loop is closed.`);
}

function expectStatus({ status }, expected) {
  if (status !== expected) throw new WentWrong(`the referral should be ${expected}, and is ${status}`);
}

function refuseTraces(story, shown) {
  if (hasTraceOf(story.case, shown)) throw new WentWrong(`the receiver can tell which case it is: ${JSON.stringify(shown)}`);
}
