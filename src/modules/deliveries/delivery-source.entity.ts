import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What of a delivery the giving unit alone knows: who of it gave the service, and together with whom. The owning team holds no key to it. */
@Entity('delivery_source')
export class DeliverySource {
  @PrimaryColumn('uuid') deliveryId: string;
  @Column('uuid', { array: true, nullable: true }) staffIds: string[] | null = null;
  @Column('uuid', { nullable: true }) groupSessionId: string | null = null;
  /** Why it is logged although something was logged of that day already. */
  @Column('text', { nullable: true }) duplicateReason: string | null = null;
}
