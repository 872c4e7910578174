import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AddressThrottle, IdentityModule } from '../identity/index.ts';
import { HandleComplaint } from './commands/handle-complaint.ts';
import { PrintBatch } from './commands/print-batch.ts';
import { Complaint } from './complaint.entity.ts';
import { DrawFeedbackFigures } from './draw-feedback-figures.ts';
import { FeedbackBatch, FeedbackFigure } from './feedback.entity.ts';
import { FeedbackCodes } from './feedback-codes.ts';
import { FEEDBACK_THROTTLE, FeedbackPages } from './feedback-pages.ts';
import { FeedbackPagesController } from './feedback-pages.controller.ts';
import { FeedbackPageProblems } from './feedback-page-problems.ts';
import { FeedbackController } from './feedback.controller.ts';
import { WatchComplaints } from './watch-complaints.ts';

/** What people who were helped say of the help. */
@Module({
  imports: [TypeOrmModule.forFeature([FeedbackBatch, FeedbackFigure, Complaint]), IdentityModule],
  controllers: [FeedbackController, FeedbackPagesController],
  providers: [
    DrawFeedbackFigures,
    FeedbackCodes,
    FeedbackPages,
    FeedbackPageProblems,
    HandleComplaint,
    PrintBatch,
    WatchComplaints,
    { provide: FEEDBACK_THROTTLE, useFactory: () => new AddressThrottle() },
  ],
})
export class FeedbackModule {}
