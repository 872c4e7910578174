/** The time by which casework is done. Injected everywhere, so that a test or a demonstration can move it. */
export abstract class Clock {
  abstract now(): Date;
}

/** The time as the machine has it. */
export class SystemClock extends Clock {
  override now(): Date {
    return new Date();
  }
}
