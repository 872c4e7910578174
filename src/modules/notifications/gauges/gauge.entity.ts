import { Column, Entity, PrimaryColumn } from 'typeorm';

export const gaugeNames = [
  'promises-overdue',
  'promises-given-up',
  'mails-waiting',
  'mails-not-arrived',
  'webhook-messages-waiting',
  'webhook-messages-given-up',
  'webhooks-disabled',
  'referrals-unseen',
] as const;
export type GaugeName = (typeof gaugeNames)[number];

/** How much of something waits in the installation, and since when the oldest does. Measured every minute: one that is older tells that no worker is at work. */
@Entity('gauge')
export class Gauge {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: GaugeName;
  @Column('integer') amount: number;
  @Column('timestamptz', { nullable: true }) since: Date | null;
  @Column('timestamptz') measuredAt: Date;
}
