import { describe, expect, it } from '@jest/globals';
import { loadReference } from '../../src/platform/reference.ts';
import { withChanged } from '../platform/changed-reference.ts';

interface Changeable {
  templates: Record<string, unknown>[];
}

describe('Task templates that cannot be are refused on load', () => {
  it.each<[string, string, object, string]>([
    ['an owner nobody knows', 'T-30', { owner: 'schools' }, 'no agency-type schools'],
    ['an owner that is asked for nothing', 'T-30', { owner: 'security' }, 'no agency of the type security is asked for anything'],
    ['a team that looks after no case', 'T-30', { owner: 'interior', byTeam: true }, 'no team of the type interior looks after cases'],
    ['a task to wait for that there is not', 'T-31', { after: ['T-29'] }, 'no task T-29 to wait for'],
    ['a task that waits for itself', 'T-15', { after: ['T-15'] }, 'it waits for itself'],
    ['a circle', 'T-03', { after: ['T-19'] }, 'it waits for itself'],
    ['a school that waits for a paper', 'T-30', { after: ['T-11'] }, 'school and health wait for no paper'],
    [
      'a doctor who waits for a paper round some corners',
      'T-03',
      { owner: 'health', byTeam: false, disclosure: 'health', after: ['T-13'] },
      'school and health wait for no paper',
    ],
    ['a condition nobody can confirm', 'T-41', { confirm: ['good-mood'] }, 'no task-condition good-mood'],
    ['a circumstance nobody knows', 'T-45', { applies: { bands: ['adult'], when: ['is-nice'] } }, 'nobody knows the circumstance is-nice'],
    ['an age band there is not', 'T-45', { applies: { bands: ['X'] } }, 'no age band X'],
    ['a day and an hour', 'T-45', { due: { anchor: 'placement', days: 1, hours: 1 } }, 'it is due in days or in hours'],
    ['no day at all', 'T-45', { due: { anchor: 'placement' } }, 'it is due in days or in hours'],
    ['a phase there is not', 'T-45', { phase: 'P9' }, 'no phase P9'],
    ['more than documents for the interior', 'T-13', { disclosure: 'registry' }, 'this agency gets the fields of documents alone'],
    ['nothing said of what its owner needs to know', 'T-45', { disclosure: undefined }, 'no disclosure template undefined'],
    ['a goal nobody knows', 'T-20', { repeat: { days: 14, until: 'happy' } }, 'no task-goal happy'],
    ['no end of what is done on a day that is said', 'T-05', { repeat: { saidWithinDays: 30 } }, 'it would have no end'],
    [
      'days and a day that is said',
      'T-05',
      { repeat: { days: 1, saidWithinDays: 30, until: 'safe' } },
      'it is done again after days, or on a day that is said',
    ],
    ['somebody off the ladder', 'T-11', { escalate: [{ to: 'mayor', daysAfterDue: 30 }] }, 'no mayor on the ladder'],
    ['a household for which nobody stands', 'T-45', { per: 'household' }, 'what is done once for a household names who stands for it'],
    ['a head of household without one', 'T-40', { per: 'person' }, 'what is done once for a household names who stands for it'],
    ['what is made by hand, and does not say why', 'T-27', { note: undefined }, 'what is made by hand says why'],
    ['a circumstance for what is made by hand', 'T-35', { made: 'by-hand' }, 'what is made by hand says why, and no circumstance'],
    ['words that a machine would say', 'A-03', { made: 'by-phase' }, 'words are a person’s'],
    ['words that would be said again', 'A-03', { repeat: { days: 30 } }, 'words are a person’s'],
    ['a word nobody reads', 'T-45', { colour: 'red' }, 'nobody reads this'],
  ])('%s', (_, id, change, fault) => {
    const folder = withChanged('task-templates.json', (file: Changeable) => {
      Object.assign(
        file.templates.find((each) => each.id === id)!,
        change,
      );
    });
    expect(() => loadReference(folder)).toThrow(fault);
  });
});
