import { Injectable } from '@nestjs/common';
import { bandOn, isPlausibleBirth, parseBirthQuarter } from '../../kernel/age-band.ts';
import type { LocalDay } from '../../kernel/local-time.ts';
import { invalidInput } from '../../kernel/problem.ts';
import { Reference } from '../../platform/reference.ts';
import { Cases } from '../cases/index.ts';
import type { FollowUp } from './follow-up.entity.ts';

/** Whether the child was heard, and if not, why. Never what was said. */
export interface Heard {
  readonly childViews?: string;
  readonly childViewsReason?: string;
}

/** Answers of a rule of assent at which a child has no say of its own yet, or is none any more. */
const notAsked = new Set(['informed', 'consent']);

/** A child who is old enough to assent is asked what it thinks whenever its case is looked through. */
@Injectable()
export class ChildsVoice {
  constructor(
    private readonly cases: Cases,
    private readonly reference: Reference,
  ) {}

  /** Refuses a review of a child who was not asked without a reason, and an answer of somebody who is not to be asked. */
  async refuseUnheard({ type, caseId }: FollowUp, on: LocalDay, { childViews, childViewsReason }: Heard): Promise<void> {
    const { childViews: wanted } = this.reference.code('follow-up-type', type);
    const asked = wanted === 'never' ? 'never' : await this.asked(caseId, on);
    if (asked === 'never') this.refuseGiven({ childViews, childViewsReason });
    if (wanted === 'needed' && asked === 'surely' && childViews === undefined)
      throw invalidInput({ field: 'childViews', code: 'child-not-heard' });
    if (childViews !== 'not-asked') this.refuseGiven({ childViewsReason });
    else if (childViewsReason === undefined) throw invalidInput({ field: 'childViewsReason', code: 'missing' });
  }

  /** At the edge of an age the quarter of birth does not tell: then the child may be asked, and need not. */
  private async asked(caseId: string, on: LocalDay): Promise<'surely' | 'perhaps' | 'never'> {
    const birth = parseBirthQuarter(await this.cases.birthQuarter(caseId));
    if (birth === undefined) throw new Error('A case has no birth quarter.');
    if (!isPlausibleBirth(birth, on)) throw invalidInput({ field: 'on', code: 'before-birth' });
    const rules = this.reference.assentRules.filter(({ child }) => !notAsked.has(child)).map(({ band }) => band);
    const { possible } = bandOn(this.reference.ageBands('assent'), birth, on);
    const old = possible.filter(({ id }) => rules.includes(id));
    if (old.length === 0) return 'never';
    return old.length === possible.length ? 'surely' : 'perhaps';
  }

  private refuseGiven(heard: Readonly<Record<string, string | undefined>>): void {
    const given = Object.entries(heard).flatMap(([field, value]) => (value === undefined ? [] : [field]));
    if (given.length > 0) throw invalidInput(...given.map((field) => ({ field, code: 'not-asked-for' })));
  }
}
