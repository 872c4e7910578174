import { html, type Html } from '../../../platform/html.ts';
import { framed } from '../../../platform/pages/frame.ts';
import { squareOf } from '../../../platform/pages/square.ts';
import type { Asked } from './speech.ts';

/** The facts of a referral that may lie on a desk. */
export function factsOf({ voice: { say }, code, service, urgency, seeBy, decideBy }: Asked): Html {
  const rows: readonly (readonly [string, Html | string | null])[] = [
    ['code', html`<span class="code">${code}</span>`],
    ['service', service],
    ['urgency', urgency],
    ['see-by', seeBy],
    ['decide-by', decideBy],
  ];
  return html`<dl>
    ${rows
      .filter(([, value]) => value !== null)
      .map(
        ([key, value]) =>
          html`<dt>${say(`fact.${key}`)}</dt>
            <dd>${value}</dd>`,
      )}
  </dl>`;
}

/** The slip on paper. It carries the link and never the code: who finds it on a desk can open nothing. */
export function sheetPage(asked: Asked, link: string, until: Date): Html {
  const { voice } = asked;
  const { say } = voice;
  const steps = ['open', 'code', 'answer', 'after'].map((step) => html`<li>${say(`sheet.step.${step}`)}</li>`);
  return framed(
    voice,
    html`<h1>${say('sheet.title')}</h1>
      <p class="quiet">${say('sheet.about')}</p>
      <div class="sheet">
        ${factsOf(asked)}
        <figure class="square">
          ${squareOf(link, say('sheet.square'))}
          <figcaption class="quiet">${say('sheet.scan')}</figcaption>
        </figure>
      </div>
      <h2>${say('sheet.how')}</h2>
      <ol>
        ${steps}
      </ol>
      <p>${say('sheet.link')} <span class="link">${link}</span></p>
      <h2>${say('sheet.phone')}</h2>
      <p>${say('sheet.phone-how')}</p>
      <p>${say('sheet.phone-number')} <span class="blank">&nbsp;</span></p>
      <p class="quiet">${say('sheet.until', { until: voice.moment(until) })}</p>
      <p class="note screen">${say('sheet.apart')}</p>`,
  );
}
