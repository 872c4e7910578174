import type { Clock } from '../../kernel/clock.ts';
import type { Reference } from '../../platform/reference.ts';
import type { LocalDay } from '../../kernel/local-time.ts';

/** The day it is where the case is looked after. */
export function today(clock: Clock, reference: Reference, country: string): LocalDay {
  return reference.calendar(country).dayOf(clock.now());
}
