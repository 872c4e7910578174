import type { House } from './app.ts';
import { newConsent, type Reply, type Someone, type World } from './world.ts';

/** A unit of an agency in which nobody has an account. */
export async function aUnitWithoutAccounts(world: World, house: House, type = 'education'): Promise<{ unitId: string; agencyId: string }> {
  const unit = await world.aUnit(type);
  await house.rows('UPDATE unit SET works_without_accounts = true WHERE id = $1', [unit.unitId]);
  return unit;
}

/** A slip as whoever issued it got it. */
export interface IssuedSlip {
  readonly id: string;
  readonly link: string;
  readonly sheet: string;
  readonly code: string;
  readonly expiresAt: string;
}

/** A referral that was sent to a unit without accounts. */
export interface SentOut {
  readonly unit: { unitId: string; agencyId: string };
  readonly caseCode: string;
  readonly caseId: string;
  readonly consentId: string;
  readonly referral: { readonly id: string; readonly code: string };
}

/** A worker sends a referral to a new unit without accounts. */
export async function aReferralOut(world: World, house: House, worker: Someone, serviceType = 'school-place'): Promise<SentOut> {
  const unit = await aUnitWithoutAccounts(world, house);
  const { id: caseId, code: caseCode } = await world.aCase(worker);
  const consent = await worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [unit.agencyId] });
  const made = await worker.post(`/cases/${caseId}/referrals`, { toUnitId: unit.unitId, serviceType, urgency: 'high' });
  const sent = await worker.post(`/referrals/${made.body.id}/send`);
  if (sent.status !== 200) throw new Error(`not sent: ${made.text} ${sent.text}`);
  return { unit, caseId, caseCode, consentId: consent.body.id as string, referral: made.body as { id: string; code: string } };
}

/** A slip for a referral, issued by somebody of the team. */
export async function issued(who: Someone, referralId: string): Promise<IssuedSlip> {
  const reply = await who.post(`/referrals/${referralId}/slips`);
  if (reply.status !== 201) throw new Error(`no slip: ${reply.text}`);
  return reply.body as IssuedSlip;
}

/** A referral to a new unit without accounts, with its slip. */
export async function aSlip(world: World, house: House, worker: Someone): Promise<SentOut & { slip: IssuedSlip }> {
  const out = await aReferralOut(world, house, worker);
  return { ...out, slip: await issued(worker, out.referral.id) };
}

let places = 0;

/** A page as a browser shows it: the forms on it, each with all its hidden fields. */
export interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The forms of a page. */
export function formsOf(page: string): Form[] {
  return [...page.matchAll(/<form[^>]*action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/g)].map(([, action = '', inner = '']) => ({
    action,
    fields: Object.fromEntries(
      [...inner.matchAll(/<input\s+type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    ) as Record<string, string>,
  }));
}

/** Somebody without an account who holds a slip, with a browser that runs no scripts. */
export class Bearer {
  readonly path: string;
  /** Nobody else comes from there. */
  readonly place = `10.7.${(places += 1) >> 8}.${places & 255}`;
  private page = '';

  constructor(
    private readonly house: House,
    private readonly slip: Pick<IssuedSlip, 'link' | 'code'>,
  ) {
    this.path = new URL(slip.link).pathname;
  }

  /** Opens the link. */
  look(): Promise<Reply> {
    return this.send('GET', this.path);
  }

  /** Opens the link and enters a code. */
  async open(code = this.slip.code): Promise<Reply> {
    const [door] = formsOf((await this.look()).text);
    return this.send('POST', this.path, { ...door!.fields, code });
  }

  /** The form for a deed on the page that is open. */
  form(deed: string): Form {
    const found = formsOf(this.page).find(({ action }) => action === `${this.path}/${deed}`);
    if (found === undefined) throw new Error(`no form to ${deed} on this page: ${this.page}`);
    return found;
  }

  /** Fills in a form of the page that is open and sends it. */
  say(deed: string, fields: Record<string, string> = {}): Promise<Reply> {
    const { action, fields: hidden } = this.form(deed);
    return this.send('POST', action, { ...hidden, ...fields });
  }

  /** Any request of this browser. */
  async send(method: 'GET' | 'POST', url: string, form?: Record<string, string>, headers: Record<string, string> = {}): Promise<Reply> {
    const reply = await this.house.app.inject({
      method,
      url,
      remoteAddress: this.place,
      // As a browser does where a page tells nobody of itself.
      headers: {
        ...(form === undefined
          ? {}
          : { 'content-type': 'application/x-www-form-urlencoded', origin: 'null', 'sec-fetch-site': 'same-origin' }),
        ...headers,
      },
      ...(form === undefined ? {} : { payload: new URLSearchParams(form).toString() }),
    });
    if (reply.statusCode === 200 && formsOf(reply.body).some(({ action }) => action.startsWith(`${this.path}/`))) this.page = reply.body;
    return { status: reply.statusCode, headers: reply.headers, text: reply.body, body: null };
  }
}
