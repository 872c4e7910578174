import { Injectable } from '@nestjs/common';
import { On } from '../../../platform/events.ts';
import { TaskMoved, TaskReminderDue, TaskRescheduled } from '../../tasks/index.ts';
import type { WebhookKind } from './webhook-message.entity.ts';
import { WebhookQueue } from './webhook-queue.ts';

/** What a step is to the owner; every other one is a change. */
const kinds: Readonly<Record<string, WebhookKind>> = {
  release: 'task.opened',
  'pass-on': 'task.opened',
  return: 'task.returned',
  reopen: 'task.returned',
  cancel: 'task.cancelled',
};

/** What its owner is reminded of; what climbs beyond the owner is for people. */
const remindersOfTheOwner: readonly string[] = ['soon-due', 'due'];

/** Programs that act for a unit hear of every step of a task of its, whoever took it; of the team's own tasks and of those that wait, never. */
@Injectable()
export class WhenTaskIsOfASubscriber {
  constructor(private readonly queue: WebhookQueue) {}

  @On(TaskMoved, { as: 'system' })
  async whenMoved({ taskId, move, sides, at }: TaskMoved): Promise<void> {
    // What is dropped nobody outside was ever asked for.
    if (sides.ofTeam || move === 'drop') return;
    const ofUnit = await this.queue.ofUnit(sides.ownerUnitId);
    if (move === 'pass-on') await this.leave(taskId, ofUnit, at);
    for (const webhookId of ofUnit) await this.queue.add(webhookId, kinds[move] ?? 'task.changed', taskId, at);
  }

  @On(TaskRescheduled, { as: 'system' })
  async whenRescheduled({ taskId, sides, isWaiting, at }: TaskRescheduled): Promise<void> {
    if (!sides.ofTeam && !isWaiting) await this.tell(sides.ownerUnitId, 'task.changed', taskId, at);
  }

  @On(TaskReminderDue, { as: 'system' })
  async whenReminderDue({ taskId, kind, sides, isWaiting, at }: TaskReminderDue): Promise<void> {
    const isOwners = !sides.ofTeam && !isWaiting;
    if (isOwners && remindersOfTheOwner.includes(kind)) await this.tell(sides.ownerUnitId, 'task.waiting', taskId, at);
  }

  /** To a unit that has it no longer it is gone. */
  private async leave(taskId: string, ofUnit: readonly string[], at: Date): Promise<void> {
    for (const webhookId of await this.queue.knowing(taskId))
      if (!ofUnit.includes(webhookId)) await this.queue.add(webhookId, 'task.cancelled', taskId, at);
  }

  private async tell(unitId: string, kind: WebhookKind, taskId: string, at: Date): Promise<void> {
    for (const webhookId of await this.queue.ofUnit(unitId)) await this.queue.add(webhookId, kind, taskId, at);
  }
}
