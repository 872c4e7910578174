import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock } from '../../kernel/clock.ts';
import { CONFIG, type Config } from '../../platform/config.ts';
import { FollowUpsModule } from '../follow-ups/index.ts';
import { IdentityModule } from '../identity/index.ts';
import { Letters } from './letter.ts';
import { Mail } from './mail.entity.ts';
import { MailServer } from './mail-server.ts';
import { MailsController } from './mails.controller.ts';
import { Notification } from './notification.entity.ts';
import { NotificationsController } from './notifications.controller.ts';
import { PostBox } from './post-box.ts';
import { ReadNotification } from './read-notification.ts';
import { ReplayMail } from './replay-mail.ts';
import { MailSending } from './send-mail.ts';
import { Spool } from './spool.ts';
import { Telling } from './telling.ts';
import { WhenReferralMoves } from './when-referral-moves.ts';
import { WhenReminderDue } from './when-reminder-due.ts';

/** Without a mail server, mails stay in the spool. */
function postBoxFor(config: Config, clock: Clock): PostBox {
  return config.mail === null ? new Spool(config) : new MailServer(config.mail, new URL(config.publicUrl).hostname, clock);
}

/** Tells people what is theirs to do, in the house and by mail, without a word of the case. */
@Module({
  imports: [TypeOrmModule.forFeature([Notification, Mail]), IdentityModule, FollowUpsModule],
  controllers: [NotificationsController, MailsController],
  providers: [
    Telling,
    WhenReminderDue,
    WhenReferralMoves,
    ReadNotification,
    Letters,
    MailSending,
    ReplayMail,
    { provide: PostBox, useFactory: postBoxFor, inject: [CONFIG, Clock] },
  ],
})
export class NotificationsModule {}
