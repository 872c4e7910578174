import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '../identity/index.ts';
import { EditService } from './commands/edit-service.ts';
import { FindServices } from './commands/find-services.ts';
import { OpenService } from './commands/open-service.ts';
import { SetCapacity } from './commands/set-capacity.ts';
import { VerifyService } from './commands/verify-service.ts';
import { Directory } from './directory.ts';
import { ServiceChecks } from './service-checks.ts';
import { Service } from './service.entity.ts';
import { ServicesController } from './services.controller.ts';

/** Who offers what to whom, where, and whether there is room. */
@Module({
  imports: [TypeOrmModule.forFeature([Service]), IdentityModule],
  controllers: [ServicesController],
  providers: [Directory, EditService, FindServices, OpenService, ServiceChecks, SetCapacity, VerifyService],
  exports: [Directory],
})
export class DirectoryModule {}
