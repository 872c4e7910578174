import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIG, type Config } from '../../platform/config.ts';
import { AddressThrottle } from './address-throttle.ts';
import { Agencies } from './agencies.ts';
import { AgenciesController } from './agencies.controller.ts';
import { Agency } from './agency.entity.ts';
import { BouncedAddresses } from './bounced-addresses.ts';
import { Caseload } from './caseload.ts';
import { ApiClient } from './client.entity.ts';
import { ClientKey } from './client-key.entity.ts';
import { Clients } from './clients.ts';
import { ClientsController } from './clients.controller.ts';
import { AcceptInvitation } from './commands/accept-invitation.ts';
import { CloseAgency } from './commands/close-agency.ts';
import { CloseUnit } from './commands/close-unit.ts';
import { Delegate } from './commands/delegate.ts';
import { EndDelegation } from './commands/end-delegation.ts';
import { DeactivatePerson } from './commands/deactivate-person.ts';
import { EditAgency } from './commands/edit-agency.ts';
import { EditUnit } from './commands/edit-unit.ts';
import { EditPerson } from './commands/edit-person.ts';
import { InvitePerson } from './commands/invite-person.ts';
import { IssueClientKey } from './commands/issue-client-key.ts';
import { MovePerson } from './commands/move-person.ts';
import { OpenAgency } from './commands/open-agency.ts';
import { OpenUnit } from './commands/open-unit.ts';
import { PlaceUnit } from './commands/place-unit.ts';
import { RegisterClient } from './commands/register-client.ts';
import { RegisterPerson } from './commands/register-person.ts';
import { ReinstatePerson } from './commands/reinstate-person.ts';
import { ReopenAgency } from './commands/reopen-agency.ts';
import { ReopenUnit } from './commands/reopen-unit.ts';
import { RevokeClient } from './commands/revoke-client.ts';
import { RevokeClientKey } from './commands/revoke-client-key.ts';
import { SignIn } from './commands/sign-in.ts';
import { SignOut } from './commands/sign-out.ts';
import { SuspendPerson } from './commands/suspend-person.ts';
import { CsrfGuard } from './csrf.guard.ts';
import { Delegation } from './delegation.entity.ts';
import { Delegations } from './delegations.ts';
import { DelegationsController } from './delegations.controller.ts';
import { InstitutionChange } from './institution-change.entity.ts';
import { InstitutionChangesController } from './institution-changes.controller.ts';
import { Mirror } from './myself.ts';
import { Passwords } from './passwords.ts';
import { People } from './people.ts';
import { AccountRateGuard, AddressRateGuard } from './rate.guard.ts';
import { PeopleController } from './people.controller.ts';
import { Person } from './person.entity.ts';
import { Posts } from './posts.ts';
import { SessionController } from './session.controller.ts';
import { SessionGuard } from './session.guard.ts';
import { Sessions } from './sessions.ts';
import { Unit } from './unit.entity.ts';
import { TidyAccounts } from './tidy-accounts.ts';
import { UnitHolds } from './unit-holds.ts';
import { UnitsController } from './units.controller.ts';
import { WhoAmI } from './who-am-i.ts';

const commands = [
  AcceptInvitation,
  CloseAgency,
  CloseUnit,
  DeactivatePerson,
  EditAgency,
  EditPerson,
  EditUnit,
  Delegate,
  EndDelegation,
  InvitePerson,
  IssueClientKey,
  MovePerson,
  OpenAgency,
  OpenUnit,
  PlaceUnit,
  RegisterClient,
  RegisterPerson,
  ReinstatePerson,
  ReopenAgency,
  ReopenUnit,
  RevokeClient,
  RevokeClientKey,
  SignIn,
  SignOut,
  SuspendPerson,
  WhoAmI,
];

/** The people: agencies, units, accounts, sessions; and the programs that act for them. */
@Module({
  imports: [TypeOrmModule.forFeature([Agency, Unit, InstitutionChange, Person, ApiClient, ClientKey, Delegation])],
  controllers: [
    AgenciesController,
    UnitsController,
    InstitutionChangesController,
    PeopleController,
    ClientsController,
    SessionController,
    DelegationsController,
  ],
  providers: [
    TidyAccounts,
    ...commands,
    Agencies,
    UnitHolds,
    Caseload,
    People,
    BouncedAddresses,
    Delegations,
    Mirror,
    Posts,
    Sessions,
    Clients,
    SessionGuard,
    { provide: AddressThrottle, useFactory: () => new AddressThrottle() },
    AddressRateGuard,
    AccountRateGuard,
    { provide: CsrfGuard, useFactory: (config: Config) => new CsrfGuard(config), inject: [CONFIG] },
    { provide: Passwords, useFactory: (config: Config) => new Passwords(config), inject: [CONFIG] },
  ],
  exports: [
    AccountRateGuard,
    AddressRateGuard,
    Agencies,
    BouncedAddresses,
    Clients,
    Delegations,
    People,
    Passwords,
    SessionGuard,
    CsrfGuard,
  ],
})
export class IdentityModule {}
