import type { BreakableSystem } from './breakable-system.ts';

/**
 * What is wrong with what was told, in words: a reminder that was due and is lost, one that was told to more or fewer than one
 * person (each post of these tests has one holder), a mail too few, too many or cut in half, a promise that was given up.
 */
export async function untoldOrDoubled(system: BreakableSystem): Promise<string[]> {
  const { rows } = system.house;
  const lost = await rows<{ id: string; kind: string }>(
    `SELECT d.id, d.kind FROM follow_up_dispatch d, platform.demonstration_clock c WHERE d.state = 'waiting' AND d.due_at <= now() + c.ahead`,
  );
  const wrong = await rows<{ kind: string; times: number }>(
    `SELECT d.kind, count(n.id)::int AS times FROM follow_up_dispatch d LEFT JOIN notification n ON n.cause_id = d.id
     WHERE d.state = 'sent' GROUP BY d.id, d.kind HAVING count(n.id) <> 1`,
  );
  const dead = await rows<{ kind: string; last_fault: string }>(`SELECT kind, last_fault FROM platform.outbox WHERE state = 'dead'`);
  const told = await rows<{ id: string; person_id: string }>('SELECT id, person_id FROM notification');
  const { whole, half } = system.mails();
  const carried = whole.flatMap(({ notifications, to }) => notifications.map((id) => `${id} to ${to}`));
  const mailed = new Set(carried);
  const due = new Set(told.map(({ id, person_id }) => `${id} to ${person_id}`));
  return [
    ...lost.map(({ kind }) => `lost: ${kind}`),
    ...wrong.map(({ kind, times }) => `told ${times} times: ${kind}`),
    ...dead.map(({ kind, last_fault }) => `given up: ${kind}, ${last_fault}`),
    ...[...due].filter((mail) => !mailed.has(mail)).map((mail) => `no mail: ${mail}`),
    ...[...mailed].filter((mail) => !due.has(mail)).map((mail) => `a mail of nothing: ${mail}`),
    ...(carried.length > mailed.size ? ['a line in two mails'] : []),
    ...half.map((name) => `half a mail: ${name}`),
  ];
}
