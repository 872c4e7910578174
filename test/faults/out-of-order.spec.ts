import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { Ledger } from '../support/ledger.ts';
import { keepWhatIsDue } from '../support/promises.ts';
import { newTask } from '../support/tasks.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const ledger = new Ledger(house);
let worker: Someone;
let officer: Someone;
let supervisor: Someone;
let caseId: string;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  supervisor = await world.someone('supervisor', worker);
  officer = await world.someone('ministry-officer', await world.aUnit('education'));
  ({ id: caseId } = await world.aCase(worker));
  await worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] });
});

const given = { deliveredOn: '2026-03-02', mode: 'at-provider', attendance: 'attended', units: 1 };
const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: 1, clientConfirmed: 'yes' };
const enrolled = { evidenceCode: 'enrolled' };

/** A step; `from` is the first turn in which it may come, if that is before its own. */
type Step = readonly [who: () => Someone, path: string, body?: object, from?: number];

/** Tries every step but the one whose turn it is, and sees each refused; then takes that one. */
async function onlyInTurn(steps: readonly Step[]): Promise<void> {
  for (const [turn, [who, path, body]] of steps.entries()) {
    for (const [at, [early, earlyPath, earlyBody, from = at]] of steps.entries()) {
      if (at <= turn || from <= turn) continue;
      const { status } = await ledger.post(early(), earlyPath, earlyBody);
      expect([earlyPath, 'before', path, [403, 404, 409].includes(status)]).toEqual([earlyPath, 'before', path, true]);
    }
    const { status, text } = await ledger.post(who(), path, body);
    expect([path, status, status < 300 ? '' : text]).toEqual([path, status === 201 ? 201 : 200, '']);
  }
}

describe('Steps that come in another order than they were meant', () => {
  it('are refused for a referral until it is their turn, and leave it as it was', async () => {
    const made = await ledger.post(worker, `/cases/${caseId}/referrals`, {
      toUnitId: officer.unitId,
      serviceType: 'school-place',
      urgency: 'high',
    });
    const path = `/referrals/${made.body.id}`;
    await onlyInTurn([
      [() => worker, `${path}/send`],
      [() => officer, `${path}/accept`],
      [() => officer, `${path}/deliveries`, given],
      [() => officer, `${path}/complete`, outcome, 2],
    ]);
    // What comes late finds that all is over.
    for (const late of ['accept', 'reject'])
      expect([404, 409]).toContain(
        (await ledger.post(officer, `${path}/${late}`, late === 'reject' ? { reason: 'no-capacity' } : {})).status,
      );
    const { body } = await worker.get(path);
    expect(body).toMatchObject({ status: 'completed', outcomeCode: 'provided' });
  });

  it('are refused for a task until it is their turn, and leave it as it was', async () => {
    const made = await ledger.post(worker, `/cases/${caseId}/tasks`, { ...newTask, toUnitId: officer.unitId });
    const path = `/tasks/${made.body.id}`;
    await onlyInTurn([
      [() => officer, `${path}/claim`],
      [() => officer, `${path}/begin`],
      [() => officer, `${path}/complete`, enrolled, 1],
      [() => supervisor, `${path}/verify`],
      [() => worker, `${path}/reopen`, { reason: 'undone-since' }],
    ]);
    expect((await worker.get(path)).body.status).toBe('returned');
  });

  it('lose nothing that was answered yes', async () => {
    await keepWhatIsDue(house);
    expect(ledger.size).toBe(11);
    expect(await ledger.wrongs()).toEqual([]);
  });
});
