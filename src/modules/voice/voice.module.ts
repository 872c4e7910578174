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
import { FeedbackProblems } from './feedback-problems.ts';
import { Tongue } from './tongue.ts';
import { VoiceController } from './voice.controller.ts';
import { WatchComplaints } from './watch-complaints.ts';

/** What people who were helped say of the help. */
@Module({
  imports: [TypeOrmModule.forFeature([FeedbackBatch, FeedbackFigure, Complaint]), IdentityModule],
  controllers: [VoiceController, FeedbackPagesController],
  providers: [
    DrawFeedbackFigures,
    FeedbackCodes,
    FeedbackPages,
    FeedbackProblems,
    HandleComplaint,
    PrintBatch,
    Tongue,
    WatchComplaints,
    { provide: FEEDBACK_THROTTLE, useFactory: () => new AddressThrottle() },
  ],
})
export class VoiceModule {}
