import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSystem, type RunningSystem } from './support/running-system.ts';

let system: RunningSystem;

// what is stale is built first, and the demonstration's data are loaded
beforeAll(async () => {
  system = await startSystem();
}, 240_000);
afterAll(() => system.stop(), 60_000);

describe('The main job', () => {
  it('goes as told on the running system, from arrival to closure, with every refusal', async () => {
    const { code, output } = await system.script('scripts/main-job.mjs', ['--all'], { BASE_URL: system.address });
    const told = asOneLine(output);
    expect({ code, last: told.slice(-600) }).toMatchObject({ code: 0 });
    for (const sentence of sentences) expect(told).toMatch(sentence);
    const shown = refusalsOf(output);
    expect(shown).toHaveLength(refusals.length);
    for (const [at, expected] of refusals.entries()) expect(shown[at]).toEqual(expect.arrayContaining(expected));
    // every refusal has words that a person can read
    expect(told).not.toMatch(/\b(problem|input)\.[a-z-]+/);
  }, 120_000);

  it('says honestly what the system does not offer, counts it, and fails if everything was asked for', async () => {
    const lesser = await withoutRoutes(system.address, /consents|referrals/);
    try {
      const { code, output } = await system.script('scripts/main-job.mjs', ['--all'], { BASE_URL: lesser.address });
      const told = asOneLine(output);
      expect(told).toContain('not offered by this system yet: consent');
      expect(told).toContain(
        '4 of 7 chapters went as told. Not offered by this system yet (3): consent, referral to a ministry and referral',
      );
      expect(code).toBe(1);
    } finally {
      lesser.close();
    }
  }, 120_000);

  it('fails in plain words where nobody answers', async () => {
    const { code, output } = await system.script('scripts/main-job.mjs', [], { BASE_URL: 'http://localhost:9' });
    expect(asOneLine(output)).toContain('Nobody answers at http://localhost:9');
    expect(code).toBe(1);
  });
});

const sentences = [
  /✗ Partner worker \w+ \([^)]+\) tries to register a case and gets 403 forbidden/,
  /registers a girl of the age band 6-11 .* The case gets the code [0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{4}; nothing in it says who she is/,
  /✗ Social worker \w+ records the mother’s consent alone and gets 400 invalid-input/,
  /records the mother’s written consent .* and the girl’s own assent/,
  /✗ Social worker \w+ \([^)]+\) tries to set it and gets 404 not-found/,
  /judges the risk to be high/,
  /The package is closed/,
  /✗ Social worker \w+, who sent it, tries to accept it and gets 403 forbidden/,
  /Ministry officer \w+ reads the package, and nothing but the package: .*ageBand 6-11/,
  /✗ Social worker \w+ tries to send it at once and gets 409 approval-needed, .* it would say how to reach her/,
  /Supervisor \w+ reads what would be shared and approves just that/,
  /Partner worker \w+ logs a session of 31 to 60 minutes that the girl attended/,
  /Partner worker \w+ \([^)]+\) completes the referral: outcome "provided"/,
  /The reminder goes out: Social worker \w+ is told that the contact is due soon/,
  /The day has come: Social worker \w+ is told again, and the follow-up is due/,
  /it climbs: Supervisor \w+ \([^)]+\) is told, and the follow-up counts as missed/,
  /Social worker \w+ has seen the girl, she is doing well, and completes the follow-up/,
  /tries to close it before anybody asked and gets 409 approval-needed/,
  /✗ Social worker \w+ tries to close it alone and gets 403 forbidden/,
  /Supervisor \w+ approves: the case \S+ is closed, reason "goals-met"/,
  /7 of 7 chapters went as told/,
  /The clock is back at the real time/,
];

/** Who is refused what in which chapter. */
const refusals = [
  [
    'Partner worker tries to register a case: 403 forbidden',
    'Social worker tries to write a name into the case: 400 invalid-input',
    'Social worker opens its address: 404 not-found',
  ],
  [
    'Partner worker tries to record consent for the case: 404 not-found',
    'Social worker records the mother’s consent alone: 400 invalid-input',
    'Social worker dates it tomorrow: 400 invalid-input',
  ],
  ['Social worker tries to set it: 404 not-found', 'Supervisor sees the case, tries to set its risk: 403 forbidden'],
  [
    'Ministry officer opens the draft before it is sent: 404 not-found',
    'Ministry officer tries the address of the case itself: 404 not-found',
    'Social worker who sent it, tries to accept it: 403 forbidden',
    'Partner worker tries to read it: 404 not-found',
    'Ministry officer presses the button again: 409 referral-cannot-accept',
    'Social worker tries to complete it for them: 403 forbidden',
  ],
  [
    'Social worker looks for it: 404 not-found',
    'Partner worker opens the draft before it is sent: 404 not-found',
    'Social worker tries to send it at once: 409 approval-needed',
    'Social worker asks for approval, tries to give it too: 403 forbidden',
    'Supervisor tries to approve without saying what was seen: 428 if-match-missing',
    'Partner worker tries the address of the case itself: 404 not-found',
    'Social worker who sent it, tries to accept it: 403 forbidden',
    'Ministry officer tries to read it: 404 not-found',
    'Partner worker presses the button again: 409 referral-cannot-accept',
    'Ministry officer tries to log a service on this referral: 404 not-found',
    'Social worker tries to complete it for them: 403 forbidden',
  ],
  ['Supervisor tries to tick it off: 403 forbidden', 'Social worker tries it: 404 not-found'],
  [
    'Supervisor tries to close it before anybody asked: 409 approval-needed',
    'Social worker tries to close it alone: 403 forbidden',
    'Social worker tries to change its risk afterwards: 409 case-closed',
  ],
];

/** The refusals of each chapter, without names: the role, what they try, and what they get. */
function refusalsOf(output: string): string[][] {
  const chapters = output.split(/^\d+\. /m).slice(1);
  const refused = /✗ (\w+ worker|Supervisor|Ministry officer) \w+(?: \d+)?(?: \([^)]+\))?,? (.+?),? (?:and )?gets (\d{3} [a-z-]+)/g;
  return chapters.map((chapter) => [...asOneLine(chapter).matchAll(refused)].map(([, who, tries, what]) => `${who} ${tries}: ${what}`));
}

/** The transcript without its line breaks. */
function asOneLine(output: string): string {
  return output.replace(/\s+/g, ' ');
}

/** The same system, seen through a door that hides some of its routes. */
async function withoutRoutes(address: string, hidden: RegExp): Promise<{ address: string; close: () => Server }> {
  const server = createServer((request, reply) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { 'content-length': _, host: __, connection: ___, 'transfer-encoding': ____, ...headers } = request.headers;
      const body = request.method === 'GET' ? {} : { body: Buffer.concat(chunks) };
      const answer = await fetch(`${address}${request.url ?? ''}`, {
        method: request.method ?? 'GET',
        headers: headers as Record<string, string>,
        ...body,
      });
      const text = await answer.text();
      reply.writeHead(answer.status, { 'set-cookie': answer.headers.getSetCookie() });
      reply.end(request.url === '/docs/openapi.json' ? hide(text, hidden) : text);
    })();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { address: `http://localhost:${(server.address() as { port: number }).port}`, close: () => server.close() };
}

function hide(document: string, hidden: RegExp): string {
  const { paths, ...rest } = JSON.parse(document) as { paths: Record<string, object> };
  return JSON.stringify({ ...rest, paths: Object.fromEntries(Object.entries(paths).filter(([path]) => !hidden.test(path))) });
}
