import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { getMetadataStorage, validate } from 'class-validator';
import type { Problem } from '../src/kernel/problem.ts';
import { askAboutWords } from '../src/platform/free-text.ts';
import '../src/app.module.ts';

/**
 * Every text a person can send, by whom it speaks of. A new one fails here until somebody has said what it is, and put it under the
 * rule if it is about a returnee (R-11; identifiers block, names warn).
 */
const ofSomebody: Readonly<Record<string, 'team' | 'passes' | 'place'>> = {
  'NewPhase.reason': 'team',
  'NewNote.note': 'team',
  'NewClinicalEntry.note': 'team',
  'NewMessage.text': 'passes',
  'TaskDone.evidenceText': 'passes',
  'NewTask.instruction': 'passes',
  'NewCase.district': 'place',
  'CaseEdit.district': 'place',
};

/** Public descriptions: telephone numbers are wanted, words that brand are not. */
const ofOffers = [
  ...['name', 'description', 'schedule', 'cost', 'requiredDocuments', 'howToApply'].flatMap((field) => [
    `NewService.${field}`,
    `ServiceEdit.${field}`,
  ]),
  ...['name', 'address', 'city'].map((field) => `Site.${field}`),
  ...['OpenAgencyInput.name', 'AgencyEdit.name', 'OpenUnitInput.name', 'UnitEdit.name'],
];

/** No free text about a returnee, and why. */
const others: Readonly<Record<string, readonly string[]>> = {
  'the name of a person who works here, or of a program': ['RegisterPersonInput.displayName', 'RegisterClientInput.name'],
  'a secret or a name to sign in with, kept as a hash or compared': [
    ...['AcceptInvitationInput.token', 'AcceptInvitationInput.password', 'SignInInput.login', 'SignInInput.password'],
    ...['Acceptance', 'Completion', 'Failure', 'Rejection'].map((answer) => `Heard${answer}.answerCode`),
    'OpenForm.code',
  ],
  'what our own pages put into their forms': [
    ...['OpenForm.key', 'OpenForm.proof', 'FeedbackForm.code'],
    ...['Acceptance', 'Completion', 'Failure', 'Rejection'].flatMap((answer) =>
      ['key', 'pass', 'proof'].map((each) => `${answer}Form.${each}`),
    ),
  ],
  'a code that is looked up where it comes in': [
    ...['MovePersonInput.role', 'RegisterPersonInput.role', 'OpenAgencyInput.country', 'OpenAgencyInput.type'],
    ...['OpenUnitInput.region', 'UnitEdit.region'],
  ],
  'an address of a program, a place in a list, a file': [
    ...['OpenWebhookInput.url', 'PublishedPart.after', 'PublishedPart.limit', 'ServicePackage.file'],
  ],
};

type Input = new () => object;
const of = 'swagger/apiModelProperties';
let texts: { name: string; input: Input; field: string }[];

beforeAll(() => {
  const { validationMetadatas } = getMetadataStorage() as unknown as { validationMetadatas: Map<Input, unknown> };
  const inputs = [...validationMetadatas.keys()];
  expect(inputs.length).toBeGreaterThan(80);
  texts = inputs.flatMap((input) => {
    const prototype = input.prototype as object;
    const fields = ((Reflect.getOwnMetadata(`${of}Array`, prototype) ?? []) as string[]).map((name) => name.slice(1));
    return fields.flatMap((field) => {
      const schema = Reflect.getMetadata(of, prototype, field) as Record<string, unknown>;
      const isText = [String, 'string'].includes((Array.isArray(schema.type) ? schema.type[0] : schema.type) as never);
      const isBound = ['format', 'pattern', 'enum', 'x-codes'].some((name) => name in schema);
      return isText && !isBound ? [{ name: `${input.name}.${field}`, input, field }] : [];
    });
  });
});

/** The code under which an input refuses a text in one of its fields, whatever else it lacks. */
async function refusal({ input, field }: { input: Input; field: string }, text: string): Promise<string | null> {
  const errors = await validate(Object.assign(new input(), { [field]: text }));
  const [message] = Object.values(errors.find(({ property }) => property === field)?.constraints ?? {});
  return message === undefined ? null : (JSON.parse(message) as { code: string }).code;
}

/** The code under which whoever wrote a text is asked about it. */
function question({ input, field }: { input: Input; field: string }, text: string, looked = {}): string | null {
  try {
    askAboutWords(Object.assign(new input(), { [field]: text, ...looked }));
    return null;
  } catch (error) {
    return (error as Problem).code;
  }
}

describe('Every text that people write', () => {
  it('is about somebody, about an offer, or known to be no free text', () => {
    const known = [...Object.keys(ofSomebody), ...ofOffers, ...Object.values(others).flat()];
    expect(texts.map(({ name }) => name).sort()).toEqual(known.sort());
  });

  it('about somebody is refused with what they can be found by, and only the kind is told', async () => {
    for (const text of texts.filter(({ name }) => name in ofSomebody))
      for (const sign of ['Call +992 90 123 45 67', 'born 12.03.2014', 'the case 7KM-2QX-9ABC', 'at 38.5598, 68.7870'])
        expect([text.name, sign, await refusal(text, sign)]).toEqual([text.name, sign, 'holds-identifier']);
  });

  it('about somebody is asked about when it reads like a name, once, unless it is the name of a place', () => {
    for (const text of texts.filter(({ name }) => name in ofSomebody)) {
      const named = 'He is with Zarina.';
      const isPlace = ofSomebody[text.name] === 'place';
      expect([text.name, question(text, named)]).toEqual([text.name, isPlace ? null : 'text-may-name']);
      expect([text.name, question(text, named, { namesNobody: true })]).toEqual([text.name, null]);
    }
  });

  it('that leaves the case team brands nobody; within it, whoever writes such a word is asked', async () => {
    const words = ['They call her terrorist.', 'они дети боевиков', 'ифротгаро', 'ekstremist', 'жихад'];
    for (const text of texts.filter(({ name }) => name in ofSomebody || ofOffers.includes(name)))
      for (const branded of words) {
        const isOwn = ofSomebody[text.name] === 'team';
        expect([text.name, branded, await refusal(text, branded)]).toEqual([text.name, branded, isOwn ? null : 'brands']);
        if (!isOwn) continue;
        expect([text.name, question(text, branded)]).toEqual([text.name, 'text-may-brand']);
        expect([text.name, question(text, branded, { brandsNobody: true })]).toEqual([text.name, null]);
      }
  });

  it('about an offer says where to telephone', async () => {
    for (const text of texts.filter(({ name }) => ofOffers.includes(name)))
      expect([text.name, await refusal(text, 'Call Zarina, +992 90 123 45 67')]).toEqual([text.name, null]);
  });
});
