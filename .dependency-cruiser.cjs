/** The rules of the house, derived from floors.cjs. `npm run floors` checks them; test/house.spec.ts proves that each one bites. */
const { join } = require('node:path');
const { ROOMS, ROOF, MIGRATION_HELPERS } = require('./floors.cjs');

const literal = (path) => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const inside = (...paths) => `^(${paths.map(literal).join('|')})/`;
const exactly = (...files) => `^(${files.map(literal).join('|')})$`;
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const roomsBelow = (room) => ROOMS.filter((other) => other.floor < room.floor).map((other) => other.path);

const looksDown = ROOMS.map((room) =>
  rule(
    'looks-down',
    `${room.path} imports only from itself and from lower floors: not up, not sideways.`,
    { path: inside(room.path) },
    { path: '^src/', pathNot: inside(room.path, ...roomsBelow(room)) },
  ),
);

const throughTheDoor = ROOMS.filter((room) => room.door).map((room) =>
  rule(
    'through-the-door',
    `Others know ${room.path} only by its index.ts.`,
    { path: '^(src|scripts)/', pathNot: inside(room.path) },
    { path: inside(room.path), pathNot: exactly(room.door) },
  ),
);

const theDoorIsForGuests = ROOMS.map((room) =>
  rule(
    'the-door-is-for-guests',
    `A file inside ${room.path} imports its sibling, never its own index.ts.`,
    { path: inside(room.path) },
    { path: exactly(`${room.path}/index.ts`) },
  ),
);

const nowhere = { path: '^src/', pathNot: [inside(...ROOMS.map((room) => room.path)), exactly(...ROOF)] };
const hasAFloor = [
  [nowhere, {}],
  [{}, nowhere],
  [{ ...nowhere, orphan: true }, {}],
].map(([from, to]) => rule('has-a-floor', 'Every file of src lives in a room of floors.cjs or is the roof.', from, to));

module.exports = {
  forbidden: [
    ...looksDown,
    ...throughTheDoor,
    ...theDoorIsForGuests,
    rule('no-circles', 'Whoever reads one file must not need the other to understand the first.', {}, { circular: true }),
    rule(
      'kernel-is-pure',
      'The kernel also runs in the browser and in every test: only itself and node: built-ins, no npm package.',
      { path: inside('src/kernel') },
      { pathNot: inside('src/kernel'), dependencyTypesNot: ['core'] },
    ),
    ...hasAFloor,
    rule(
      'src-stands-alone',
      'The product knows nothing of its tests, scripts and tools.',
      { path: '^src/' },
      { path: '^(test|scripts|tools)/' },
    ),
    rule(
      'src-stands-alone',
      'Rooms do not know the migrations; platform runs them.',
      { path: '^src/', pathNot: ['^src/platform/', exactly(...ROOF)] },
      { path: '^migrations/' },
    ),
    rule(
      'migrations-are-sql',
      'A migration must still mean the same in years: it uses no code of the house but the migration helpers of platform.',
      { path: '^migrations/' },
      { path: '^(src|scripts|test|tools)/', pathNot: exactly(...MIGRATION_HELPERS) },
    ),
    rule('tests-are-for-tests', 'Nothing outside test/ leans on a test.', { path: '^scripts/' }, { path: '^test/' }),
    rule(
      'is-found',
      'An import that cannot be resolved escapes every other rule.',
      {},
      { couldNotResolve: true, pathNot: '^(\\.\\./)+dist/' },
    ),
    rule(
      'is-declared',
      'What runs in production stands under dependencies in package.json.',
      { path: '^(src|migrations)/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^test/'] },
    // an import of a type alone ties two files together as much as any other
    tsPreCompilationDeps: true,
    tsConfig: { fileName: join(__dirname, 'tsconfig.json') },
    parser: 'tsc',
    enhancedResolveOptions: { conditionNames: ['import', 'require', 'node', 'default', 'types'], exportsFields: ['exports'] },
  },
};
