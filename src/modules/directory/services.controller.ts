import { Body, Controller, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { Can, CanAsSeen } from '../../access/can.ts';
import { Gate } from '../../access/gate.ts';
import type { Answer } from '../../platform/answer.ts';
import { Answers } from '../../platform/answers.ts';
import { IdParam } from '../../platform/validation.pipe.ts';
import { EditService, ServiceEdit } from './commands/edit-service.ts';
import { FindServices, ServiceSearch } from './commands/find-services.ts';
import { NewService, OpenService } from './commands/open-service.ts';
import { PublishedPart, PublishedServices, PublishServices } from './commands/publish-services.ts';
import { Capacity, SetCapacity } from './commands/set-capacity.ts';
import { VerifyService } from './commands/verify-service.ts';
import { FoundServices } from './found-services.ts';
import { ServiceRecord } from './service.record.ts';

/** What the agencies offer. */
@Controller('services')
export class ServicesController {
  constructor(
    private readonly gate: Gate,
    private readonly findServices: FindServices,
    private readonly publishServices: PublishServices,
    private readonly openService: OpenService,
    private readonly editService: EditService,
    private readonly setCapacity: SetCapacity,
    private readonly verifyService: VerifyService,
  ) {}

  @Get()
  @Can('read', ServiceRecord)
  list(@Query() query: Record<string, unknown>): Answer {
    return this.gate.list(ServiceRecord, query);
  }

  @Get('find')
  @Can('read', ServiceRecord)
  @Answers(FoundServices)
  find(@Query() search: ServiceSearch): Promise<Answer> {
    return this.findServices.run(search);
  }

  @Get('hsds')
  @Can('export', ServiceRecord)
  @Answers(PublishedServices)
  publish(@Query() part: PublishedPart): Promise<PublishedServices> {
    return this.publishServices.run(part);
  }

  @Get(':id')
  @Can('read', ServiceRecord)
  show(@Param('id', IdParam) id: string): Answer {
    return this.gate.show(ServiceRecord, id);
  }

  @Post()
  @Can('create', ServiceRecord)
  open(@Body() input: NewService): Promise<Answer> {
    return this.openService.run(input);
  }

  @Patch(':id')
  @Can('edit', ServiceRecord)
  edit(@Param('id', IdParam) id: string, @Body() input: ServiceEdit, @Headers('if-match') ifMatch?: string): Promise<Answer> {
    return this.editService.run(id, input, ifMatch);
  }

  @Post(':id/capacity')
  @HttpCode(200)
  @CanAsSeen('set-capacity', ServiceRecord)
  capacity(@Param('id', IdParam) id: string, @Body() input: Capacity, @Headers('if-match') ifMatch?: string): Promise<Answer> {
    return this.setCapacity.run(id, input, ifMatch);
  }

  @Post(':id/verify')
  @HttpCode(200)
  @CanAsSeen('verify', ServiceRecord)
  verify(@Param('id', IdParam) id: string, @Headers('if-match') ifMatch?: string): Promise<Answer> {
    return this.verifyService.run(id, ifMatch);
  }
}
