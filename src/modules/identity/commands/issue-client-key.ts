import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Gate } from '../../../access/gate.ts';
import { conflict } from '../../../kernel/problem.ts';
import { Database } from '../../../platform/database/database.ts';
import { Maybe, Whole } from '../../../platform/input.ts';
import { ClientRecord } from '../client.record.ts';
import { newClientKey } from '../client-token.ts';
import { hashOf } from '../session-cookie.ts';

/** For how many days a key is to hold. */
export class IssueClientKeyInput {
  @Maybe() @Whole(1, 180) readonly days?: number;
}

/** What is handed to whoever runs the program, once: of the key only a hash is kept. */
export class NewKey {
  @ApiProperty({ type: String, format: 'uuid' }) readonly id: string;
  @ApiProperty({ type: String }) readonly key: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly expiresAt: string;
}

/** A program gets a key: its first, or the one that takes the place of another, for as long as both are needed. */
@Injectable()
export class IssueClientKey {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
  ) {}

  async run(clientId: string, { days = 90 }: IssueClientKeyInput): Promise<NewKey> {
    const client = await this.gate.take(ClientRecord, clientId, 'issue-key');
    client.refuseWhenRevoked();
    const [id, { key, prefix }] = [randomUUID(), newClientKey()];
    const [issued] = await this.database.rows<{ expires_at: Date | null }>({
      name: 'issue-client-key',
      text: 'SELECT identity.issue_client_key($1, $2, $3, $4, $5) AS expires_at',
      values: [clientId, id, prefix, hashOf(key), days],
    });
    if (issued?.expires_at == null) throw conflict('two-keys-live');
    return { id, key, expiresAt: issued.expires_at.toISOString() };
  }
}
