/**
 * The floors of the house, from the ground up. A room imports only from lower floors: not up, not sideways.
 * This is the one list: .dependency-cruiser.cjs turns it into rules, scripts/map.mjs into docs/map.md.
 *
 * A room may be listed before it is built: its floor is kept for it. If two rooms of one floor come to need
 * each other, the list is wrong: move one of them, and say why in docs/adr/.
 */
const FLOORS = [
  { name: 'the foundation', rooms: ['src/kernel'] },
  { name: 'the machinery', rooms: ['src/platform'] },
  { name: 'the ground', rooms: ['src/access'] },
  { name: 'the people', rooms: ['src/modules/identity', 'src/modules/audit'] },
  { name: 'who offers what, who they are', rooms: ['src/modules/directory', 'src/modules/vault'] },
  { name: 'the case', rooms: ['src/modules/cases'] },
  { name: 'what we may', rooms: ['src/modules/consent'] },
  { name: 'what we know', rooms: ['src/modules/assessments'] },
  { name: 'what we intend', rooms: ['src/modules/plans'] },
  { name: 'the asking', rooms: ['src/modules/referrals'] },
  { name: 'the work', rooms: ['src/modules/tasks', 'src/modules/deliveries', 'src/modules/slips'] },
  { name: 'time', rooms: ['src/modules/follow-ups'] },
  { name: 'what they say of us', rooms: ['src/modules/feedback'] },
  { name: 'the messages', rooms: ['src/modules/notifications'] },
  { name: 'sight', rooms: ['src/modules/reporting', 'src/modules/exchange'] },
  { name: 'the law', rooms: ['src/policy'] },
];

/** The only files that know everything. They stand above every floor; nothing imports them but each other. */
const ROOF = ['src/rooms.ts', 'src/app.module.ts', 'src/main.ts', 'src/app.ts', 'src/api-docs.ts', 'src/worker.ts'];

/**
 * Rooms without a door, and what they are for: words of the house itself, imported file by file.
 * Every other room is known by its index.ts only, and says there what it is for.
 */
const OPEN = {
  'src/kernel': 'Words every other room thinks in: pure TypeScript, no npm package, no database, no clock of its own.',
  'src/platform': 'What any product needs: configuration, database, transaction, events, jobs, problems, pages, logs. No word of casework.',
  'src/access': 'Who may see and do what: the language of the policy, the Gate, the trail it leaves. No word of casework.',
};

/** What a migration may use of the house: the helpers that platform keeps for migrations. All else in it is SQL. */
const MIGRATION_HELPERS = ['src/platform/database/migration.ts'];

/** The last part of a room's path: `follow-ups` for src/modules/follow-ups. */
const nameOf = (room) => room.slice(room.lastIndexOf('/') + 1);

/** Every room with the number of its floor and its door, if it has one. */
const ROOMS = FLOORS.flatMap((floor, number) =>
  floor.rooms.map((path) => ({ path, name: nameOf(path), floor: number, door: path in OPEN ? null : `${path}/index.ts` })),
);

module.exports = { FLOORS, ROOMS, ROOF, OPEN, MIGRATION_HELPERS };
