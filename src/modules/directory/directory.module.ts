import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '../identity/index.ts';
import { CheckServices } from './commands/check-services.ts';
import { CommitServices } from './commands/commit-services.ts';
import { EditService } from './commands/edit-service.ts';
import { FindServices } from './commands/find-services.ts';
import { OpenService } from './commands/open-service.ts';
import { PublishServices } from './commands/publish-services.ts';
import { SetCapacity } from './commands/set-capacity.ts';
import { VerifyService } from './commands/verify-service.ts';
import { Directory } from './directory.ts';
import { FindStale } from './find-stale.ts';
import { Importing } from './importing.ts';
import { ServiceChecks } from './service-checks.ts';
import { ServiceImport } from './service-import.entity.ts';
import { ServiceImportsController } from './service-imports.controller.ts';
import { Service } from './service.entity.ts';
import { ServicesController } from './services.controller.ts';

/** Who offers what to whom, where, and whether there is room. */
@Module({
  imports: [TypeOrmModule.forFeature([Service, ServiceImport]), IdentityModule],
  controllers: [ServicesController, ServiceImportsController],
  providers: [
    CheckServices,
    CommitServices,
    Directory,
    EditService,
    FindServices,
    FindStale,
    Importing,
    OpenService,
    PublishServices,
    ServiceChecks,
    SetCapacity,
    VerifyService,
  ],
  exports: [Directory],
})
export class DirectoryModule {}
