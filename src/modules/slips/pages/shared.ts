import { html, type Html } from '../../../platform/html.ts';
import type { CodeList } from '../../../platform/reference.ts';
import type { Voice } from './speech.ts';

/** A value as it was shared. */
export type Shared = null | boolean | number | string | readonly Shared[] | { readonly [name: string]: Shared };

/** Which list the codes of a shared field come from. */
const lists: Readonly<Record<string, CodeList>> = {
  sex: 'sex',
  language: 'language',
  householdBand: 'household-band',
  roles: 'person-role',
  origin: 'origin',
  preferredWorkerSex: 'preferred-worker-sex',
  careArrangement: 'care-arrangement',
  schoolState: 'school-state',
  livelihoodState: 'livelihood-state',
  housingState: 'housing-state',
  codedNeeds: 'health-need',
  functioningDomains: 'functioning-domain',
  safeContact: 'safe-contact',
  needCode: 'need',
  severity: 'need-severity',
  kind: 'document-kind',
  state: 'document-state',
  route: 'document-route',
  instrument: 'screening-instrument',
};

/** What was shared, in words. What nobody knows is said to be so, that it is not taken for a no. */
export function sharedOf(shared: Readonly<Record<string, Shared>>, voice: Voice): Html {
  const rows = Object.entries(shared).map(
    ([field, value]) =>
      html`<dt>${voice.say(`field.${field}`)}</dt>
        <dd>${isList(value) ? listOf(field, value, voice) : textOf(field, value, voice)}</dd>`,
  );
  return html`<dl>${rows}</dl>`;
}

function isList(value: Shared): value is readonly Shared[] {
  return Array.isArray(value) && value.length > 0;
}

function listOf(field: string, values: readonly Shared[], voice: Voice): Html {
  return html`<ul>
    ${values.map((value) => html`<li>${textOf(field, value, voice)}</li>`)}
  </ul>`;
}

function textOf(field: string, value: Shared, voice: Voice): string {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return voice.say('unknown');
  if (typeof value === 'boolean') return voice.say(value ? 'yes' : 'no');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, inner]: [string, Shared]) => textOf(name, inner, voice))
      .join(', ');
  const list = lists[field];
  if (list !== undefined) return voice.label(list, String(value));
  return field === 'region' ? voice.region(String(value)) : String(value);
}
