import { type Checked, distinct, id, list, object, oneOf, text, textLike, truth, uniqueBy, whole } from './checks.ts';
import { file } from './file.ts';

const templateId = textLike(/^[A-Z]-\d{2}$/, 'a letter and two digits, T-30');
const names = distinct(list(id));

/** What days are counted from. What is not known of every case has another anchor for as long. */
const anchor = oneOf('arrival', 'registration', 'placement', 'phase', 'owner-change', 'closure', 'band-change', 'request', 'flag');
/** A number of days; before the anchor, if negative. */
const offset = whole(-1000, 1000);
const due = object(
  { anchor },
  { days: offset, hours: whole(1, 1000), highRiskHours: whole(1, 1000), whileUnknown: object({ anchor, days: offset }) },
);

const applies = object({ bands: list(id, 1) }, { fromAge: whole(0, 120), toAge: whole(0, 120), sex: oneOf('female', 'male'), when: names });
/**
 * How a task is done again once it was found done: so many days later; or on a day that whoever did it says, at most so many days ahead. So
 * often, or until somebody says that its goal is reached; what the case tells outweighs that.
 */
const repeat = object({}, { days: whole(1, 1000), saidWithinDays: whole(1, 1000), times: whole(1, 100), until: id, while: names });
/** Who hears once more, so many days after it was due, when everybody on the ladder has heard. */
const escalation = object({ to: id, daysAfterDue: whole(1, 1000) });

const template = object(
  {
    id: templateId,
    phase: id,
    en: text,
    domain: id,
    /** The type of the one agency that does it. */
    owner: id,
    /** Whether that is the team that looks after the case itself. */
    byTeam: truth,
    applies,
    per: oneOf('person', 'household'),
    made: oneOf('by-phase', 'by-registration', 'on-owner-change', 'on-request', 'by-hand', 'as-follow-up'),
    due,
    onNonWorkingDay: oneOf('moves-forward', 'stays'),
    after: distinct(list(templateId)),
    /** What the person must have agreed to, beside the sharing itself. */
    consent: names,
    /** What no data answer: whoever lets the task go says that it is so. */
    confirm: names,
  },
  {
    also: names,
    notBefore: object({ anchor: oneOf('arrival'), days: offset }),
    /** Legal bases on which it does not wait for those before it. */
    unlessBasis: names,
    /** It says what kind of work it is, and a person says in a few words what is to be done. */
    instructed: truth,
    repeat,
    escalate: list(escalation, 1),
    /** The disclosure template its owner gets; what is sensitive in it leaves by referral alone. */
    disclosure: id,
    note: text,
  },
);

export const taskTemplatesFile = file({ templates: uniqueBy('id', list(template, 1)) });
export const workloadFile = file({ openTasksPerPerson: whole(1, 1000) });

export type TaskTemplate = Checked<typeof template>;
export type Workload = Pick<Checked<typeof workloadFile>, 'openTasksPerPerson'>;
