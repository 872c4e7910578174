import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Checked, Code, Codes, Id, Maybe, Text, type Check } from '../../../platform/input.ts';
import { currentActor } from '../../../platform/work.ts';
import { ApiClient } from '../client.entity.ts';
import { ClientRecord } from '../client.record.ts';
import { clientRoles, clientScopeNames } from '../client-scopes.ts';
import { isNetwork } from '../client-token.ts';
import { Person } from '../person.entity.ts';
import { PersonRecord } from '../person.record.ts';
import { Posts } from '../posts.ts';

const mostNetworks = 20;
const network = '^[0-9a-fA-F:.]+(/[0-9]{1,3})?$';
const networks: Check = (value) => {
  if (!Array.isArray(value)) return { code: 'not-a-list' };
  if (value.length > mostNetworks) return { code: 'too-many-codes', params: { max: mostNetworks } };
  if (new Set(value).size < value.length) return { code: 'given-twice' };
  return value.every(isNetwork) ? null : { code: 'not-a-network' };
};

/** What is asked of whoever lets a program in. */
export class RegisterClientInput {
  @Text(120) readonly name: string;
  @Id() readonly unitId: string;
  @Code(clientRoles) readonly role: string;
  @Codes(clientScopeNames, { min: 1 }) readonly scopes: readonly string[];
  /** Networks it may call from: `192.0.2.0/24`. Without any, from anywhere. */
  @Maybe()
  @Checked(networks, { type: 'array', items: { type: 'string', pattern: network }, maxItems: mostNetworks, uniqueItems: true })
  readonly addresses?: readonly string[];
}

/** A program of an agency is let in, to act for one unit in one role as far as its scopes go. It comes in with a key, which is given apart. */
@Injectable()
export class RegisterClient {
  constructor(
    private readonly gate: Gate,
    private readonly posts: Posts,
    private readonly clock: Clock,
  ) {}

  async run({ name, unitId, role, scopes, addresses = [] }: RegisterClientInput): Promise<Answer> {
    const post = await this.posts.at(unitId, role);
    const id = randomUUID();
    const person = { id, login: `client.${id}`, displayName: name, ...post, locale: 'en', active: true, kind: 'client' };
    this.gate.admit(PersonRecord, Object.assign(new Person(), person));
    const made = { madeById: currentActor().id, madeAt: this.clock.now() };
    const client = { id, name, ...post, scopes: [...scopes].sort(), addresses: [...addresses], ...made, active: true };
    this.gate.admit(ClientRecord, Object.assign(new ApiClient(), client));
    return this.gate.show(ClientRecord, id);
  }
}
