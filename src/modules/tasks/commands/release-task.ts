import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Codes, Id, Maybe } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { CaseRecord } from '../../cases/index.ts';
import { Fitness } from '../fitness.ts';
import { Owners } from '../owners.ts';
import { TaskSharing } from '../task-sharing.ts';
import { TaskSources } from '../task-sources.ts';
import { TaskMoved } from '../task.events.ts';
import { TaskRecord } from '../task.record.ts';

/** Who shall do it, if not whom the task names; and what somebody looked into first. */
export class Release {
  @Maybe() @Id() toUnitId?: string;
  @Maybe() @Codes(listed('task-condition')) confirmed?: string[];
}

/** A person of the case team lets a waiting task go: a machine may make a task, but it shares nothing with anybody. */
@Injectable()
export class ReleaseTask {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly fitness: Fitness,
    private readonly owners: Owners,
    private readonly sharing: TaskSharing,
    private readonly sources: TaskSources,
  ) {}

  async run(id: string, { toUnitId, confirmed = [] }: Release): Promise<Answer> {
    await this.gate.peek(TaskRecord, id);
    const source = await this.sources.of(id);
    // First the case: whoever closes it or takes a consent back takes the same locks in the same order.
    const found = await this.gate.take(CaseRecord, source.caseId, 'add-task');
    const task = await this.gate.take(TaskRecord, id, 'release');
    found.refuseWhenClosed();
    const template = this.reference.taskTemplate(task.template);
    task.release(this.clock.now());
    if (toUnitId !== undefined) Object.assign(task, await this.owners.chosen(template, toUnitId, found.unitId));
    else await this.owners.refuseUnseen(task, 'toUnitId');
    const after = await this.sources.undoneAmong(source.caseId, template.after);
    if (after.length > 0 && !(template.unlessBasis ?? []).includes(found.legalBasis)) throw conflict('task-waits', { after });
    await this.fitness.refuseEarly(source.caseId, template);
    this.sharing.refuseUnconfirmed(template, confirmed);
    const shared = await this.sharing.for(source.caseId, template, task);
    source.confirmed = confirmed;
    // First that it is let go, then what is shared for it: the second wall asks on which day it was.
    this.database.keep(task);
    this.sharing.note(source, shared);
    await this.events.publish(new TaskMoved(task, 'release', 'team', this.clock.now()));
    return this.gate.show(TaskRecord, id);
  }
}
