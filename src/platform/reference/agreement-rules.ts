import { AGE_BAND_SETS } from './age-band-sets.ts';
import { all, must, named } from './agreement-checks.ts';
import type { ReferenceValues } from './read.ts';

/** Checks that bands follow each other from birth on. */
export function agreeOnAges(data: ReferenceValues): void {
  for (const name of AGE_BAND_SETS)
    must(
      data.ageBands.some(({ id }) => id === name),
      'age-bands.json',
      `the set ${name} is missing`,
    );
  for (const { id, bands } of data.ageBands) {
    let next: number | undefined = 0;
    for (const { id: band, from, to } of bands) {
      must(
        from === next && (to === undefined || to >= from),
        `age-bands.json: ${id}`,
        `${band} must begin at ${next ?? 'no age: the band before it has no end'}`,
      );
      next = to === undefined ? undefined : to + 1;
    }
    must(next === undefined, `age-bands.json: ${id}`, 'the last band must have no end');
  }
}

/** Checks that consent has a rule for every age and a text for every scope. */
export function agreeOnConsent(data: ReferenceValues): void {
  const bands = data.ageBands.find(({ id }) => id === 'assent')?.bands.map(({ id }) => id) ?? [];
  const ruled = data.assentRules.map(({ band }) => band);
  must(bands.join() === ruled.join(), 'assent-rules.json', `there must be one rule for each of ${bands.join(', ')}, in this order`);
  for (const { id, scope, version } of data.consentTexts) {
    named(data, 'consent-scope', scope, `consent-texts.json: ${id}`);
    must(id === `${scope}/v${version}`, 'consent-texts.json', `${id} must be named after its scope and version`);
  }
  for (const { id, overridesConsent } of all(data, 'legal-basis'))
    must(id !== 'consent' || overridesConsent !== true, 'codes/legal-basis.json', 'a consent does not override that there is none');
  for (const { id } of all(data, 'consent-scope'))
    must(
      data.consentTexts.some(({ scope }) => scope === id),
      'consent-texts.json',
      `no text for ${id}`,
    );
}

/** Checks that timers never let high or unknown risk wait longer. */
export function agreeOnTimers(data: ReferenceValues): void {
  const { followUpDays, followUpDaysAtMostInPhase, reviewDaysAtMost, caseWork, ladder, taskVerification, referral, consent } = data.timers;
  const urgencies = all(data, 'referral-urgency').map(({ id }) => id);
  must(
    urgencies.toSorted().join() === Object.keys(referral).sort().join(),
    'timers.json: referral',
    `there must be limits for ${urgencies.join(', ')}`,
  );
  must(followUpDays.unknown === followUpDays.high, 'timers.json: followUpDays', 'unknown risk is treated as high (R-20)');
  must(
    JSON.stringify(caseWork.unknown) === JSON.stringify(caseWork.high),
    'timers.json: caseWork',
    'unknown risk is treated as high (R-20)',
  );
  for (const risk of data.timers.waiveNotAtRisk) named(data, 'risk-level', risk, 'timers.json: waiveNotAtRisk');
  for (const { phase } of followUpDaysAtMostInPhase) named(data, 'phase', phase, 'timers.json: followUpDaysAtMostInPhase');
  for (const [risk, { reviewDays }] of Object.entries(caseWork))
    must(reviewDays <= reviewDaysAtMost, `timers.json: caseWork.${risk}`, `a case is reviewed at least every ${reviewDaysAtMost} days`);
  for (const [urgency, { seen, decided }] of Object.entries(referral)) {
    const agree = seen.counts === decided.counts && seen.hours <= decided.hours;
    must(agree, `timers.json: referral.${urgency}`, 'a referral is decided after it is seen, by the same clock');
  }
  agreeOnUnanswered(data);
  ladder.forEach((step, at) => {
    const before = ladder[at - 1];
    const climbs = !before || (step.workingDays > before.workingDays && step.workingDaysAtHighRisk > before.workingDaysAtHighRisk);
    must(step.step === at + 1 && climbs, `timers.json: ladder[${at}]`, 'each step comes later than the one before');
    must(step.workingDaysAtHighRisk <= step.workingDays, `timers.json: ladder[${at}]`, 'high risk climbs no later');
    must(step.to !== 'coordinator' || step.shows === 'count', `timers.json: ladder[${at}]`, 'a coordinator sees counts only');
  });
  taskVerification.forEach((step, at) => {
    const before = taskVerification[at - 1];
    must(
      !before || step.workingDays > before.workingDays,
      `timers.json: taskVerification[${at}]`,
      'each step comes later than the one before',
    );
  });
  must(
    data.ageBands.some(({ id }) => id === consent.endsAtBandChangeOf),
    'timers.json: consent',
    `no age bands ${consent.endsAtBandChangeOf}`,
  );
}

/** Checks that a referral nobody answers, or a task not done by its hour, climbs, sooner where danger is high, and that what is told at the end is a number. */
function agreeOnUnanswered({
  timers: { referralLadder, taskHoursLadder, referralWaits, referralStaleLadder, referralAgesFromDays },
}: ReferenceValues): void {
  const byUrgency = Object.entries(referralLadder).map(([urgency, steps]) => [`referralLadder.${urgency}`, steps] as const);
  for (const [ladder, steps] of [...byUrgency, ['taskHoursLadder', taskHoursLadder] as const]) {
    steps.forEach((step, at) => {
      const where = `timers.json: ${ladder}[${at}]`;
      const before = steps[at - 1];
      const climbs = !before || (step.hours > before.hours && step.hoursAtHighRisk > before.hoursAtHighRisk);
      must(step.step === at + 1 && climbs, where, 'each step comes later than the one before');
      must(step.hoursAtHighRisk <= step.hours, where, 'high risk climbs no later');
      must(step.to !== 'coordinator' || step.shows === 'count', where, 'a coordinator sees counts only');
    });
  }
  for (const [about, { steps }] of Object.entries(referralWaits)) {
    steps.forEach((step, at) => {
      const where = `timers.json: referralWaits.${about}[${at}]`;
      const before = steps[at - 1];
      const climbs =
        !before ||
        (step.hours > before.hours && step.hoursAtHighRisk > before.hoursAtHighRisk && step.hoursInEmergency > before.hoursInEmergency);
      must(climbs, where, 'each step comes later than the one before');
      must(step.hoursAtHighRisk <= step.hours && step.hoursInEmergency <= step.hours, where, 'danger and emergencies climb no later');
    });
  }
  const rises = (numbers: readonly number[]): boolean => numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0));
  must(
    rises(referralStaleLadder.map(({ times }) => times)),
    'timers.json: referralStaleLadder',
    'each step comes later than the one before',
  );
  must(
    referralAgesFromDays[0] === 0 && rises(referralAgesFromDays),
    'timers.json: referralAgesFromDays',
    'ages begin with the day of sending and rise',
  );
}
