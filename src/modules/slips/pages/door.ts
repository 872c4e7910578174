import { html, type Html } from '../../../platform/html.ts';
import { framed } from '../../../platform/pages/frame.ts';
import type { Saying } from '../../../platform/pages/page-words.ts';

/** What every form carries hidden: a key by which a second sending is known, and the proof that it was shown here (ADR 0009). */
export interface Seal {
  readonly key: string;
  readonly proof: string;
}

/** The hidden fields of a form. */
export function sealed({ key, proof }: Seal): Html {
  return html`<input type="hidden" name="key" value="${key}" /><input type="hidden" name="proof" value="${proof}" />`;
}

/** Asks for the other half. It looks the same for every link, for nothing has been looked up yet. */
export function doorPage(voice: Saying, action: string, seal: Seal): Html {
  const { say } = voice;
  return framed(
    voice,
    html`<h1>${say('door.title')}</h1>
      <p>${say('door.about')}</p>
      <form method="post" action="${action}" autocomplete="off">
        ${sealed(seal)}
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
      </form>
      <p class="quiet">${say('door.help')}</p>`,
  );
}
