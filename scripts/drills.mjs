// The drills: what breaks in each, what is proven afterwards, and the tests that prove it. The numbers are those of the fault scenarios in
// docs/drills.md. A drill runs tests that are there: what `-t` would be told stands in `tests`, all of a file where it is left out.

export const drills = [
  {
    name: 'worker-killed',
    numbers: [2, 4],
    breaks: 'the worker is killed in the middle of many reminders, twice',
    proves: 'each reminder is told once, to whom it should be, with one line in one mail',
    runs: [{ file: 'test/faults/running-system.spec.ts', tests: ['A worker that is killed'] }],
  },
  {
    name: 'deadly-promise',
    numbers: [3],
    breaks: 'one promise ends its worker twelve times',
    proves:
      'it is given up and said so, stays in the outbox, and what stood beside it is kept; mended, an administrator rings it again, and it has its effect once',
    runs: [{ file: 'test/faults/deadly-promise.spec.ts' }],
  },
  {
    name: 'database-crash',
    numbers: [5],
    breaks: 'the database crashes while people write and reminders go out',
    proves:
      'readiness answers 503 meanwhile and heals by itself; every yes is found again, nothing twice; API and worker go on by themselves',
    runs: [
      { file: 'test/faults/running-system.spec.ts', tests: ['finds it again after the database crashed'] },
      { file: 'test/platform/embedded-database-recovery.spec.ts' },
    ],
  },
  {
    name: 'migration-cut-short',
    numbers: [6],
    breaks: 'the database crashes in the middle of a migration',
    proves: 'steps are taken whole or not at all; started again it leaves what an undisturbed migration leaves',
    runs: [{ file: 'test/faults/migration-cut-short.spec.ts' }],
  },
  {
    name: 'queue-emptied',
    numbers: [7],
    breaks: 'the queue forgets everything it holds (Redis: FLUSHALL; PostgreSQL: its schema)',
    proves: 'what is due rings again from the outbox; none is lost, none told twice',
    runs: [
      { file: 'test/faults/flushed-queue.redis.spec.ts' },
      { file: 'test/platform/queue.spec.ts', tests: ['may be lost: the same promises are rung again'] },
      { file: 'test/follow-ups/sweep.spec.ts', tests: ['promises a reminder anew whose promise was lost'] },
    ],
  },
  {
    name: 'delivered-ten-times',
    numbers: [8],
    breaks: 'one message is delivered ten times, and promised ten times',
    proves: 'it is told once',
    runs: [
      { file: 'test/faults/running-system.spec.ts', tests: ['that is delivered ten times'] },
      { file: 'test/follow-ups/reminders.spec.ts', tests: ['is told once though'] },
    ],
  },
  {
    name: 'out-of-order',
    numbers: [9],
    breaks: 'steps of a referral and of a task come before their turn, and after it',
    proves: 'each is refused until it is its turn, and what comes of it is as in order',
    runs: [{ file: 'test/faults/out-of-order.spec.ts' }],
  },
  {
    name: 'asked-twice',
    numbers: [16],
    breaks: 'a button is pressed twice; an answer is lost on its way and the request made again',
    proves: 'one effect for each key, and the same answer; another body under the same key is refused',
    runs: [{ file: 'test/faults/asked-twice.spec.ts' }, { file: 'test/platform/idempotency.spec.ts' }],
  },
  {
    name: 'turned-clock',
    numbers: [17],
    breaks: 'the clock of casework goes an hour on or back, or a year on; the clock of the machine of the API is wrong',
    proves: 'nothing ends before its time, nothing is told twice, and history stands in the order of the database',
    runs: [
      { file: 'test/faults/turned-clock.spec.ts' },
      { file: 'test/faults/running-system.spec.ts', tests: ['A clock that is put forward and back'] },
    ],
  },
  {
    name: 'golden-dates',
    numbers: [18],
    breaks: 'summer time, ends of months, 29 February, days of rest',
    proves: 'every due day and hour is as a table written by hand has it',
    runs: [{ file: 'test/kernel/due-dates.spec.ts' }],
  },
  {
    name: 'missed-days',
    numbers: [19],
    breaks: 'nothing rings and nobody sweeps for three days, with promises and without',
    proves: 'whatever fell due meanwhile is told once',
    runs: [{ file: 'test/faults/missed-days.spec.ts' }],
  },
  {
    name: 'told-to-stop',
    numbers: [20, 21],
    breaks: 'API and worker are told to stop under load, once and more often, and are killed while they stop',
    proves: 'whoever was let in is answered; what was begun is kept or handed back; every yes is found again',
    runs: [
      { file: 'test/faults/stopping.spec.ts' },
      {
        file: 'test/faults/running-system.spec.ts',
        tests: ['finds it again after the API was', 'A worker that is told to end'],
      },
    ],
  },
  {
    name: 'bad-subscriber',
    numbers: [24],
    breaks: 'an endpoint of a partner fails, hangs, leads elsewhere, answers endlessly or drop by drop',
    proves: 'it is called later and then no more, the others hear meanwhile, and nobody is led to where they may not go',
    runs: [
      { file: 'test/notifications/webhooks.spec.ts', tests: ['Endpoints that behave badly', 'An endpoint that takes nothing for a day'] },
      { file: 'test/platform/webhooks.spec.ts' },
    ],
  },
  {
    name: 'mail-down',
    numbers: [25],
    breaks: 'the mail server is down for a day, or hangs',
    proves: 'mails wait, and each is sent once; nothing else waits for them',
    runs: [
      { file: 'test/notifications/mail.spec.ts', tests: ['While the mail server is down for a day'] },
      { file: 'test/notifications/mail-server.spec.ts', tests: ['says nothing', 'While the mail server hangs'] },
    ],
  },
  {
    name: 'poison',
    numbers: [35],
    breaks: 'the queue holds what is no promise, and the outbox promises that nobody can keep',
    proves: 'the rest is kept beside them; what cannot be kept is tried twelve times and then waits for a person',
    runs: [
      { file: 'test/faults/poison.spec.ts' },
      { file: 'test/platform/promises.spec.ts', tests: ['that cannot be kept', 'of a kind that nobody keeps', 'that is unknown'] },
    ],
  },
  {
    name: 'right-taken',
    numbers: [36],
    breaks: 'somebody loses their post, or a program its right, while what is for them waits',
    proves: 'it is judged when it is told: it goes to whoever holds the post by then, or to nobody',
    runs: [
      { file: 'test/follow-ups/reminders.spec.ts', tests: ['goes to the supervisor at once when the worker is no longer there'] },
      { file: 'test/notifications/mail.spec.ts', tests: ['is not sent to somebody who has left meanwhile'] },
      {
        file: 'test/notifications/webhooks.spec.ts',
        tests: ['is judged when it is told', 'hears nothing more once its program is revoked'],
      },
    ],
  },
];
