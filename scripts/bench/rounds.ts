import { cpuOf, cpuOfFamily } from './cpu.ts';
import { Callers } from './load.ts';
import type { Running } from './processes.ts';
import type { Work } from './work.ts';

/** So much CPU time of the product is enough to go by; dear works are done less often. */
const roundMilliseconds = 1_500;

/** CPU milliseconds of one request, in the server that was asked and in its database; and how many went through in a second. */
export interface Cost {
  readonly app: number;
  readonly db: number;
  readonly perSecond: number;
}

/** What one round found, the product and bare SQL one right after the other. */
export interface Round {
  readonly app: Cost;
  readonly bare: Cost;
}

/** Does a work by turns on both sides: once to get warm, then in counted rounds. */
export class Rounds {
  private readonly sides: Readonly<Record<'app' | 'bare', { readonly running: Running; readonly callers: Callers }>>;

  constructor(
    app: Running,
    bare: Running,
    private readonly databasePid: number,
  ) {
    this.sides = {
      app: { running: app, callers: new Callers(app.port) },
      bare: { running: bare, callers: new Callers(bare.port) },
    };
  }

  /** Lets both processes come to the speed they have when they have run for a while. */
  async warmUp(works: readonly Work[], times: number): Promise<void> {
    for (const work of works) for (const side of ['bare', 'app'] as const) await this.cost(side, work, 0, times);
  }

  /** Does one work, as often in a round as it is done usually, or less if it is dear; an exact number holds whatever it costs. */
  async of(work: Work, rounds: number, exactly: number | null): Promise<{ rounds: Round[]; requests: number }> {
    for (const ask of work.before ?? []) await this.sides.app.callers.ask(ask);
    const few = Math.ceil(work.requests / 50);
    const tried = await this.cost('app', work, 0, few);
    const affordable = Math.max(few, Math.ceil(roundMilliseconds / (tried.app + tried.db)));
    const requests = exactly ?? Math.min(work.requests, affordable);
    const done: Round[] = [];
    for (let round = 0; round <= rounds; round++) {
      const from = few + round * requests;
      const app = await this.cost('app', work, from, requests);
      const bare = await this.cost('bare', work, from, requests);
      if (round > 0) done.push({ app, bare });
    }
    return { rounds: done, requests };
  }

  close(): void {
    for (const { callers } of Object.values(this.sides)) callers.close();
  }

  private async cost(side: 'app' | 'bare', work: Work, from: number, requests: number): Promise<Cost> {
    const { running, callers } = this.sides[side];
    const used = (): [number, number] => [cpuOf(running.pid), cpuOfFamily(this.databasePid)];
    const [appBefore, dbBefore] = used();
    const began = performance.now();
    await callers.run((at) => work[side](from + at), requests, work.atOnce);
    const seconds = (performance.now() - began) / 1000;
    const [app, db] = used();
    return { app: (app - appBefore) / requests, db: (db - dbBefore) / requests, perSecond: requests / seconds };
  }
}
