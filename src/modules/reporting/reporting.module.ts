import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DrawLoopFigures } from './draw-loop-figures.ts';
import { LoopFiguresController } from './loop-figures.controller.ts';
import { LoopAgeing, LoopFigure } from './loop-figures.entity.ts';

/** Figures about the work, for whoever watches over all of it. */
@Module({
  imports: [TypeOrmModule.forFeature([LoopFigure, LoopAgeing])],
  controllers: [LoopFiguresController],
  providers: [DrawLoopFigures],
})
export class ReportingModule {}
