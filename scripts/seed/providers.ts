import type { Reference } from '../../src/platform/reference.ts';
import type { Dice } from './dice.ts';
import type { Provider } from './institutions.ts';

/** What is asked of whom. */
export interface Wish {
  readonly service: ReturnType<typeof serviceCode>;
  readonly to: Provider;
}

/** Finds who gives what a person needs: a service for their age, at a desk of the right kind with somebody at it. */
export class Providers {
  private readonly byType = new Map<string, Provider[]>();

  constructor(
    private readonly reference: Reference,
    providers: readonly Provider[],
  ) {
    for (const provider of providers) this.byType.set(provider.agencyType, [...(this.byType.get(provider.agencyType) ?? []), provider]);
  }

  /** One wish for each need that somebody can meet; the same service is asked for once. */
  wishesFor(needCodes: readonly string[], age: number, dice: Dice): Wish[] {
    const services = [...new Set(needCodes.flatMap((need) => this.reference.code('need', need).services?.[0] ?? []))].map((id) =>
      serviceCode(this.reference, id),
    );
    return services
      .filter(({ fromAge }) => age >= (fromAge ?? 0))
      .flatMap((service) => {
        const able = service.agencyTypes.flatMap((type) => this.byType.get(type) ?? []);
        return able.length === 0 ? [] : [{ service, to: dice.oneOf(able) }];
      });
  }
}

function serviceCode(reference: Reference, id: string) {
  return reference.code('service-type', id);
}
