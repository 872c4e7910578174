import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { Cast } from './cast.ts';
import type { Piles } from './data.ts';
import { figureOf } from './figures.ts';
import { install, type Installation } from './installation.ts';
import { readOptions, type Options } from './options.ts';
import { Processes } from './processes.ts';
import { inboxes, lists, reads } from './reading.ts';
import { machine, tableOf, writeInto, type Report } from './report.ts';
import { Rounds } from './rounds.ts';
import { usualRequests, type Work } from './work.ts';
import { acceptances, newCases, newReferrals, patches } from './writing.ts';

const proof = 'docs/proof.md';

/** Measures what a request costs with every wall and log in place, against the same SQL by bare `pg`, and says so. */
export async function bench(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  const folder = resolve('.data', options.keep ? 'bench' : `bench-${process.pid}`);
  const processes = new Processes(folder);
  let installation: Installation | null = null;
  let isStopped = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      isStopped = true;
      say('Stopping …');
      void processes.endAll();
    });
  }
  try {
    const loadBefore = loadavg()[0] ?? 0;
    installation = await install({ folder, keep: options.keep, cases: options.cases, piles: pilesOf(options), say }, processes);
    const began = performance.now();
    const results = await measured(options, installation, processes);
    const report: Report = {
      machine: machine(installation.postgres, loadBefore),
      command: `npm run bench${args.length === 0 ? '' : ` -- ${args.join(' ')}`}`,
      cases: options.cases,
      loadedInSeconds: installation.loadedInSeconds,
      measuredInSeconds: (performance.now() - began) / 1000,
      results,
    };
    process.stdout.write(`${options.json ? JSON.stringify(report) : tableOf(report)}\n`);
    if (options.write) writeInto(proof, tableOf(report));
  } catch (error) {
    if (!isStopped) process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  } finally {
    await processes.endAll();
    await installation?.stop();
  }
}

async function measured(options: Options, installation: Installation, processes: Processes): Promise<Report['results']> {
  const cast = new Cast(installation.admin);
  const works = (await worksOf(cast, options)).filter(({ work, role }) => {
    return (options.works?.includes(work) ?? true) && (options.roles?.includes(role) ?? true);
  });
  const bare = await processes.bare({
    url: installation.bareUrl,
    routes: Object.fromEntries(works.flatMap(({ routes }) => Object.entries(routes))),
  });
  const app = await processes.api(installation.app, profiling(options.profile));
  const rounds = new Rounds(app, bare, installation.serverPid);
  try {
    say('Warming up …');
    await rounds.warmUp(works.filter(({ work }) => work === 'read').slice(0, 2), options.requests ?? 2_000);
    const figures = [];
    for (const work of works) {
      say(`${work.work} ${work.record}, ${work.role} …`);
      await cast.keepAwake();
      const { rounds: done, requests } = await rounds.of(work, options.rounds, options.requests);
      figures.push(figureOf(work, done, requests));
    }
    return figures;
  } finally {
    rounds.close();
    // a profile is written when the process ends
    await processes.end(app.pid);
  }
}

async function worksOf(cast: Cast, { requests }: Options): Promise<Work[]> {
  const times = (work: Work['work']): number => requests ?? usualRequests[work];
  return [
    ...(await reads(cast, times('read'))),
    ...(await lists(cast, times('list'))),
    ...(await inboxes(cast, times('inbox'))),
    await newCases(cast, times('create')),
    await newReferrals(cast, times('create')),
    await patches(cast, times('patch')),
    ...(await acceptances(cast, times('accept'))),
  ];
}

/** As much beside the cases as there would be; and as many waiting referrals as will be accepted. */
function pilesOf({ cases, requests, rounds, works }: Options): Piles {
  const some = Math.min(cases, 100_000);
  const isAsked = works?.includes('accept') ?? true;
  const accepted = ((isAsked ? requests : null) ?? usualRequests.accept) * (Math.max(rounds, 5) + 2);
  return { full: Math.max(20, Math.round(some / 20)), usual: 125, answering: accepted, auditEvents: some };
}

function profiling(folder: string | null): string[] {
  if (folder === null) return [];
  mkdirSync(folder, { recursive: true });
  return ['--cpu-prof', `--cpu-prof-dir=${join(resolve(folder))}`];
}

/** What goes on, beside the figures. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
