import { agreeOnCalendars } from './agreement-calendars.ts';
import { all, must, named } from './agreement-checks.ts';
import { agreeOnTasks } from './agreement-tasks.ts';
import { agreeOnAges, agreeOnConsent, agreeOnTimers } from './agreement-rules.ts';
import type { ReferenceValues } from './read.ts';

/** Types of agency that own a child's case; a country may take some away, none may be added (rule R-05). */
const CHILD_OWNERS = ['social', 'child-protection', 'education', 'health'];
/** Types of agency that get nothing from this system except through the logged legal gateway (rule R-12). */
const BARRED = ['security', 'defence'];

/** Consent to one of these is consent to care: on none other does anything of somebody's health leave the case. */
export const CARE_SCOPES = ['health', 'mhpss'];

/** Checks what no file can know alone: that what one names the other has, and that no country's data can undo a protection. */
export function checkAgreement(data: ReferenceValues): void {
  agreeOnCodes(data);
  agreeOnAgencies(data);
  agreeOnServices(data);
  agreeOnRegions(data);
  agreeOnAges(data);
  agreeOnConsent(data);
  agreeOnTimers(data);
  agreeOnCalendars(data);
  agreeOnTasks(data);
  agreeOnBrandingWords(data);
  agreeOnComplaints(data);
  const lengths = [...data.aliasWords.values()].map((words) => `${words.adjectives.length} x ${words.nouns.length}`);
  must(new Set(lengths).size === 1, 'alias-words', 'lists of all languages must have the same words in the same order');
}

/** What somebody says was asked of them becomes a complaint of a kind there is; every country has its place to complain, named or not. */
function agreeOnComplaints(data: ReferenceValues): void {
  for (const { id, complaint } of all(data, 'feedback-asked-for'))
    if (complaint !== undefined) named(data, 'complaint-kind', complaint, `codes/feedback-asked-for.json: ${id}`);
  const { batchAtLeast, batchAtMost } = data.timers.feedback;
  must(batchAtLeast <= batchAtMost, 'timers.json: feedback', 'a batch may not be smaller than the smallest');
  const countries = data.countries.map(({ id }) => id).sort();
  const placed = data.complaintContacts.map(({ country }) => country).sort();
  must(countries.join() === placed.join(), 'complaint-contacts.json', 'needs one line for each country');
}

/** One word of a language stands once, and every language of the product has some: a list that lost one looks at nothing. */
function agreeOnBrandingWords({ branding }: ReferenceValues): void {
  const { words: brandingWords } = branding;
  const words = brandingWords.map(({ language, word }) => `${language} ${word.toLowerCase()}`);
  const [twice] = words.filter((word, at) => words.indexOf(word) < at);
  must(twice === undefined, 'branding-words.json', `${twice ?? ''} stands twice`);
  const missing = ['en', 'ru', 'tg', 'uz', 'kk', 'ky'].filter((wanted) => !brandingWords.some(({ language }) => language === wanted));
  must(missing.length === 0, 'branding-words.json', `no word in ${missing.join(', ')}`);
}

const isHealth = ({ group }: { readonly group: string }): boolean => group.startsWith('F3');

function agreeOnCodes(data: ReferenceValues): void {
  for (const [name, codes] of data.codes) {
    for (const { id, retired, replacedBy } of codes) {
      if (replacedBy === undefined) continue;
      must(retired === true, `codes/${name}.json`, `${id} has a successor but is not retired`);
      const successor = codes.find((code) => code.id === replacedBy);
      must(
        successor !== undefined && successor.retired !== true,
        `codes/${name}.json`,
        `${id}: its successor ${replacedBy} is no current code`,
      );
    }
  }
  for (const { id, treatedAs } of all(data, 'risk-level'))
    if (treatedAs) named(data, 'risk-level', treatedAs, `codes/risk-level.json: ${id}`);
  for (const { id, results, childViews } of all(data, 'follow-up-type')) {
    must(childViews === 'never' || results.length > 0, `codes/follow-up-type.json: ${id}`, 'asks a child, and is not completed by anybody');
    for (const result of results) named(data, 'follow-up-result', result, `codes/follow-up-type.json: ${id}`);
  }
  for (const { id, domain, services = [] } of all(data, 'need')) {
    named(data, 'plan-domain', domain, `codes/need.json: ${id}`);
    for (const service of services) named(data, 'service-type', service, `codes/need.json: ${id}`);
  }
  for (const { id, notAtRisk, recontact } of all(data, 'closure-reason')) {
    must(id !== 'death' || !recontact, `codes/closure-reason.json: ${id}`, 'nobody asks how the dead are');
    for (const risk of notAtRisk ?? []) named(data, 'risk-level', risk, `codes/closure-reason.json: ${id}`);
  }
}

function agreeOnAgencies(data: ReferenceValues): void {
  for (const type of all(data, 'agency-type')) {
    const where = `codes/agency-type.json: ${type.id}`;
    must(type.mayHoldAccounts === type.roles.length > 0, where, 'accounts need roles, and roles need accounts');
    must(!type.mayOwnChildCases || CHILD_OWNERS.includes(type.id), where, 'may not own the case of a child (R-05)');
    const hasNothing = type.roles.length === 0 && !type.mayOwnAdultCases && !type.mayReceiveReferrals && type.sees === 'nothing';
    must(!BARRED.includes(type.id) || hasNothing, where, 'may hold no account, own no case, receive and see nothing (R-12)');
  }
  for (const barred of BARRED) named(data, 'agency-type', barred, 'codes/agency-type.json');
  for (const { code, type } of data.agencies) named(data, 'agency-type', type, `agencies.json: ${code}`);
  must(data.agencies.filter((agency) => agency.leads).length === 1, 'agencies.json', 'one agency leads');
}

/** A border has two sides. */
function agreeOnRegions({ countries, regionNeighbours }: ReferenceValues): void {
  const known = countries.flatMap(({ regions }) => regions.map(({ id }) => id));
  for (const { id, next } of regionNeighbours) {
    const where = `region-neighbours.json: ${id}`;
    for (const region of [id, ...next]) must(known.includes(region), where, `no country has the region ${region}`);
    for (const other of next) {
      const isMutual = regionNeighbours.some((each) => each.id === other && each.next.includes(id));
      must(isMutual && other !== id, where, `${other} does not name it in turn`);
    }
  }
}

function agreeOnServices(data: ReferenceValues): void {
  const receivers = all(data, 'agency-type').filter((type) => type.mayReceiveReferrals);
  for (const service of all(data, 'service-type')) {
    const where = `codes/service-type.json: ${service.id}`;
    named(data, 'plan-domain', service.domain, where);
    for (const scope of service.consentScopes) named(data, 'consent-scope', scope, where);
    for (const type of service.agencyTypes)
      must(
        receivers.some(({ id }) => id === type),
        where,
        `no agency type ${type} receives referrals`,
      );
    must(
      data.disclosureTemplates.some(({ id }) => id === service.template),
      where,
      `no disclosure template ${service.template}`,
    );
    const sharesHealth = data.disclosureTemplates.some(({ id, fields }) => id === service.template && fields.some(isHealth));
    must(
      !sharesHealth || service.consentScopes.some((scope) => CARE_SCOPES.includes(scope)),
      where,
      'health is shared only on a consent to care',
    );
  }
  for (const { id, terms } of data.taxonomies)
    for (const { serviceType } of terms) named(data, 'service-type', serviceType, `taxonomy-terms.json: ${id}`);
  for (const template of data.disclosureTemplates) {
    const where = `disclosure-templates.json: ${template.id}`;
    for (const domain of template.needDomains) named(data, 'plan-domain', domain, where);
    must(!template.fields.some(({ group }) => group === 'F5'), where, 'protection risk leaves only one by one, never by template');
    must(
      template.oneOff.every(({ group }) => group === 'F5'),
      where,
      'only protection fields are released one by one',
    );
  }
}
