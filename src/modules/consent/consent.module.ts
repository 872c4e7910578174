import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CasesModule } from '../cases/index.ts';
import { IdentityModule } from '../identity/index.ts';
import { ApproveProtocol } from './commands/approve-protocol.ts';
import { EndProtocol } from './commands/end-protocol.ts';
import { ProposeProtocol } from './commands/propose-protocol.ts';
import { RecordConsent } from './commands/record-consent.ts';
import { WithdrawConsent } from './commands/withdraw-consent.ts';
import { ConsentEndClock } from './consent-end-clock.ts';
import { Consent } from './consent.entity.ts';
import { ConsentsController } from './consents.controller.ts';
import { Consents } from './consents.ts';
import { ExpireConsents } from './expire-consents.ts';
import { ProtocolClock } from './protocol-clock.ts';
import { ProtocolsController } from './protocols.controller.ts';
import { SharingProtocol } from './sharing-protocol.entity.ts';
import { SharingProtocols } from './sharing-protocols.ts';
import { TellOfConsents } from './tell-of-consents.ts';

/** What may be shared with whom, because the person said so and the agencies agreed on it. */
@Module({
  imports: [TypeOrmModule.forFeature([Consent, SharingProtocol]), CasesModule, IdentityModule],
  controllers: [ConsentsController, ProtocolsController],
  providers: [
    ApproveProtocol,
    EndProtocol,
    ProposeProtocol,
    RecordConsent,
    WithdrawConsent,
    ConsentEndClock,
    Consents,
    ExpireConsents,
    ProtocolClock,
    SharingProtocols,
    TellOfConsents,
  ],
  exports: [Consents, SharingProtocols],
})
export class ConsentModule {}
