import { Body, Controller, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { CaseRecord } from './case.record.ts';
import { AddProtection, SafetyFacts } from './commands/add-protection.ts';
import { EditDisclosure } from './commands/edit-disclosure.ts';
import { NameReaders, Readers } from './commands/name-readers.ts';
import { NewDisclosure, RecordDisclosure } from './commands/record-disclosure.ts';
import { EditInCase } from './edit-in-case.ts';
import { DisclosureRecord, ProtectionRecord } from './sensitive.record.ts';

/** What was told of violence, for whom the author named; and what keeps the person safe, for the team. */
@Controller()
export class CaseSafetyController {
  constructor(
    private readonly gate: Gate,
    private readonly recordDisclosure: RecordDisclosure,
    private readonly nameReaders: NameReaders,
    private readonly addProtection: AddProtection,
    private readonly editInCase: EditInCase,
  ) {}

  @Get('case-disclosures')
  @Can('read', DisclosureRecord)
  disclosures(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(DisclosureRecord, query);
  }

  @Get('case-disclosures/:id')
  @Can('read', DisclosureRecord)
  disclosure(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(DisclosureRecord, id);
  }

  @Post('cases/:id/disclosures')
  @Can('create', DisclosureRecord, CaseRecord)
  tell(@Param('id', IdParam) id: string, @Body() input: NewDisclosure): Promise<Answer> {
    return this.recordDisclosure.run(id, input);
  }

  @Patch('case-disclosures/:id')
  @Can('edit', DisclosureRecord)
  editDisclosure(@Param('id', IdParam) id: string, @Body() edit: EditDisclosure, @Headers('if-match') ifMatch?: string): Promise<Answer> {
    return this.editInCase.run(DisclosureRecord, id, edit, ifMatch);
  }

  @Post('case-disclosures/:id/readers')
  @HttpCode(200)
  @Can('name-readers', DisclosureRecord)
  readers(@Param('id', IdParam) id: string, @Body() input: Readers): Promise<Answer> {
    return this.nameReaders.run(id, input);
  }

  @Get('protections')
  @Can('read', ProtectionRecord)
  protections(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(ProtectionRecord, query);
  }

  @Get('protections/:id')
  @Can('read', ProtectionRecord)
  protection(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(ProtectionRecord, id);
  }

  @Post('cases/:id/protection')
  @Can('create', ProtectionRecord, CaseRecord)
  protect(@Param('id', IdParam) id: string, @Body() input: SafetyFacts): Promise<Answer> {
    return this.addProtection.run(id, input);
  }

  @Patch('protections/:id')
  @Can('edit', ProtectionRecord)
  edit(@Param('id', IdParam) id: string, @Body() edit: SafetyFacts, @Headers('if-match') ifMatch?: string): Promise<Answer> {
    return this.editInCase.run(ProtectionRecord, id, edit, ifMatch);
  }
}
