/** Services given to returnees, logged by the ones who gave them. */
export { DeliveriesModule } from './deliveries.module.ts';
export { DeliveryRecord } from './delivery.record.ts';
export { GroupSessionRecord } from './group-session.record.ts';
export { DeliveryAnswered, DeliveryLogged } from './delivery.events.ts';
