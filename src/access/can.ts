import {
  applyDecorators,
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import { forbidden, invalidInput, notFound, Problem } from '../kernel/problem.ts';
import { Database } from '../platform/database/database.ts';
import { isId } from '../platform/input.ts';
import { OpenRoute, openRouteKey } from '../platform/open-route.ts';
import { Gate } from './gate.ts';
import type { RecordType } from './record.ts';

const canKey = 'homeward:can';

/** What a route does to which record, as `@Can` declared it. */
export interface Allowed {
  readonly deed: string;
  readonly record: RecordType;
  /** The record that the id in the path names, where it is not `record` itself. */
  readonly under: RecordType;
}

/**
 * This route does `deed` to rows of `record`: who may try is the policy's to say, which row the Gate's.
 * Where the id in the path names the row that a new one, or each of a list, stands under, `under` is what it names.
 */
export function Can<Deeds extends string>(
  deed: NoInfer<Deeds> | 'read' | 'create' | 'edit',
  record: RecordType<object, string, Deeds>,
  under: RecordType = record,
): MethodDecorator {
  return applyDecorators(
    SetMetadata(canKey, { deed, record, under } satisfies Allowed),
    ApiExtension('x-can', { deed, record: record.name, ...(under === record ? {} : { under: under.name }) }),
  );
}

/** Where a route says that its deed is done to a row as it was seen. */
export const asSeenKey = 'x-as-seen';

/** As `Can`, for a deed that is done to a row as the asker saw it, and to no other: it wants `If-Match` as an edit does. */
export function CanAsSeen<Deeds extends string>(deed: NoInfer<Deeds>, record: RecordType<object, string, Deeds>): MethodDecorator {
  return applyDecorators(Can(deed, record), ApiExtension(asSeenKey, true));
}

/** This route asks for no right, and why. */
export const Public = OpenRoute;

/** What `@Can` says of a handler, if it says anything. */
export function allowedOn(reflector: Reflector, handler: () => unknown): Allowed | undefined {
  return reflector.get<Allowed | undefined>(canKey, handler);
}

/** Whether a handler is declared public. */
export function isPublic(reflector: Reflector, handler: () => unknown): boolean {
  return reflector.get<string | undefined>(openRouteKey, handler) !== undefined;
}

const actions: Readonly<Record<string, string>> = { read: 'read', create: 'create', edit: 'update' };

/** Turns away whoever could do this to no row at all, without telling whether the row exists. */
@Injectable()
export class CanGuard implements CanActivate, OnApplicationBootstrap {
  constructor(
    private readonly reflector: Reflector,
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const allowed = allowedOn(this.reflector, context.getHandler() as () => unknown);
    if (allowed === undefined) return true;
    const { deed, record, under } = allowed;
    const { params, body } = context.switchToHttp().getRequest<{ params: { id?: string }; body: unknown }>();
    const refusal = this.gate.mayTry(actions[deed] ?? `do:${deed}`, record) ? this.refusalOfEdit(allowed, body) : forbidden({ deed });
    if (refusal === null) return true;
    const { id } = params;
    if (id === undefined) throw refusal;
    if (!isId(id)) throw invalidInput({ field: 'id', code: 'not-an-id' });
    const sees = (): Promise<boolean> => this.gate.sees(under, id.toLowerCase());
    if (!this.gate.mayTry('read', under) || !(await this.database.lookingAgain(sees))) throw notFound();
    throw refusal;
  }

  /** The input of an edit names only what may be edited at all: what can be read but not set is refused here, by name. */
  private refusalOfEdit({ deed, record }: Allowed, body: unknown): Problem | null {
    if (deed !== 'edit' || typeof body !== 'object' || body === null) return null;
    const fields = this.gate.readOnlyAmong(record, Object.keys(body));
    return fields.length === 0 ? null : new Problem(403, 'not-editable', { params: { fields } });
  }

  /** The house does not open with a route nobody guarded. */
  onApplicationBootstrap(): void {
    const unguarded = this.discovery.getControllers().flatMap(({ instance, name }) => {
      const prototype = Object.getPrototypeOf(instance as object) as Record<string, () => unknown>;
      return this.scanner
        .getAllMethodNames(prototype)
        .filter((method) => {
          const handler = prototype[method] as () => unknown;
          const isRoute = Reflect.getMetadata('path', handler) !== undefined;
          return isRoute && allowedOn(this.reflector, handler) === undefined && !isPublic(this.reflector, handler);
        })
        .map((method) => `${name}.${method}`);
    });
    if (unguarded.length > 0) throw new Error(`Routes without @Can or @Public: ${unguarded.join(', ')}`);
  }
}
