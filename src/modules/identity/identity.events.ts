/** A unit is closed: what it has goes to the unit above it, and no program acts for it any more. */
export class UnitClosed {
  constructor(readonly unitId: string) {}
}

/** Somebody was shut out at once, whatever they still had. */
export class PersonSuspended {
  constructor(
    readonly personId: string,
    readonly role: string,
    readonly unitId: string,
    readonly at: Date,
  ) {}
}

/** An agency is about to take part no more: what it agreed on with others ends first. */
export class AgencyCloses {
  constructor(readonly agencyId: string) {}
}
