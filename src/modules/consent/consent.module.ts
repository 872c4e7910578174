import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/index.ts';
import { IdentityModule } from '../identity/index.ts';
import { RecordConsent } from './commands/record-consent.ts';
import { WithdrawConsent } from './commands/withdraw-consent.ts';
import { Consent } from './consent.entity.ts';
import { ConsentsController } from './consents.controller.ts';
import { Consents } from './consents.ts';
import { ExpireConsents } from './expire-consents.ts';
import { TellOfConsents } from './tell-of-consents.ts';

/** What may be shared with whom, because the person said so. */
@Module({
  imports: [TypeOrmModule.forFeature([Consent]), CasesModule, IdentityModule],
  controllers: [ConsentsController],
  providers: [RecordConsent, WithdrawConsent, Consents, ExpireConsents, TellOfConsents],
  exports: [Consents],
})
export class ConsentModule {}
