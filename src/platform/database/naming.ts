import { DefaultNamingStrategy } from 'typeorm';

/** `workerId` in code is `worker_id` in the database, without exceptions. */
export function snakeCase(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

/** Tells TypeORM how our columns are called. */
export class SnakeNaming extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? snakeCase(propertyName);
  }
}
