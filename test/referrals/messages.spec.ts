import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { openHouse } from '../support/app.ts';
import { inCare } from '../support/care.ts';
import { rawly } from '../support/raw-table.ts';
import { states } from '../support/referral-matrix.ts';
import { aTeam, atOnce, eventsOf, type Team } from '../support/teams.ts';
import { newConsent, World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const subjects = shippedReference().codes('referral-message-subject');
const underWay = ['sent', 'accepted', 'in_progress', 'on_hold'];
const refused = (reply: Reply) => [reply.status, String(reply.body.type).replace('/problems/', '')];

let team: Team;
let officer: Someone;
let colleague: Someone;
beforeAll(async () => {
  team = await aTeam(world);
  officer = await world.someone('ministry-officer', await world.aUnit('education'));
  colleague = await world.someone('focal-point', officer);
}, 30_000);
beforeEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

const sent = (): Promise<{ id: string; caseId: string; consentId: string }> => world.aSentReferral(team.worker, officer);
const write = (who: Someone, id: string, more: object = {}): Promise<Reply> =>
  who.post(`/referrals/${id}/messages`, { subject: 'state-of-things', ...more });
const put = (id: string, state: string, isOpen: boolean) =>
  house.rows('UPDATE referral SET status = $2, package_open = $3 WHERE id = $1', [id, state, isOpen]);
const ids = ({ body }: Reply): string[] => (body.items as { id: string }[]).map(({ id }) => id);

describe('The two sides of a referral', () => {
  it('write to each other, and read it in the order in which it was said', async () => {
    const { id } = await sent();
    const said: string[] = [];
    for (const [minute, who] of [officer, team.worker, colleague].entries()) {
      await house.clock.moveTo(new Date(Date.parse('2026-03-02T04:00:00Z') + minute * 60_000));
      const { status, body } = await write(who, id, { text: 'The stairs have a rail.' });
      expect([status, body]).toMatchObject([
        201,
        { referralId: id, subject: 'state-of-things', text: 'The stairs have a rail.', wantsAnswer: true, answersId: null, readAt: null },
      ]);
      expect(body.side).toBe(who === team.worker ? 'sender' : 'recipient');
      said.push(body.id as string);
    }
    for (const who of [team.worker, team.supervisor, officer, colleague])
      expect(ids(await who.get(`/referrals/${id}/messages`))).toEqual(said);
    const first = await officer.get(`/referrals/${id}/messages?limit=2`);
    const rest = await officer.get(`/referrals/${id}/messages?limit=2&after=${first.body.next}`);
    expect([ids(first), ids(rest), rest.body.next]).toEqual([said.slice(0, 2), said.slice(2), null]);
    expect((await officer.get(`/referrals/${id}/messages?limit=2&after=${first.body.next}&side=sender`)).status).toBe(400);
    expect(ids(await officer.get(`/referrals/${id}/messages?side=sender`))).toEqual([said[1]]);
  });

  it('know who of their own side wrote, and of the other side that somebody did', async () => {
    const { id, caseId } = await sent();
    const [theirs, ours] = [(await write(officer, id)).body.id, (await write(team.worker, id)).body.id];
    const author = async (who: Someone, message: string) => (await who.get(`/referral-messages/${message}`)).body.authorId;
    for (const who of [team.worker, team.supervisor])
      expect([await author(who, ours), await author(who, theirs)]).toEqual([team.worker.id, undefined]);
    for (const who of [officer, colleague]) {
      expect([await author(who, ours), await author(who, theirs)]).toEqual([undefined, officer.id]);
      const { text } = await who.get(`/referrals/${id}/messages`);
      for (const hidden of [caseId, team.worker.id, 'caseId', 'workerId', 'toUnitId', 'open"']) expect(text).not.toContain(hidden);
    }
  });

  it('say that they have read what the other wrote, once, and not what they wrote', async () => {
    const { id } = await sent();
    const [theirs, ours] = [(await write(officer, id)).body.id, (await write(team.worker, id)).body.id];
    const read = (who: Someone, message: string) => who.post(`/referral-messages/${message}/read`);
    expect([
      (await read(officer, theirs)).status,
      (await read(team.worker, ours)).status,
      (await read(team.supervisor, theirs)).status,
    ]).toEqual([403, 403, 403]);
    const { body } = await read(team.worker, theirs);
    await house.clock.moveTo(new Date('2026-03-02T05:00:00Z'));
    expect([(await read(team.worker, theirs)).body.readAt, (await read(colleague, ours)).body.readAt]).toEqual([
      body.readAt,
      '2026-03-02T05:00:00.000Z',
    ]);
    for (const stranger of [team.stranger, team.partner, team.colleague]) expect((await read(stranger, theirs)).status).toBe(404);
  });

  it('are told that something was said, and not what', async () => {
    const { id } = await sent();
    const words = 'Ramps are needed everywhere.';
    await write(officer, id, { text: words });
    await write(officer, id, { subject: 'other', text: words });
    await write(team.worker, id, { subject: 'other', text: words });
    const told = async (who: Someone) => {
      const { body, text } = await who.get('/notifications?limit=100');
      expect(text).not.toContain('Ramps');
      return (body.items as { subjectId: string; kind: string }[])
        .filter(({ subjectId }) => subjectId === id)
        .map(({ kind }) => kind)
        .sort();
    };
    expect(await told(team.worker)).toEqual(['message', 'question']);
    expect(await told(colleague)).toEqual(['arrived', 'message']);
    for (const table of ['platform.outbox', 'notification', 'timeline_entry', 'change_log', 'audit.event', 'webhook_message'])
      expect([table, await house.rows(`SELECT 1 FROM ${table} t WHERE t::text LIKE '%Ramps%'`)]).toEqual([table, []]);
  });

  it('say a thing once, however often it is sent', async () => {
    const { id } = await sent();
    const key = { 'idempotency-key': 'a-message-sent-again-and-again' };
    const say = () => officer.post(`/referrals/${id}/messages`, { subject: 'access' }, key);
    expect(await atOnce(3, say)).toEqual([201, 201, 201]);
    expect(ids(await officer.get(`/referrals/${id}/messages`))).toHaveLength(1);
    expect((await officer.post(`/referrals/${id}/messages`, { subject: 'language' }, key)).status).toBe(422);
  });

  it('and their team are all who read: reading is noted, and what was read is not', async () => {
    const { id } = await sent();
    const { body } = await write(officer, id, { text: 'It is a quiet place.' });
    const statuses: Record<string, number[]> = {};
    const strangers = {
      colleague: team.colleague,
      elsewhere: team.stranger,
      partner: team.partner,
      otherOfficer: await world.someone('ministry-officer'),
      supervisor: await world.someone('supervisor'),
      specialist: await world.someone('specialist', await world.aUnit('health-restricted')),
      coordinator: await world.someone('coordinator', await world.aUnit('coordination')),
      administrator: await world.someone('administrator'),
      auditor: await world.someone('auditor'),
    };
    for (const [name, who] of Object.entries(strangers))
      statuses[name] = [
        (await who.get(`/referrals/${id}/messages`)).status,
        (await who.get(`/referral-messages/${body.id}`)).status,
        (await write(who, id)).status,
      ];
    expect(statuses).toEqual(Object.fromEntries(Object.keys(strangers).map((name) => [name, [404, 404, 404]])));
    expect((await write(team.supervisor, id)).status).toBe(403);
    await team.supervisor.get(`/referrals/${id}/messages`);
    const noted = (await eventsOf(house, team.supervisor.id, 'list')).filter(({ record }) => record === 'referral-message');
    expect(noted.at(-1)).toMatchObject({ record_ids: [body.id], result: 'shown' });
  });

  it('have it in the history of the case: that something was said, about what, and not the words', async () => {
    const { id, caseId } = await sent();
    const { body } = await write(officer, id, { text: 'It is a quiet place.' });
    const { items } = (await team.worker.get(`/cases/${caseId}/history?recordId=${body.id}`)).body;
    expect(items).toMatchObject([{ action: 'create', record: 'referral-message', actorId: null, actorUnitId: officer.unitId }]);
    expect(items[0].changes).toMatchObject({ subject: { to: 'state-of-things' }, text: {} });
    expect(items[0].changes).not.toHaveProperty('authorId');
  });

  it('do not keep each other after the case has changed hands: the new worker reads on, the old one no more', async () => {
    const { id, caseId } = await sent();
    const { body } = await write(officer, id);
    expect((await team.supervisor.post(`/cases/${caseId}/assign`, { workerId: team.colleague.id })).status).toBe(200);
    expect((await team.worker.get(`/referrals/${id}/messages`)).status).toBe(404);
    expect(ids(await team.colleague.get(`/referrals/${id}/messages`))).toEqual([body.id]);
    expect((await write(team.colleague, id, { subject: 'answer', text: 'Next week.', answersId: body.id })).status).toBe(201);
    await team.supervisor.post(`/cases/${caseId}/seal`, { reason: 'relative-in-team' });
    expect((await team.supervisor.get(`/referral-messages/${body.id}`)).status).toBe(404);
    expect((await team.colleague.get(`/referral-messages/${body.id}`)).status).toBe(200);
  });

  it('who care for a case without a referral to them read nothing of another’s', async () => {
    const { caseId, specialist } = await inCare(world, team.worker);
    await team.worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] });
    const wanted = { toUnitId: officer.unitId, serviceType: 'school-place', urgency: 'high' };
    const { body } = await team.worker.post(`/cases/${caseId}/referrals`, wanted);
    expect((await team.worker.post(`/referrals/${body.id}/send`)).status).toBe(200);
    await write(team.worker, body.id);
    expect((await specialist.get(`/referrals/${body.id}/messages`)).status).toBe(404);
  });
});

describe('A referral that is', () => {
  it.each(states)('%s: who may still write, and who may still read', async (state) => {
    const { id } = await sent();
    const { body } = await write(team.worker, id, { text: 'It is a quiet place.' });
    for (const isOpen of [true, false]) {
      await put(id, state, isOpen);
      const isSeen = !['draft', 'entered_in_error'].includes(state);
      const isReadable = state === 'sent' || (isOpen && ['accepted', 'in_progress', 'on_hold', 'completed', 'failed'].includes(state));
      const shown = await officer.get(`/referral-messages/${body.id}`);
      expect([state, isOpen, shown.status]).toEqual([state, isOpen, isReadable ? 200 : 404]);
      const list = await officer.get(`/referrals/${id}/messages`);
      expect([list.status, list.body.items?.length]).toEqual(isSeen ? [200, isReadable ? 1 : 0] : [404, undefined]);
      for (const who of [team.worker, team.supervisor])
        expect((await who.get(`/referral-messages/${body.id}`)).body.text).toBe('It is a quiet place.');
    }
    await put(id, state, !['sent', 'draft'].includes(state));
    const [ours, theirs] = [await write(team.worker, id), await write(officer, id)];
    if (underWay.includes(state)) expect([ours.status, theirs.status]).toEqual([201, 201]);
    else {
      expect(refused(ours)).toEqual([409, 'referral-cannot-write']);
      const isSeen = !['draft', 'entered_in_error'].includes(state);
      expect(refused(theirs)).toEqual(isSeen ? [409, 'referral-cannot-write'] : [404, 'not-found']);
    }
  });

  it('over keeps its messages for the provider as long as its package, and what is called off at once no more', async () => {
    const { id, consentId } = await sent();
    await officer.post(`/referrals/${id}/accept`);
    const { body } = await write(team.worker, id);
    const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: 1, clientConfirmed: 'yes' };
    await officer.post(`/referrals/${id}/complete`, outcome);
    expect((await officer.get(`/referral-messages/${body.id}`)).status).toBe(200);
    await team.worker.post(`/consents/${consentId}/withdraw`);
    expect((await officer.get(`/referral-messages/${body.id}`)).status).toBe(404);
    const other = await sent();
    const { body: said } = await write(officer, other.id);
    await team.supervisor.post(`/referrals/${other.id}/recall`, { reason: 'safety' });
    expect((await officer.get(`/referral-messages/${said.id}`)).status).toBe(404);
    expect((await team.worker.get(`/referral-messages/${said.id}`)).status).toBe(200);
  });
});

describe('A question', () => {
  const awaits = async (who: Someone, id: string) => {
    const { body } = await who.get(`/referrals/${id}`);
    return [body.awaitsSender, body.awaitsRecipient];
  };

  it('waits for the other side until it answers that question, and the list finds it', async () => {
    const { id } = await sent();
    expect(await awaits(officer, id)).toEqual([false, false]);
    const first = (await write(officer, id, { subject: 'question-about-time' })).body.id as string;
    const second = (await write(officer, id, { subject: 'language' })).body.id as string;
    expect(await awaits(team.worker, id)).toEqual([true, false]);
    expect(ids(await team.worker.get('/referrals?awaitsSender=true&limit=100'))).toContain(id);
    expect(ids(await officer.get('/referrals?awaitsRecipient=true&limit=100'))).not.toContain(id);
    await write(team.worker, id, { subject: 'other', text: 'We look into it.' });
    await write(officer, id, { subject: 'answer', text: 'Thanks.' });
    expect(await awaits(team.worker, id)).toEqual([true, false]);
    await write(team.worker, id, { subject: 'answer', text: 'On Mondays.', answersId: first });
    expect(await awaits(officer, id)).toEqual([true, false]);
    // An answer may ask in its turn.
    await write(team.worker, id, { subject: 'access', answersId: second });
    expect(await awaits(officer, id)).toEqual([false, true]);
    expect(ids(await officer.get('/referrals?awaitsRecipient=true&limit=100'))).toContain(id);
  });

  it('of a referral that is over waits for nobody', async () => {
    const { id } = await sent();
    await write(officer, id);
    await write(team.worker, id);
    expect(await awaits(officer, id)).toEqual([true, true]);
    await officer.post(`/referrals/${id}/reject`, { reason: 'no-capacity' });
    expect(await awaits(officer, id)).toEqual([false, false]);
  });

  it('is answered by the other side, on the same referral, and nothing else is', async () => {
    const [one, two] = [await sent(), await sent()];
    const asked = (await write(officer, one.id)).body.id as string;
    const remark = (await write(officer, one.id, { subject: 'other', text: 'We are closed on Fridays.' })).body.id as string;
    const elsewhere = (await write(officer, two.id)).body.id as string;
    const answer = { subject: 'answer', text: 'Yes.' };
    for (const [who, id, answersId] of [
      [officer, one.id, asked],
      [team.worker, one.id, remark],
      [team.worker, one.id, elsewhere],
      [team.worker, one.id, one.caseId],
      [team.worker, two.id, asked],
    ] as const) {
      const reply = await write(who, id, { ...answer, answersId });
      expect([reply.status, reply.body.errors]).toMatchObject([400, [{ field: 'answersId', code: 'no-question-of-others' }]]);
    }
    expect(await awaits(team.worker, one.id)).toEqual([true, false]);
  });

  it('and the answers to it at once leave nothing waiting; a question and its referral’s end do not both stand', async () => {
    const { id } = await sent();
    const asked = (await write(officer, id)).body.id as string;
    const answer = { subject: 'answer', text: 'Yes.', answersId: asked };
    expect(await atOnce(3, () => write(team.worker, id, answer))).toEqual([201, 201, 201]);
    expect(await awaits(officer, id)).toEqual([false, false]);
    const [question, rejected] = await Promise.all([
      write(team.worker, id),
      officer.post(`/referrals/${id}/reject`, { reason: 'no-capacity' }),
    ]);
    expect([rejected.status, [201, 409].includes(question.status)]).toEqual([200, true]);
    expect(await awaits(team.worker, id)).toEqual([false, false]);
  });
});

describe('What is written', () => {
  it('has a subject of the list, with words where the subject alone says nothing', async () => {
    const { id } = await sent();
    for (const { id: subject, needsText, wantsAnswer } of subjects) {
      const reply = await write(officer, id, { subject });
      expect([subject, reply.status]).toEqual([subject, needsText ? 400 : 201]);
      const { body } = await write(officer, id, { subject, text: 'Some words.' });
      expect([subject, body.wantsAnswer]).toEqual([subject, wantsAnswer]);
    }
    for (const subject of ['because', '', null, ['other']])
      expect((await write(officer, id, { subject })).body.errors[0].field).toBe('subject');
  });

  it('holds nothing by which somebody could be found, and no more than 280 characters', async () => {
    const { id } = await sent();
    for (const [text, code] of [
      ['Her number is 90 123 45 67.', 'holds-identifier'],
      ['Write to m@example.org', 'holds-identifier'],
      ['She was born on 12.03.2014', 'holds-identifier'],
      ['The case is 7KM-2QX-9ABC', 'holds-identifier'],
      ['x'.repeat(281), 'too-long'],
      ['  ', 'empty'],
      ['a\u202eb', 'unseen-characters'],
    ]) {
      const reply = await write(officer, id, { subject: 'other', text, namesNobody: true });
      expect([text, reply.status, reply.body.errors?.[0]]).toMatchObject([text, 400, { field: 'text', code }]);
    }
    expect((await write(officer, id, { subject: 'other', text: 'x'.repeat(280) })).status).toBe(201);
  });

  it('is asked about if it reads like a name, and sent if whoever wrote it has looked', async () => {
    const { id } = await sent();
    const text = 'Ask the school of Green Valley.';
    expect(refused(await write(officer, id, { subject: 'other', text }))).toEqual([409, 'text-may-name']);
    expect((await write(officer, id, { subject: 'other', text, namesNobody: true })).status).toBe(201);
    expect(ids(await officer.get(`/referrals/${id}/messages`))).toHaveLength(1);
  });

  it('names no other side, author or case, whatever is sent along', async () => {
    const { id, caseId } = await sent();
    for (const more of [
      { side: 'sender' },
      { authorId: team.worker.id },
      { caseId },
      { referralId: id },
      { open: true },
      { at: '2026-03-01' },
    ])
      expect((await write(officer, id, more)).status).toBe(400);
  });
});

describe('An id of something else in the path', () => {
  it('is not found', async () => {
    const { id, caseId, consentId } = await sent();
    const { body } = await write(officer, id);
    const replies = [
      await write(team.worker, caseId),
      await write(officer, consentId),
      await write(officer, body.id),
      await officer.get(`/referrals/${body.id}/messages`),
      await officer.get(`/referral-messages/${id}`),
      await team.worker.post(`/referral-messages/${id}/read`),
      await team.worker.post(`/referral-messages/${caseId}/read`),
    ];
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 404));
    expect((await officer.get(`/referrals/${id}/messages?referralId=${id}`)).status).toBe(400);
  });
});

describe('By a plain statement', () => {
  const worker = ['social-worker', 'p_social_worker'] as const;
  const ministry = ['ministry-officer', 'p_ministry'] as const;
  const supervisor = ['supervisor', 'p_supervisor'] as const;
  type As = Parameters<typeof rawly>[2];
  const by = async (who: Someone, as: As, text: string, values: unknown[]) => {
    const { refused: code, count } = await rawly(house, who, as, text, values);
    return code ?? count;
  };

  it('nobody writes for the other side, in another’s name, to an end, or as an answer to nothing', async () => {
    const { id } = await sent();
    const other = await sent();
    const asked = (await write(officer, id)).body.id as string;
    const insert = `INSERT INTO referral_message (id, referral_id, to_unit_id, open, side, author_id, subject, answers_id, wants_answer, at, read_at,
        unit_id, supervisor_unit_id, sealed)
      VALUES (gen_random_uuid(), $1, $2, true, $3, $4, 'other', $5, true, now(), $6, $2, $2, false)`;
    const add = (who: Someone, as: As, more: { to?: string; side?: string; author?: string; answers?: string; read?: string } = {}) =>
      by(who, as, insert, [
        ...[more.to ?? id, officer.unitId, more.side ?? (who === officer ? 'recipient' : 'sender'), more.author ?? who.id],
        ...[more.answers ?? null, more.read ?? null],
      ]);
    expect([await add(team.worker, worker), await add(officer, ministry)]).toEqual([1, 1]);
    expect(await add(team.worker, worker, { answers: asked })).toBe(1);
    const wrong = [
      await add(team.worker, worker, { side: 'recipient' }),
      await add(officer, ministry, { side: 'sender' }),
      await add(officer, ministry, { author: colleague.id }),
      await add(team.worker, worker, { to: other.id, answers: asked }),
      await add(officer, ministry, { answers: asked }),
      await add(team.worker, worker, { read: '2026-03-02T04:00:00Z' }),
      await add(team.stranger, worker),
      await add(team.supervisor, supervisor),
    ];
    expect(wrong).toEqual(wrong.map(() => '42501'));
    await put(id, 'completed', true);
    expect([await add(team.worker, worker), await add(officer, ministry)]).toEqual(['42501', '42501']);
  });

  it('nobody changes what was said, says that the other has read it, or hides that an answer is waited for', async () => {
    const { id } = await sent();
    const said = (await write(officer, id)).body.id as string;
    const message = (who: Someone, as: As, sets: string) => by(who, as, `UPDATE referral_message SET ${sets} WHERE id = $1`, [said]);
    expect(await message(officer, ministry, 'read_at = now()')).toBe('42501');
    expect(await message(team.worker, worker, 'read_at = now()')).toBe(1);
    for (const sets of [`text = 'x'`, `subject = 'other'`, `side = 'sender'`, `open = true`, `referral_id = '${id}'`])
      for (const [who, as] of [
        [officer, ministry],
        [team.worker, worker],
        [team.supervisor, supervisor],
      ] as const)
        expect([sets, await message(who, as, sets)]).toEqual([sets, '42501']);
    const { rows } = await rawly(
      house,
      team.worker,
      worker,
      'UPDATE referral SET awaits_sender = false WHERE id = $1 RETURNING awaits_sender',
      [id],
    );
    expect(rows).toEqual([{ awaits_sender: true }]);
  });

  it('a recipient reads what is open to the unit, and a stranger nothing', async () => {
    const { id } = await sent();
    await write(team.worker, id, { text: 'It is a quiet place.' });
    const read = async (who: Someone, as: As) => by(who, as, 'SELECT text FROM referral_message WHERE referral_id = $1', [id]);
    const everybody = async () => [
      await read(officer, ministry),
      await read(team.worker, worker),
      await read(team.supervisor, supervisor),
      await read(team.stranger, worker),
      await read(team.partner, ['partner-worker', 'p_partner']),
    ];
    expect(await everybody()).toEqual([1, 1, 1, 0, 0]);
    await team.worker.post(`/referrals/${id}/cancel`, { reason: 'need-met' });
    expect(await everybody()).toEqual([0, 1, 1, 0, 0]);
  });
});
