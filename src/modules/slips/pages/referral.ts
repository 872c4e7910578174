import { html, type Html } from '../../../platform/html.ts';
import type { CodeList } from '../../../platform/reference.ts';
import { framed } from '../../../platform/pages/frame.ts';
import { sealed, type Seal } from './door.ts';
import { sharedOf, type Shared } from './shared.ts';
import { factsOf } from './sheet.ts';
import type { Asked, Voice } from './speech.ts';

/** What the page of an opened slip shows, and what its forms carry on. */
export interface Opened {
  readonly asked: Asked;
  /** What was shared, once accepted and as long as it is open; null otherwise. */
  readonly shared: Readonly<Record<string, Shared>> | null;
  /** Where the page stands. */
  readonly action: string;
  /** The code as the next request carries it. */
  readonly pass: string;
  /** A new key and proof for each form. */
  readonly seal: () => Seal;
}

/** What was asked, what was shared, and what can be answered now. */
export function referralPage(opened: Opened): Html {
  const { asked, shared } = opened;
  const { voice, status } = asked;
  const { say } = voice;
  return framed(
    voice,
    html`<h1>${say('page.title')} <span class="code">${asked.code}</span></h1>
      <p class="note" role="status">${say(`state.${status}`)}</p>
      ${factsOf(asked)}
      ${
        shared === null
          ? null
          : html`<h2>${say('page.shared')}</h2>
              <p class="quiet">${say('page.shared-about')}</p>
              ${sharedOf(shared, voice)}`
      }
      ${formsOf(opened)}`,
  );
}

function formsOf(opened: Opened): Html | null {
  const { voice, status } = opened.asked;
  const { say } = voice;
  if (status === 'sent')
    return html`<h2>${say('page.answer')}</h2>
      ${form(opened, 'accept', html`<p>${say('accept.about')}</p>`)}
      <details>
        <summary>${say('reject.summary')}</summary>
        ${form(opened, 'reject', choice(voice, 'reject-reason', 'reason', 'referral-reject-reason'), 'stop')}
      </details>`;
  const failure = html`<details>
    <summary>${say('fail.summary')}</summary>
    ${form(opened, 'fail', choice(voice, 'fail-reason', 'reason', 'referral-fail-reason'), 'stop')}
  </details>`;
  if (status === 'on_hold') return failure;
  if (status === 'accepted' || status === 'in_progress')
    return html`<h2>${say('complete.title')}</h2>
      ${form(opened, 'complete', completionOf(voice))} ${failure}`;
  return null;
}

function completionOf(voice: Voice): Html {
  const { say } = voice;
  return html`${choice(voice, 'outcome', 'outcomeCode', 'outcome')}
    <label for="outcomeOn">${say('complete.on')}</label>
    <input id="outcomeOn" name="outcomeOn" type="date" required value="${voice.today}" max="${voice.today}" />
    <fieldset>
      <legend>${say('complete.units')}</legend>
      <p class="hint">${say('complete.units-hint')}</p>
      <label for="outcomeUnits">${say('complete.units-number')}</label>
      <input id="outcomeUnits" name="outcomeUnits" inputmode="numeric" pattern="[0-9]{1,5}" />
      ${choice(voice, 'no-units', 'noUnitsReason', 'no-units-reason', false)}
    </fieldset>
    ${choice(voice, 'confirmed', 'clientConfirmed', 'client-confirmation')}`;
}

function form({ asked, action, pass, seal }: Opened, deed: string, fields: Html, kind: 'go' | 'stop' = 'go'): Html {
  return html`<form method="post" action="${action}/${deed}" autocomplete="off">
    ${sealed(seal())}
    <input type="hidden" name="pass" value="${pass}" />
    ${fields}
    <button class="${kind}">${asked.voice.say(`${deed}.do`)}</button>
  </form>`;
}

function choice({ say, choices }: Voice, word: string, name: string, list: CodeList, required = true): Html {
  const id = `${word}-choice`;
  return html`<label for="${id}">${say(`choose.${word}`)}</label>
    <select id="${id}" name="${name}" ${required ? 'required' : null}>
      <option value="">${say('choose.none')}</option>
      ${choices(list).map((each) => html`<option value="${each.id}">${each.label}</option>`)}
    </select>`;
}
