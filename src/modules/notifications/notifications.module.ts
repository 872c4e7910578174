import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock } from '../../kernel/clock.ts';
import { CONFIG, keyFor, type Config } from '../../platform/config.ts';
import { Reference } from '../../platform/reference.ts';
import { CasesModule } from '../cases/index.ts';
import { FollowUpsModule } from '../follow-ups/index.ts';
import { Caller } from '../../platform/webhooks/call.ts';
import { IdentityModule } from '../identity/index.ts';
import { ReferralsModule } from '../referrals/index.ts';
import { BounceDoor } from './bounces/bounce-door.ts';
import { HearBounce } from './bounces/hear-bounce.ts';
import { ReturnAddresses } from './bounces/return-addresses.ts';
import { GivenUpPromise } from './given-up/given-up-promise.entity.ts';
import { GivenUpPromisesController } from './given-up/given-up-promises.controller.ts';
import { RingAgain } from './given-up/ring-again.ts';
import { GatheringMail } from './gather-mail.ts';
import { Gauge } from './gauges/gauge.entity.ts';
import { GaugesController } from './gauges/gauges.controller.ts';
import { Measure } from './gauges/measure.ts';
import { Letters } from './letter.ts';
import { MailHoursController } from './mail-hours.controller.ts';
import { MailHoursWish } from './mail-hours.entity.ts';
import { MailTimes } from './mail-times.ts';
import { Mail } from './mail.entity.ts';
import { MailServer } from './mail-server.ts';
import { MailsController } from './mails.controller.ts';
import { Notification } from './notification.entity.ts';
import { NotificationsController } from './notifications.controller.ts';
import { PostBox } from './post-box.ts';
import { ReadNotification } from './read-notification.ts';
import { ReplayMail } from './replay-mail.ts';
import { MailSending } from './send-mail.ts';
import { SetMailHours } from './set-mail-hours.ts';
import { ShortMessageGateway } from './short-message-gateway.ts';
import { ShortMessages } from './short-messages.ts';
import { Spool } from './spool.ts';
import { Subjects } from './subjects.ts';
import { Telling } from './telling.ts';
import { OpenWebhook } from './webhooks/open-webhook.ts';
import { TendWebhook } from './webhooks/tend-webhook.ts';
import { WebhookCalls } from './webhooks/webhook-calls.ts';
import { WebhookMessage } from './webhooks/webhook-message.entity.ts';
import { WebhookQueue } from './webhooks/webhook-queue.ts';
import { WebhookUpkeep } from './webhooks/webhook-upkeep.ts';
import { Webhook } from './webhooks/webhook.entity.ts';
import { WebhooksController } from './webhooks/webhooks.controller.ts';
import { WhenDeliveryIsOfASubscriber } from './webhooks/when-delivery-is-of-a-subscriber.ts';
import { WhenReferralIsOfASubscriber } from './webhooks/when-referral-is-of-a-subscriber.ts';
import { WhenTaskIsOfASubscriber } from './webhooks/when-task-is-of-a-subscriber.ts';
import { WhenApprovalMoves } from './when-approval-moves.ts';
import { WhenArrivalReachesNobody } from './when-arrival-reaches-nobody.ts';
import { WhenComplaintWaits } from './when-complaint-waits.ts';
import { WhenConsentEndsSoon } from './when-consent-ends-soon.ts';
import { WhenDeliveryMoves } from './when-delivery-moves.ts';
import { WhenMailDoesNotArrive } from './when-mail-does-not-arrive.ts';
import { WhenOverrideMoves } from './when-override-moves.ts';
import { WhenPersonSuspended } from './when-person-suspended.ts';
import { WhenProtocolWaits } from './when-protocol-waits.ts';
import { WhenReferralMoves } from './when-referral-moves.ts';
import { WhenReferralWaits } from './when-referral-waits.ts';
import { WhenSlipEnds } from './when-slip-ends.ts';
import { WhenServiceStale } from './when-service-stale.ts';
import { WhenReminderDue } from './when-reminder-due.ts';
import { WhenTaskMoves } from './when-task-moves.ts';

/** Without a domain for them, what comes back of mails goes to whoever reads the mail of `MAIL_FROM`. */
function returnsFor(config: Config, { timers }: Reference): ReturnAddresses | null {
  const domain = config.mail?.bounces?.domain;
  return domain === undefined ? null : new ReturnAddresses(keyFor(config, 'mail-returns'), domain, timers.bounces.heardForDays);
}

/** Without a mail server, mails stay in the spool. */
function postBoxFor(config: Config, clock: Clock, returns: ReturnAddresses | null): PostBox {
  return config.mail === null ? new Spool(config) : new MailServer(config.mail, new URL(config.publicUrl).hostname, clock, returns);
}

/** Tells people what is theirs to do, in the house and by mail, and programs that something has happened, without a word of the case. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Notification, Mail, MailHoursWish, Webhook, WebhookMessage, Gauge, GivenUpPromise]),
    IdentityModule,
    CasesModule,
    FollowUpsModule,
    ReferralsModule,
  ],
  controllers: [
    NotificationsController,
    MailsController,
    MailHoursController,
    WebhooksController,
    GaugesController,
    GivenUpPromisesController,
  ],
  providers: [
    Telling,
    Subjects,
    WhenReminderDue,
    WhenOverrideMoves,
    WhenReferralMoves,
    WhenReferralWaits,
    WhenSlipEnds,
    WhenServiceStale,
    WhenPersonSuspended,
    WhenProtocolWaits,
    WhenConsentEndsSoon,
    ReadNotification,
    MailTimes,
    GatheringMail,
    SetMailHours,
    Letters,
    ShortMessages,
    ShortMessageGateway,
    MailSending,
    ReplayMail,
    // The referral is held before the person, as by deeds that tell people of it.
    WhenArrivalReachesNobody,
    WhenMailDoesNotArrive,
    HearBounce,
    BounceDoor,
    WebhookQueue,
    WebhookCalls,
    WebhookUpkeep,
    WhenReferralIsOfASubscriber,
    WhenDeliveryIsOfASubscriber,
    WhenTaskIsOfASubscriber,
    WhenTaskMoves,
    WhenApprovalMoves,
    WhenComplaintWaits,
    WhenDeliveryMoves,
    OpenWebhook,
    TendWebhook,
    Measure,
    RingAgain,
    { provide: Caller, useFactory: ({ webhooksToLoopback }: Config) => new Caller(webhooksToLoopback), inject: [CONFIG] },
    { provide: PostBox, useFactory: postBoxFor, inject: [CONFIG, Clock, ReturnAddresses] },
    { provide: ReturnAddresses, useFactory: returnsFor, inject: [CONFIG, Reference] },
  ],
})
export class NotificationsModule {}
