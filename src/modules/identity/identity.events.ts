/** A unit is closed: what it has goes to the unit above it, and no program acts for it any more. */
export class UnitClosed {
  constructor(readonly unitId: string) {}
}

/** An agency is about to take part no more: what it agreed on with others ends first. */
export class AgencyCloses {
  constructor(readonly agencyId: string) {}
}
