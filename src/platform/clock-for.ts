import { SystemClock, type Clock } from '../kernel/clock.ts';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import { DemonstrationClock } from './demonstration-clock.ts';
import { StillClock } from './still-clock.ts';

/** The clock of this mode: in production there is one time only, in tests it stands still. */
export function clockFor(config: Config, database: Database): Clock {
  if (config.mode === 'production') return new SystemClock();
  return config.mode === 'test' ? new StillClock() : new DemonstrationClock(database);
}
