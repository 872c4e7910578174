import type { Reference } from '../../src/platform/reference.ts';
import type { Dice } from './dice.ts';
import type { Provider } from './institutions.ts';

/** Who is asked for what: the service that meets a need usually. */
const serviceFor: Readonly<Record<string, string>> = {
  'school-place': 'school-place',
  'catch-up-learning': 'catch-up-learning',
  'language-support': 'catch-up-learning',
  'early-learning': 'early-learning',
  'birth-registration': 'birth-registration',
  'identity-document': 'identity-document',
  'residence-registration': 'residence-registration',
  'legal-advice': 'legal-aid',
  'psychosocial-support': 'psychosocial-support',
  'health-check': 'health-check',
  'health-care': 'medical-treatment',
  guardianship: 'guardianship',
  'contact-with-parent': 'family-tracing',
  'parenting-support': 'parenting-support',
  'vocational-training': 'vocational-training',
  'job-support': 'job-placement',
  'income-support': 'social-benefit',
  housing: 'housing',
  'peer-activity': 'community-activity',
  'community-link': 'community-activity',
};

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
    const services = [...new Set(needCodes.flatMap((need) => serviceFor[need] ?? []))].map((id) => serviceCode(this.reference, id));
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
