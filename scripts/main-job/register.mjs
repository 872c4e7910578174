import { addDays, dayOf, said } from './calendar.mjs';
import { WentWrong, did, note, refused } from './telling.mjs';

/** A girl of ten or so: below the age at which she would consent alone, above the age from which she is asked. */
export const register = {
  name: 'registration',
  title: 'A social worker registers a case',
  needs: ['POST /cases', 'GET /cases/{id}'],
  async play(story) {
    const { worker, partner, colleague, supervisor } = story;
    const today = dayOf(story.system.now());
    const facts = {
      country: 'TJ',
      region: 'TJ-SU',
      legalBasis: 'consent',
      birthQuarter: `${Number(today.slice(0, 4)) - 10}-Q1`,
      sex: 'female',
      language: 'tg',
      arrivedOn: addDays(today, -2),
      roles: ['child'],
      origin: 'abroad',
    };

    const refusal = await partner.cannot('POST', '/cases', 403, 'forbidden', facts);
    refused(`${partner.name} tries to register a case and gets ${refusal}: partners serve people, they do not open cases.`);
    const named = await worker.cannot('POST', '/cases', 400, 'invalid-input', { ...facts, fullName: 'A Name' });
    refused(`${worker.name} tries to write a name into the case and gets ${named}: there is no field for names.`);

    const found = await worker.makes('/cases', facts);
    if (found.status !== 'registered') throw new WentWrong(`a new case should be registered, and is ${found.status}`);
    story.case = found;
    did(
      `${worker.short} registers a girl of the age band ${found.ageBand} who arrived on ${said(facts.arrivedOn)}. ` +
        `The case gets the code ${found.code}; nothing in it says who she is.`,
    );
    note(`Until her risk is judged it is "${found.risk}", which counts as high.`);

    const hidden = await colleague.cannot('GET', `/cases/${found.id}`, 404, 'not-found');
    refused(`${colleague.name} opens its address and gets ${hidden}: the case is not theirs, so for them it does not exist.`);
    await supervisor.read(`/cases/${found.id}`);
    did(`${supervisor.name} sees it among the cases of the team.`);
  },
};
