import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FollowUpsModule } from '../follow-ups/index.ts';
import { IdentityModule } from '../identity/index.ts';
import { Notification } from './notification.entity.ts';
import { NotificationsController } from './notifications.controller.ts';
import { ReadNotification } from './read-notification.ts';
import { MailSpool } from './send-mail.ts';
import { Telling } from './telling.ts';
import { WhenReferralMoves } from './when-referral-moves.ts';
import { WhenReminderDue } from './when-reminder-due.ts';

/** Tells people what is theirs to do, in the house and by mail, without a word of the case. */
@Module({
  imports: [TypeOrmModule.forFeature([Notification]), IdentityModule, FollowUpsModule],
  controllers: [NotificationsController],
  providers: [Telling, WhenReminderDue, WhenReferralMoves, MailSpool, ReadNotification],
})
export class NotificationsModule {}
