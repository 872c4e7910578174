import { WentWrong, did, refused } from './telling.mjs';

/** The routes by which another person approves what is sensitive. */
export const approvalRoutes = ['POST /referrals/{id}/request-approval', 'POST /referrals/{id}/approve'];

/** What is sensitive leaves only after another person has seen what would be shared, and agreed to just that. */
export async function approve({ worker, supervisor }, { id }, what) {
  const path = `/referrals/${id}`;
  const early = await worker.cannot('POST', `${path}/send`, 409, 'approval-needed');
  refused(`${worker.short} tries to send it at once and gets ${early}: it would say ${what}.`);
  await worker.does(`${path}/request-approval`);
  const own = await worker.cannot('POST', `${path}/approve`, 403, 'forbidden');
  refused(`${worker.short} asks for approval, tries to give it too, and gets ${own}.`);
  const blind = await supervisor.cannot('POST', `${path}/approve`, 428, 'if-match-missing');
  refused(`${supervisor.name} tries to approve without saying what was seen and gets ${blind}.`);
  const approved = await supervisor.doesAsSeen(path, `${path}/approve`);
  if (approved.approval !== 'approved') throw new WentWrong(`the draft should be approved, and is ${approved.approval}`);
  did(`${supervisor.short} reads what would be shared and approves just that.`);
}
