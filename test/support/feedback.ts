import { Sweep } from '../../src/platform/jobs/sweep.ts';
import type { House } from './app.ts';
import type { Reply, Someone, World } from './world.ts';

let places = 0;

/** A page that somebody without an account asks for or sends, each time from somewhere else. */
export async function page(house: House, method: 'GET' | 'POST', url: string, form?: Record<string, string>): Promise<Reply> {
  places += 1;
  const reply = await house.app.inject({
    ...{ method, url, remoteAddress: `10.9.${(places >> 8) & 255}.${places & 255}` },
    headers: form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', origin: 'null' },
    ...(form === undefined ? {} : { payload: new URLSearchParams(form).toString() }),
  });
  return { status: reply.statusCode, headers: reply.headers, text: reply.body, body: null };
}

/** Slips as whoever printed them got them. */
export interface Printed {
  readonly id: string;
  readonly codes: readonly string[];
  readonly sheet: string;
}

/** Somebody prints slips about an activity that every kind of agency of ours gives. */
export async function printed(who: Pick<Someone, 'post'>, input: object = {}): Promise<Printed> {
  const { status, body, text } = await who.post('/feedback-batches', { serviceType: 'community-activity', size: 10, ...input });
  if (status !== 201) throw new Error(text);
  const sheet = String(body.sheet);
  return { id: String(body.id), sheet, codes: [...sheet.matchAll(/<span class="code">([^<]+)</g)].map(([, code]) => String(code)) };
}

/** What somebody says who has nothing to complain of. */
export const nice = { respected: 'yes', helped: 'yes', free: 'yes', askedFor: 'nothing' };

/** Somebody says something with a slip. */
export const say = (house: House, code: string, said: Record<string, string> = nice): Promise<Reply> =>
  page(house, 'POST', '/feedback/answer', { code, ...said });

/** Somebody who deals with complaints about an agency, once they have been looked at: of whichever agency got them. */
export async function aHandler(world: World, house: House, agencyId: string): Promise<Someone> {
  await world.someone('privacy-officer');
  await house.app.get(Sweep, { strict: false }).run();
  const [at] = await house.rows<{ unitId: string; agencyId: string }>(
    `SELECT u.id AS "unitId", u.agency_id AS "agencyId" FROM complaint c JOIN unit u ON u.agency_id = c.handler_agency_id WHERE c.agency_id = $1 LIMIT 1`,
    [agencyId],
  );
  if (at === undefined) throw new Error('nobody deals with it');
  return world.someone('privacy-officer', at);
}
