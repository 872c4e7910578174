import { fixed, my, record } from '../../../access/record.ts';
import { everListed } from '../../../platform/shipped-reference.ts';
import { caseScopeFields, caseScopes } from '../../cases/index.ts';
import { ReferralMessage, sides } from './referral-message.entity.ts';

/**
 * What the two sides of a referral say to each other. The recipient reads it while the referral is before its unit and not called off;
 * who wrote it is known to the writer's own side alone.
 */
export const ReferralMessageRecord = record('referral-message', ReferralMessage, {
  codes: { side: sides, subject: everListed('referral-message-subject') },
  fields: {
    ...caseScopeFields,
    id: fixed('message'),
    referralId: fixed('message'),
    toUnitId: fixed('internal'),
    open: fixed('internal'),
    side: fixed('message'),
    subject: fixed('message'),
    text: fixed('message'),
    answersId: fixed('message'),
    wantsAnswer: fixed('message'),
    at: fixed('message'),
    readAt: fixed('message'),
    authorId: fixed('author'),
  },
  scopes: {
    ...caseScopes,
    openToMyUnit: { toUnitId: my('unitId'), open: true },
    writtenByMyUnit: { toUnitId: my('unitId'), open: true, side: 'recipient' },
    writtenToMyUnit: { toUnitId: my('unitId'), open: true, side: 'sender' },
    writtenOnMine: { workerId: my('userId'), side: 'sender' },
    writtenToMe: { workerId: my('userId'), side: 'recipient' },
    writtenOnCovered: { ...caseScopes.covered, side: 'sender' },
    writtenToCovered: { ...caseScopes.covered, side: 'recipient' },
    writtenInMyTeam: { ...caseScopes.myTeam, side: 'sender' },
  },
  deeds: ['mark-read'],
});
