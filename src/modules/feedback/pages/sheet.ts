import { dayInWords, day } from '../../../kernel/local-time.ts';
import { html, type Html } from '../../../platform/html.ts';
import { framed } from '../../../platform/pages/frame.ts';
import type { Saying } from '../../../platform/pages/page-words.ts';
import { squareOf } from '../../../platform/pages/square.ts';

/** Slips to be cut apart, mixed and put where people take one themselves. None names a service, an agency or a person. */
export function sheetOf(saying: Saying, codes: readonly string[], linkOf: (code: string) => string, expiresOn: string): Html {
  const { say, language } = saying;
  const slips = codes.map(
    (code) =>
      html`<div class="sheet">
        <div>
          <h2>${say('slip.title')}</h2>
          <p>${say('slip.about')}</p>
          <p><span class="code">${code}</span></p>
          <p class="link">${linkOf(code)}</p>
          <p class="quiet">${say('slip.until', { until: dayInWords(day(expiresOn), language) })}</p>
        </div>
        <figure class="square">${squareOf(linkOf(code), say('slip.square'))}</figure>
      </div>`,
  );
  return framed(
    saying,
    html`<p class="note screen">${say('slip.mix')}</p>
      ${slips}`,
  );
}
