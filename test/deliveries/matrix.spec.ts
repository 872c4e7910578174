import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { deliveryLifecycle } from '../../src/modules/deliveries/delivery.lifecycle.ts';
import { openHouse } from '../support/app.ts';
import { anAccepted, given, log, logged } from '../support/deliveries.ts';
import { moves, promised, states, type DeliveryAsking, type DeliveryStanding } from '../support/delivery-matrix.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

/** Who stands how to the delivery under test; the same people to one by a ministry, a partner and specialists. */
const relations = {
  worker: 'social-worker',
  supervisor: 'supervisor',
  'colleague of the worker': 'social-worker',
  'worker elsewhere': 'social-worker',
  'supervisor elsewhere': 'supervisor',
  officer: 'ministry-officer',
  'focal point': 'focal-point',
  'officer elsewhere': 'ministry-officer',
  partner: 'partner-worker',
  'colleague of the partner': 'partner-worker',
  'partner elsewhere': 'partner-worker',
  specialist: 'specialist',
  'specialist elsewhere': 'specialist',
  administrator: 'administrator',
  coordinator: 'coordinator',
} as const;
type Relation = keyof typeof relations;
type Kind = 'ministry' | 'partner' | 'specialist';
const givers: Readonly<Record<Kind, Relation>> = { ministry: 'officer', partner: 'partner', specialist: 'specialist' };

const people = {} as Record<Relation, Someone>;
const rows = {} as Record<Kind, { id: string; referralId: string; caseId: string }>;

beforeAll(async () => {
  const [team, ministry, partner] = [await world.aUnit(), await world.aUnit('education'), await world.aUnit('partner')];
  const specialists = await world.aUnit('health-restricted');
  const at: Partial<Record<Relation, { unitId: string; agencyId: string }>> = {
    ...{ worker: team, supervisor: team, 'colleague of the worker': team, officer: ministry, 'focal point': ministry },
    ...{ partner, 'colleague of the partner': partner, specialist: specialists },
  };
  for (const relation of Object.keys(relations) as Relation[]) people[relation] = await world.someone(relations[relation], at[relation]);
  for (const [kind, giver] of Object.entries(givers) as [Kind, Relation][]) {
    const service = kind === 'specialist' ? 'psychosocial-support' : 'school-place';
    const { id: referralId, caseId } = await world.aSentReferral(people.worker, people[giver], service);
    await people[giver].post(`/referrals/${referralId}/accept`);
    rows[kind] = { id: await logged(people[giver], referralId), referralId, caseId };
  }
}, 60_000);

/** Puts the row under test into a state, as if nothing had corrected it; a sealed case is sealed on all its rows. */
async function put({ id, referralId }: { id: string; referralId: string }, state: string, sealed: boolean, authorId: string) {
  await house.rows('DELETE FROM delivery WHERE referral_id = $1 AND id <> $2', [referralId, id]);
  await house.rows('UPDATE referral SET sealed = $2 WHERE id = $1', [referralId, sealed]);
  const [row] = await house.rows(
    `UPDATE delivery SET status = $2, back_dated = $3, dispute_reason = $4, answered_at = NULL, answered_by_id = NULL,
       author_id = $5, overdue = false, version = 1 WHERE id = $1 RETURNING *`,
    [id, state, state === 'late', state === 'disputed' ? 'wrong-day' : null, authorId],
  );
  return row!;
}

let asked = 0;

describe.each(Object.keys(givers) as Kind[])('A delivery by a %s', (kind) => {
  describe.each(states)('in the state %s', (state) => {
    it.each(Object.keys(relations) as Relation[])('answers the %s as law and lifecycle say, and changes only then', async (relation) => {
      const row = rows[kind];
      const [who, giver] = [people[relation], people[givers[kind]]];
      const expected: object[] = [];
      const actual: object[] = [];
      const wrong: string[] = [];
      for (const sealed of [false, true]) {
        // Whoever asks may once have been with the unit that logged it: then they never answer for it.
        for (const authorId of new Set([giver.id, who.id])) {
          await put(row, state, sealed, authorId);
          const offered = ((await who.get(`/deliveries/${row.id}`)).body.meta?.can ?? []) as string[];
          for (const { deed, path, body } of moves(row)) {
            const before = await put(row, state, sealed, authorId);
            const asker: DeliveryAsking = { role: relations[relation], id: who.id, unitId: who.unitId, agencyId: who.agencyId };
            const standing: DeliveryStanding = {
              ...{ workerId: people.worker.id, supervisorUnitId: people.worker.unitId, sealed, toUnitId: giver.unitId },
              ...{ status: state, authorId },
            };
            const cell = `${deed}${sealed ? ', sealed' : ''}${authorId === who.id ? ', own' : ''}`;
            const reply = await who.post(path, body);
            const [after] = await house.rows('SELECT * FROM delivery WHERE id = $1', [row.id]);
            const corrections = await house.rows('SELECT FROM delivery WHERE corrects_id = $1', [row.id]);
            expected.push({ cell, status: promised(asker, standing, deed) });
            actual.push({ cell, status: reply.status });
            asked += 1;
            const refusedByState = reply.status === 409 && 'state' in reply.body;
            if (offered.includes(deed) ? refusedByState : reply.status < 300) wrong.push(`${cell}: meta.can says otherwise`);
            if (reply.status >= 300) {
              if (JSON.stringify(after) !== JSON.stringify(before)) wrong.push(`${cell}: refused and changed`);
              if (corrections.length > 0) wrong.push(`${cell}: refused and corrected`);
            } else if (after?.status !== deliveryLifecycle.table[deed as 'confirm'].to)
              wrong.push(`${cell}: led to ${String(after?.status)}`);
            if (String(reply.body?.title).startsWith('problem.')) wrong.push(`${cell}: ${reply.body.title}`);
            const isGiver = giver.unitId === who.unitId;
            const isTeam = ['worker', 'supervisor'].includes(relation);
            if (reply.status < 300 && !(deed === 'correct' ? isGiver : isTeam)) wrong.push(`${cell}: by somebody else`);
          }
        }
      }
      expect(actual).toEqual(expected);
      expect(wrong).toEqual([]);
    });
  });
});

it('The matrix had every state, deed, relation, seal, author and kind of giver', () => {
  const deeds = moves({ id: '', referralId: '' }).map(({ deed }) => deed);
  // Whoever gave it is one of those who ask.
  const authors = Object.keys(relations).length * 2 - 1;
  expect(asked).toBe(Object.keys(givers).length * 2 * states.length * deeds.length * authors);
  expect(deeds.sort()).toEqual(deliveryLifecycle.moves().sort());
});

describe('An id of something else in the path', () => {
  it('is not found, even if it is one’s own', async () => {
    const { worker, supervisor, partner } = people;
    const { id, referralId, caseId } = rows.partner;
    const other = await anAccepted(world, worker, partner);
    const theirs = await logged(people.officer, (await anAccepted(world, worker, people.officer)).id);
    const replies = await Promise.all([
      ...[caseId, referralId, other.consentId, randomUUID()].map((wrong) => worker.post(`/deliveries/${wrong}/confirm`)),
      ...[caseId, referralId].map((wrong) => worker.post(`/deliveries/${wrong}/dispute`, { reason: 'not-given' })),
      ...[caseId, referralId].map((wrong) => supervisor.post(`/deliveries/${wrong}/agree`)),
      ...[caseId, id, other.consentId].map((wrong) => log(partner, wrong)),
      ...[caseId, referralId, theirs].map((wrong) => partner.get(`/deliveries/${wrong}`)),
      ...[theirs, randomUUID(), caseId].map((wrong) => log(partner, other.id, { correctsId: wrong })),
      ...[id, caseId, referralId].map((wrong) => partner.get(`/group-sessions/${wrong}`)),
    ]);
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 404));
    await put(rows.partner, 'recorded', false, partner.id);
    expect((await log(partner, other.id, { correctsId: id })).body.errors[0]).toMatchObject({
      field: 'correctsId',
      code: 'other-referral',
    });
  });
});

describe('Why it is disputed', () => {
  it('comes from its list, and is asked for', async () => {
    for (const body of [{}, { reason: 'no-capacity' }, { reason: null }, { reason: ['not-given'] }, { reason: 'not-given', note: 'x' }]) {
      const reply = await people.worker.post(`/deliveries/${rows.partner.id}/dispute`, body);
      expect([reply.status, reply.body.errors[0].field]).toEqual([400, 'note' in body ? 'note' : 'reason']);
    }
  });
});

describe('At once', () => {
  it('one of two corrections wins, and one of two answers', async () => {
    const { id } = await anAccepted(world, people.worker, people.partner);
    const first = await logged(people.partner, id);
    const corrections = await Promise.all([1, 3].map((units) => log(people.partner, id, { units, correctsId: first })));
    expect(corrections.map(({ status }) => status).sort()).toEqual([201, 409]);
    const second = corrections.find(({ status }) => status === 201)!.body.id as string;
    const answers = await Promise.all([
      people.worker.post(`/deliveries/${second}/confirm`),
      people.worker.post(`/deliveries/${second}/confirm`),
      log(people.partner, id, { units: 4, correctsId: second }),
    ]);
    expect(answers.filter(({ status }) => status < 300).length).toBeGreaterThanOrEqual(1);
    expect(answers.slice(0, 2).filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    const standing = await house.rows("SELECT FROM delivery WHERE referral_id = $1 AND status <> 'corrected'", [id]);
    expect(standing).toHaveLength(1);
  });

  it('and sent twice with one key, it is logged once', async () => {
    const { id } = await anAccepted(world, people.worker, people.partner);
    const key = { 'idempotency-key': randomUUID() };
    const send = () => people.partner.post(`/referrals/${id}/deliveries`, given, key);
    const replies = [...(await Promise.all([send(), send()])), await send()];
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(replies.map(({ body }) => body.id as string)).size).toBe(1);
    expect(await house.rows('SELECT FROM delivery WHERE referral_id = $1', [id])).toHaveLength(1);
  });
});
