import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference } from '../../platform/reference.ts';
import { Agencies } from '../identity/index.ts';
import { describe } from './hsds/describe.ts';
import type { Finding } from './hsds/findings.ts';
import { merge, type Merged } from './hsds/merge.ts';
import type { Row } from './hsds/texts.ts';
import { Translation } from './hsds/translate.ts';
import { ServiceChecks } from './service-checks.ts';
import type { Planned, ServiceImport } from './service-import.entity.ts';
import { Service, type Taken } from './service.entity.ts';
import { ServiceRecord } from './service.record.ts';

type Place = Pick<ServiceImport, 'agencyId' | 'receivingUnitId'>;

/** Holds the services of a package against those that stand here, and takes them over. */
@Injectable()
export class Importing {
  private readonly translation: Translation;

  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly agencies: Agencies,
    private readonly checks: ServiceChecks,
    reference: Reference,
  ) {
    this.translation = new Translation(reference);
  }

  /** What would become of each service, and what of it we have no words for. */
  async plan({ agencyId }: Pick<Place, 'agencyId'>, documents: readonly Row[]): Promise<{ services: Planned[]; findings: Finding[] }> {
    const agencyType = await this.agencies.typeOf(agencyId);
    const known = await this.known(agencyId, documents);
    const services: Planned[] = [];
    const findings: Finding[] = [];
    for (const [at, document] of documents.entries()) {
      const now = this.translated(document, agencyType);
      const service = known.get(document.id as string);
      services.push(plannedOf(document, now, service, service && this.merged(service, now, agencyType)));
      findings.push(...this.gapsOf(document, agencyType).map((gap) => ({ table: 'service', row: at + 1, ...gap })));
    }
    return { services, findings };
  }

  /** Takes the services over: what is new is added, what is known is renewed where nobody here changed it. */
  async take({ agencyId, receivingUnitId }: Place, documents: readonly Row[]): Promise<Planned[]> {
    const agencyType = await this.agencies.typeOf(agencyId);
    const known = await this.known(agencyId, documents);
    const done: Planned[] = [];
    for (const document of documents) {
      const now = this.translated(document, agencyType);
      const before = known.get(document.id as string);
      if (before === undefined) {
        const service = Service.from(document, now, { id: randomUUID(), agencyId, receivingUnitId });
        this.gate.admit(ServiceRecord, service);
        done.push({ ...plannedOf(document, now, undefined, undefined), serviceId: service.id });
        continue;
      }
      const service = await this.gate.take(ServiceRecord, before.id, 'renew');
      const merged = this.merged(service, now, agencyType);
      const step = plannedOf(document, now, service, merged);
      done.push(step);
      if (step.outcome === 'unchanged') continue;
      service.renew(document, merged.changes);
      this.database.keep(service);
    }
    return done;
  }

  private merged(service: Service, now: Taken, agencyType: string): Merged {
    // What was published from here and comes back was, then, as it is here.
    const then = service.source ?? describe(service, { agencyId: service.agencyId, agencyName: '' }, this.translation);
    return merge(this.translated(then, agencyType), now, service);
  }

  private translated(document: Row, agencyType: string): Taken {
    const translated = this.translation.of(document);
    const { serviceType } = translated;
    return { ...translated, serviceType: serviceType !== null && this.checks.gives(agencyType, serviceType) ? serviceType : null };
  }

  private gapsOf(document: Row, agencyType: string): Pick<Finding, 'column' | 'is'>[] {
    const { serviceType } = this.translation.of(document);
    const isForeign = serviceType !== null && !this.checks.gives(agencyType, serviceType);
    return [...this.translation.gaps(document), ...(isForeign ? [{ column: 'attributes', is: 'kind-not-of-agency' as const }] : [])];
  }

  /** The services of the agency that came from these documents, or from which these documents came. */
  private async known(agencyId: string, documents: readonly Row[]): Promise<ReadonlyMap<string, Service>> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'services-known',
      text: 'SELECT * FROM service WHERE agency_id = $1 AND coalesce(source_id, id) = ANY ($2)',
      values: [agencyId, documents.map(({ id }) => id)],
    });
    const services = rows.map((row) => this.database.hydrate(Service, row));
    return new Map(services.map((service) => [service.sourceId ?? service.id, service]));
  }
}

function plannedOf(document: Row, { name }: Taken, service: Service | undefined, merged: Merged | undefined): Planned {
  const sourceId = String(document.id);
  if (service === undefined || merged === undefined) return { sourceId, serviceId: null, name, outcome: 'new', taken: [], kept: [] };
  const fields = Object.keys(merged.changes);
  const isSame = fields.length === 0 && (service.source === null || isDeepStrictEqual(service.source, document));
  return { sourceId, serviceId: service.id, name, outcome: isSame ? 'unchanged' : 'changed', taken: fields, kept: merged.kept };
}
