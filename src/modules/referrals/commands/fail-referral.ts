import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Answering } from '../answering.ts';
import { PackageEnd } from '../package-end.ts';

/** Why the service could not be given. */
export class Failure {
  @Code(listed('referral-fail-reason')) reason: string;
}

/** The service could not be given. */
@Injectable()
export class FailReferral {
  constructor(
    private readonly answering: Answering,
    private readonly packageEnd: PackageEnd,
  ) {}

  run(id: string, { reason }: Failure): Promise<Answer> {
    return this.answering.answer(id, 'fail', (referral, by, at) => {
      referral.fail(by, at, reason);
      return this.packageEnd.promise(referral);
    });
  }
}
