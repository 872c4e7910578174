import { Clock } from '../kernel/clock.ts';

/** A clock that can be put forward or back: in a demonstration or a test, never in production. */
export abstract class MovableClock extends Clock {
  abstract moveTo(at: Date): Promise<void>;
}
