import { Injectable } from '@nestjs/common';
import { Policy } from '../../access/role.ts';
import type { Actor } from '../../platform/database/context.ts';
import { Database } from '../../platform/database/database.ts';
import { asGuest } from './as-guest.ts';
import { Remembered } from './remembered.ts';

interface Facts {
  readonly client_id: string;
  readonly role: string;
  readonly unit_id: string;
  readonly agency_id: string;
  readonly scopes: readonly string[];
}

/** Which program holds which key. As with sessions, whether the key still holds is asked by every transaction itself. */
@Injectable()
export class Clients {
  private readonly known = new Remembered<Actor>();

  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
  ) {}

  /** The program that holds this key and calls from a place where it holds; null if there is none. */
  actorOf(keyHash: Buffer, place: string): Promise<Actor | null> {
    return this.known.of(nameOf(keyHash, place), () => this.ask(keyHash, place));
  }

  /** The key was found to hold no more: the next request asks anew. */
  forget(keyHash: Buffer, place: string): void {
    this.known.forget(nameOf(keyHash, place));
  }

  /** A program as it would be here with a key that holds, for judging what it may know; null if it acts no more. */
  async standIn(clientId: string): Promise<Actor | null> {
    const [facts] = await this.database.rows<Facts>({
      name: 'client-at-work',
      text: `SELECT c.id AS client_id, c.role, c.unit_id, c.agency_id, c.scopes FROM api_client c JOIN person p ON p.id = c.id
             WHERE c.id = $1 AND c.active AND p.active`,
      values: [clientId],
    });
    return facts === undefined ? null : this.actorWith(facts, Buffer.alloc(0), '');
  }

  private async ask(keyHash: Buffer, place: string): Promise<Actor | null> {
    const sql = { name: 'client-facts', text: 'SELECT * FROM identity.client_facts($1, $2)', values: [keyHash, place] };
    const [facts] = await asGuest(this.database, () => this.database.rows<Facts>(sql));
    return facts === undefined ? null : this.actorWith(facts, keyHash, place);
  }

  private actorWith({ client_id: id, role, unit_id: unitId, agency_id: agencyId, scopes }: Facts, keyHash: Buffer, place: string): Actor {
    const { persona } = this.policy.role(role);
    return { id, role, persona, unitId, agencyId, sessionHash: null, client: { keyHash, place, scopes } };
  }
}

function nameOf(keyHash: Buffer, place: string): string {
  return `${keyHash.toString('hex')} ${place}`;
}
