import { Body, Controller, Get, Headers, Param, Patch, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { CaseRecord } from './case.record.ts';
import { AddClinicalEntry, NewClinicalEntry } from './commands/add-clinical-entry.ts';
import { AddHealth, HealthInCodes } from './commands/add-health.ts';
import { EditInCase } from './edit-in-case.ts';
import { ClinicalRecord, HealthRecord } from './sensitive.record.ts';

/** The health of the people in cases: a coded summary for the team, notes and scores for specialists. */
@Controller()
export class CaseHealthController {
  constructor(
    private readonly gate: Gate,
    private readonly addHealth: AddHealth,
    private readonly addClinicalEntry: AddClinicalEntry,
    private readonly editInCase: EditInCase,
  ) {}

  @Get('health-summaries')
  @Can('read', HealthRecord)
  summaries(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(HealthRecord, query);
  }

  @Get('health-summaries/:id')
  @Can('read', HealthRecord)
  summary(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(HealthRecord, id);
  }

  @Post('cases/:id/health-summary')
  @Can('create', HealthRecord, CaseRecord)
  sumUp(@Param('id', IdParam) id: string, @Body() input: HealthInCodes): Promise<Answer> {
    return this.addHealth.run(id, input);
  }

  @Patch('health-summaries/:id')
  @Can('edit', HealthRecord)
  edit(@Param('id', IdParam) id: string, @Body() edit: HealthInCodes, @Headers('if-match') ifMatch?: string): Promise<Answer> {
    return this.editInCase.run(HealthRecord, id, edit, ifMatch);
  }

  @Get('clinical-entries')
  @Can('read', ClinicalRecord)
  entries(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(ClinicalRecord, query);
  }

  @Get('clinical-entries/:id')
  @Can('read', ClinicalRecord)
  entry(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(ClinicalRecord, id);
  }

  @Post('cases/:id/clinical-entries')
  @Can('create', ClinicalRecord, CaseRecord)
  write(@Param('id', IdParam) id: string, @Body() input: NewClinicalEntry): Promise<Answer> {
    return this.addClinicalEntry.run(id, input);
  }
}
