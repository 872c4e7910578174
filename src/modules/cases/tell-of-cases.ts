import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import {
  CaseAssigned,
  CaseClosed,
  CaseClosureRefused,
  CaseClosureRequested,
  CaseMoved,
  CasePhaseMoved,
  CaseRegistered,
  CaseReopened,
  CaseRiskExpired,
  CaseRiskSet,
  CaseSealed,
  CaseUnsealed,
  NeedAdded,
  NoteAdded,
  SealedCaseHandedOver,
} from './case.events.ts';
import { CaseRecord, NeedRecord, NoteRecord } from './case.record.ts';
import { Timeline } from './timeline.ts';
import type { Details, TimelineEntry } from './timeline-entry.entity.ts';

/** Tells the timeline what is done to a case by its own team, or by the clock. */
@Injectable()
export class TellOfCases {
  constructor(private readonly timeline: Timeline) {}

  @On(CaseRegistered)
  async whenRegistered(event: CaseRegistered): Promise<void> {
    this.tell('registered', event);
  }

  @On(CaseMoved)
  async whenMoved(event: CaseMoved): Promise<void> {
    this.tell('status-moved', event, { status: event.status });
  }

  @On(CasePhaseMoved)
  async whenPhaseMoved(event: CasePhaseMoved): Promise<void> {
    this.timeline.explain(this.tell('phase-moved', event, { phase: event.phase }), 'phase-reason', event.reason);
  }

  @On(CaseRiskSet)
  async whenRiskSet(event: CaseRiskSet): Promise<void> {
    this.tell('risk-set', event, { risk: event.risk });
  }

  @On(CaseRiskExpired)
  async whenRiskExpired(event: CaseRiskExpired): Promise<void> {
    this.tell('risk-expired', event);
  }

  @On(CaseAssigned)
  async whenAssigned(event: CaseAssigned): Promise<void> {
    this.tell('assigned', event, { workerId: event.workerId });
  }

  @On(SealedCaseHandedOver)
  async whenHandedOver(event: SealedCaseHandedOver): Promise<void> {
    this.tell('assigned', event, { workerId: event.workerId });
  }

  /** Whoever seals a case does not see it any more, and so cannot tell of it. Why is said by the case, as long as it is sealed. */
  @On(CaseSealed, { as: 'system' })
  async whenSealed(event: CaseSealed): Promise<void> {
    this.tell('sealed', event);
  }

  @On(CaseUnsealed)
  async whenUnsealed(event: CaseUnsealed): Promise<void> {
    this.tell('unsealed', event);
  }

  @On(CaseClosureRequested)
  async whenClosureRequested(event: CaseClosureRequested): Promise<void> {
    this.tell('closure-requested', event, { closureReason: event.reason });
  }

  @On(CaseClosureRefused)
  async whenClosureRefused(event: CaseClosureRefused): Promise<void> {
    this.tell('closure-refused', event);
  }

  @On(CaseClosed)
  async whenClosed(event: CaseClosed): Promise<void> {
    this.tell('closed', event);
  }

  @On(CaseReopened)
  async whenReopened(event: CaseReopened): Promise<void> {
    this.tell('reopened', event);
  }

  @On(NeedAdded)
  async whenNeedAdded({ caseId, needId: subjectId, domain, needCode, severity, at }: NeedAdded): Promise<void> {
    this.timeline.tell(caseId, { kind: 'need-added', of: NeedRecord, group: 'F2', at, subjectId, details: { domain, needCode, severity } });
  }

  @On(NoteAdded)
  async whenNoteAdded({ caseId, noteId: subjectId, at }: NoteAdded): Promise<void> {
    this.timeline.tell(caseId, { kind: 'note-added', of: NoteRecord, group: 'F6', at, subjectId });
  }

  private tell(kind: string, { caseId, at }: { caseId: string; at: Date }, details: Details = {}): TimelineEntry {
    return this.timeline.tell(caseId, { kind, of: CaseRecord, group: 'F0', at, details });
  }
}
