import { html, type Html } from '../html.ts';
import { framed } from './frame.ts';
import type { Saying } from './page-words.ts';

/** A refusal as a page: what is wrong, and what to do next. */
export function refusalPage(
  saying: Saying,
  { title, detail, faults }: { readonly title: string; readonly detail: string; readonly faults: readonly string[] },
  back: string | null,
): Html {
  const again = back === null ? null : html`<p><a href="${back}">${saying.say('refused.again')}</a></p>`;
  return framed(
    saying,
    html`<h1>${title}</h1>
      <div class="note fault" role="alert">
        <p>${detail}</p>
        ${
          faults.length === 0
            ? null
            : html`<ul>
                ${faults.map((fault) => html`<li>${fault}</li>`)}
              </ul>`
        }
      </div>
      ${again}`,
  );
}
