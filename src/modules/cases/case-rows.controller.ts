import { Body, Controller, Get, Headers, Param, Patch, Post, Query } from '@nestjs/common';
import { Can } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { CaseRecord, NeedRecord, NoteRecord } from './case.record.ts';
import { AddNeed, NewNeed } from './commands/add-need.ts';
import { AddNote, NewNote } from './commands/add-note.ts';
import { NeedEdit } from './commands/edit-need.ts';
import { EditInCase } from './edit-in-case.ts';

/** What stands in a case many times over: needs and notes. */
@Controller()
export class CaseRowsController {
  constructor(
    private readonly gate: Gate,
    private readonly addNeed: AddNeed,
    private readonly addNote: AddNote,
    private readonly editInCase: EditInCase,
  ) {}

  @Get('needs')
  @Can('read', NeedRecord)
  needs(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(NeedRecord, query);
  }

  @Get('needs/:id')
  @Can('read', NeedRecord)
  need(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(NeedRecord, id);
  }

  @Post('cases/:id/needs')
  @Can('create', NeedRecord, CaseRecord)
  noteNeed(@Param('id', IdParam) id: string, @Body() input: NewNeed): Promise<Answer> {
    return this.addNeed.run(id, input);
  }

  @Patch('needs/:id')
  @Can('edit', NeedRecord)
  changeNeed(@Param('id', IdParam) id: string, @Body() edit: NeedEdit, @Headers('if-match') ifMatch?: string): Promise<Answer> {
    return this.editInCase.run(NeedRecord, id, edit, ifMatch);
  }

  @Get('notes')
  @Can('read', NoteRecord)
  notes(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(NoteRecord, query);
  }

  @Get('notes/:id')
  @Can('read', NoteRecord)
  note(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(NoteRecord, id);
  }

  @Post('cases/:id/notes')
  @Can('create', NoteRecord, CaseRecord)
  writeNote(@Param('id', IdParam) id: string, @Body() input: NewNote): Promise<Answer> {
    return this.addNote.run(id, input);
  }
}
