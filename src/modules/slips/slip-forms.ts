import { Transform } from 'class-transformer';
import { Maybe, Text, Whole } from '../../platform/input.ts';
import { Completion, Failure, Rejection } from '../referrals/index.ts';
import type { Seal } from './pages/door.ts';

/** Both halves of a slip: the link is the address of the page, the code is typed. */
export class OpenForm implements Seal {
  @Text(64, { min: 8 }) key: string;
  @Text(64) proof: string;
  @Text(40) code: string;
}

/** What every answer carries: the code from the page before, and what makes the form one of ours. */
export interface AnswerForm extends Seal {
  readonly pass: string;
}

/** The unit takes the referral on. */
export class AcceptanceForm implements AnswerForm {
  @Text(64, { min: 8 }) key: string;
  @Text(64) proof: string;
  @Text(300) pass: string;
}

/** The unit cannot help, and says why. */
export class RejectionForm extends Rejection implements AnswerForm {
  @Text(64, { min: 8 }) key: string;
  @Text(64) proof: string;
  @Text(300) pass: string;
}

/** The service could not be given, and the unit says why. */
export class FailureForm extends Failure implements AnswerForm {
  @Text(64, { min: 8 }) key: string;
  @Text(64) proof: string;
  @Text(300) pass: string;
}

/** A form has no numbers, only figures. */
const figures = ({ value }: { value: unknown }): unknown => (typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : value);

/** The service was given: what came of it. */
export class CompletionForm extends Completion implements AnswerForm {
  @Text(64, { min: 8 }) key: string;
  @Text(64) proof: string;
  @Text(300) pass: string;
  @Transform(figures) @Maybe() @Whole(0, 10_000) declare outcomeUnits?: number;
}
