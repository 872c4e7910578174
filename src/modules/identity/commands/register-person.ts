import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Checked, Code, Id, MailAddress, mailAddressCheck, Maybe, Text } from '../../../platform/input.ts';
import { Person } from '../person.entity.ts';
import { locales, PersonRecord } from '../person.record.ts';
import { Posts } from '../posts.ts';

const login = /^[a-z0-9][a-z0-9._@+-]{1,63}$/;

/** What is asked of whoever registers somebody. */
export class RegisterPersonInput {
  @Checked((value) => (typeof value === 'string' && login.test(value) ? null : { code: 'not-a-login' }), {
    type: String,
    pattern: login.source,
  })
  readonly login: string;
  @Text(120) readonly displayName: string;
  @Text(40) readonly role: string;
  @Id() readonly unitId: string;
  @Maybe() @Code(locales) readonly locale?: string;
  /** Where mail reaches them: the login, if that is an address and nothing else is said. */
  @Maybe() @MailAddress() readonly email?: string;
}

/** Somebody gets an account; the password comes by an invitation, so that nobody else ever knew it. */
@Injectable()
export class RegisterPerson {
  constructor(
    private readonly gate: Gate,
    private readonly posts: Posts,
  ) {}

  async run({ login, displayName, role, unitId, locale = 'en', ...input }: RegisterPersonInput): Promise<Answer> {
    const post = await this.posts.at(unitId, role);
    const email = input.email ?? (mailAddressCheck(login) === null ? login : null);
    const person = Object.assign(new Person(), { id: randomUUID(), login, displayName, ...post, locale, email, active: true });
    this.gate.admit(PersonRecord, person);
    return this.gate.show(PersonRecord, person.id);
  }
}
