import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { CaseRecord } from './case.record.ts';
import { HandOverSealed, Successor } from './commands/hand-over-sealed.ts';
import { Seal, SealCase } from './commands/seal-case.ts';
import { UnsealCase } from './commands/unseal-case.ts';

/** Who of the team may know of a case at all. */
@Controller()
export class CaseSealController {
  constructor(
    private readonly sealCase: SealCase,
    private readonly unsealCase: UnsealCase,
    private readonly handOverSealed: HandOverSealed,
  ) {}

  @Post('cases/:id/seal')
  @HttpCode(204)
  @Can('seal', CaseRecord)
  seal(@Param('id', IdParam) id: string, @Body() input: Seal): Promise<void> {
    return this.sealCase.run(id, input);
  }

  @Post('cases/:id/unseal')
  @HttpCode(200)
  @Can('unseal', CaseRecord)
  unseal(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.unsealCase.run(id);
  }

  @Post('sealed-cases/hand-over')
  @HttpCode(204)
  @Can('assign', CaseRecord)
  handOver(@Body() input: Successor): Promise<void> {
    return this.handOverSealed.run(input);
  }
}
