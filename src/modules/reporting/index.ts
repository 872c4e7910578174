/** Figures that tell of nobody. */
export { LoopAgeingRecord, LoopFigureRecord } from './loop-figures.record.ts';
export { ReportingModule } from './reporting.module.ts';
