import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/platform/config.ts';
import { appoint } from './first-admin/appoint.ts';
import { asker, questions, Refused } from './first-admin/ask.ts';

/** Makes the first administrator of an installation, and prints the one link with which they choose their password. */
const texts = Object.fromEntries(Object.keys(questions).map((question) => [question, { type: 'string' as const }]));
const { values } = parseArgs({ options: { ...texts, another: { type: 'boolean', default: false } } });
const config = readConfig();
try {
  const { login, token, endsAt } = await appoint(config, asker(values), values.another);
  const address = config.publicUrl.replace(/\/$/, '');
  // What stands behind the # is never sent to a server, and so in no log.
  process.stdout.write(
    [
      `${login} is invited as an administrator. The link holds once, until ${endsAt.toISOString()}, and is shown only here:`,
      '',
      `  ${address}/invitations/accept#${token}`,
      '',
      'While there are no screens, the invitation is accepted by a request, with the part behind # as the token:',
      '',
      `  POST ${address}/invitations/accept   X-Homeward: 1   {"token": "…", "password": "…"}`,
      '',
    ].join('\n'),
  );
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
