import { html, type Html } from '../../../platform/html.ts';
import type { CodeList } from '../../../platform/reference.ts';
import { framed } from '../../../platform/pages/frame.ts';
import type { Saying } from '../../../platform/pages/page-words.ts';

/** Under which name the words of these pages stand. */
export const FEEDBACK = 'feedback';

/** Where the form is sent. */
export const ANSWER = '/feedback/answer';

/** Asks for the code of a slip; the same page for everybody. */
export function doorPage(saying: Saying): Html {
  const { say } = saying;
  return framed(
    saying,
    html`<h1>${say('door.title')}</h1>
      <form method="get" action="${ANSWER}" autocomplete="off">
        <label for="code">${say('door.code')} <span class="hint" id="code-hint">${say('door.code-hint')}</span></label>
        <input
          class="code"
          id="code"
          name="code"
          required
          maxlength="40"
          autocapitalize="characters"
          spellcheck="false"
          aria-describedby="code-hint"
        />
        <button>${say('door.open')}</button>
      </form>`,
  );
}

/** The questions. Nothing has been looked up: the page is the same for a slip that was used, and for one that never was. */
export function questionsPage(saying: Saying, code: string): Html {
  const { say } = saying;
  const question = (name: string, list: CodeList, chosen: string): Html => {
    const options = saying
      .choices(list)
      .map(({ id, label }) =>
        id === chosen ? html`<option value="${id}" selected>${label}</option>` : html`<option value="${id}">${label}</option>`,
      );
    return html`<label for="${name}">${say(`ask.${name}`)}</label>
      <select id="${name}" name="${name}">
        ${options}
      </select>`;
  };
  const kinds = saying.choices('complaint-kind').map(({ id, label }) => html`<option value="${id}">${label}</option>`);
  return framed(
    saying,
    html`<h1>${say('ask.title')}</h1>
      <p>${say('ask.about')}</p>
      <form method="post" action="${ANSWER}" autocomplete="off">
        <input type="hidden" name="code" value="${code}" />
        ${question('respected', 'feedback-answer', 'not-said')} ${question('helped', 'feedback-answer', 'not-said')}
        ${question('free', 'feedback-answer', 'not-said')} ${question('askedFor', 'feedback-asked-for', 'not-said')}
        <fieldset>
          <legend>${say('ask.complain')}</legend>
          <p>${say('ask.complain-about')}</p>
          <label for="complaint">${say('ask.complaint')}</label>
          <select id="complaint" name="complaint">
            <option value="">${say('ask.no-complaint')}</option>
            ${kinds}
          </select>
        </fieldset>
        <button>${say('ask.send')}</button>
      </form>
      <p class="quiet">${say('ask.nobody')}</p>`,
  );
}

/** The same for everybody, whatever the slip was worth: nobody can find out with a slip whether somebody has used it. */
export function thanksPage(saying: Saying, contacts: readonly { readonly country: string; readonly contact: string }[]): Html {
  const { say } = saying;
  const named = contacts.map(
    ({ country, contact }) =>
      html`<dt>${country}</dt>
        <dd>${contact}</dd>`,
  );
  return framed(
    saying,
    html`<h1>${say('thanks.title')}</h1>
      <p>${say('thanks.about')}</p>
      <h2>${say('thanks.back')}</h2>
      <p>${say('thanks.back-how')}</p>
      ${named.length === 0 ? null : html`<dl>${named}</dl>`}
      <p>${say('thanks.danger')}</p>`,
  );
}
