import { Body, Controller, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { Answers } from '../../platform/answers.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { DeactivatePerson } from './commands/deactivate-person.ts';
import { EditPerson, PersonEdit } from './commands/edit-person.ts';
import { Invitation, InvitePerson } from './commands/invite-person.ts';
import { MovePerson, MovePersonInput } from './commands/move-person.ts';
import { ReinstatePerson } from './commands/reinstate-person.ts';
import { RegisterPerson, RegisterPersonInput } from './commands/register-person.ts';
import { SuspendPerson } from './commands/suspend-person.ts';
import { PersonRecord } from './person.record.ts';

/** The people who work with the system. */
@Controller('people')
export class PeopleController {
  constructor(
    private readonly gate: Gate,
    private readonly registerPerson: RegisterPerson,
    private readonly editPerson: EditPerson,
    private readonly invitePerson: InvitePerson,
    private readonly movePerson: MovePerson,
    private readonly deactivatePerson: DeactivatePerson,
    private readonly suspendPerson: SuspendPerson,
    private readonly reinstatePerson: ReinstatePerson,
  ) {}

  @Get()
  @Can('read', PersonRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(PersonRecord, query);
  }

  @Get(':id')
  @Can('read', PersonRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(PersonRecord, id);
  }

  @Post()
  @Can('create', PersonRecord)
  register(@Body() input: RegisterPersonInput): Promise<Answer> {
    return this.registerPerson.run(input);
  }

  @Patch(':id')
  @Can('edit', PersonRecord)
  edit(@Param('id', IdParam) id: string, @Body() edit: PersonEdit, @Headers('if-match') ifMatch?: string): Promise<Answer> {
    return this.editPerson.run(id, edit, ifMatch);
  }

  @Post(':id/invite')
  @Can('invite', PersonRecord)
  @Answers(Invitation)
  invite(@Param('id', IdParam) id: string): Promise<Invitation> {
    return this.invitePerson.run(id);
  }

  @Post(':id/move')
  @HttpCode(200)
  @Can('move', PersonRecord)
  move(@Param('id', IdParam) id: string, @Body() input: MovePersonInput): Promise<Answer> {
    return this.movePerson.run(id, input);
  }

  @Post(':id/deactivate')
  @HttpCode(200)
  @Can('deactivate', PersonRecord)
  deactivate(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.deactivatePerson.run(id);
  }

  @Post(':id/suspend')
  @HttpCode(200)
  @Can('suspend', PersonRecord)
  suspend(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.suspendPerson.run(id);
  }

  @Post(':id/reinstate')
  @HttpCode(200)
  @Can('reinstate', PersonRecord)
  reinstate(@Param('id', IdParam) id: string): Promise<Answer> {
    return this.reinstatePerson.run(id);
  }
}
