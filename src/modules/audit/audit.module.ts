import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditEvent } from './audit-event.entity.ts';
import { AuditController } from './audit.controller.ts';

/** The access log for those who check. */
@Module({ imports: [TypeOrmModule.forFeature([AuditEvent])], controllers: [AuditController] })
export class AuditModule {}
