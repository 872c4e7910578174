// Draws docs/map.md: which room stands on which floor, what it is for, and who asks whom.
//   node scripts/map.mjs           writes the map
//   node scripts/map.mjs --check   says whether the map is fresh, writes nothing
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';

const require = createRequire(import.meta.url);
const { FLOORS, ROOMS, ROOF, OPEN } = require('../floors.cjs');
const { options } = require('../.dependency-cruiser.cjs');

const MAP = 'docs/map.md';
const GROUND = ROOMS.filter((room) => room.door === null);

/** The first sentence of the docstring that `pattern` finds in a file, on one line. */
function sentenceIn(file, pattern) {
  const comment = existsSync(file) ? readFileSync(file, 'utf8').match(pattern)?.[1] : undefined;
  const text = comment
    ?.replace(/^\s*\*/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  return text?.match(/^.+?[.!?](?=\s|$)/)?.[0] ?? text;
}

const FIRST_DOCSTRING = /^(?:\s*\/\/.*\n)*\s*\/\*\*([\s\S]*?)\*\//;
const MODULE_DOCSTRING = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:@[\w]+\((?:(?!\nexport )[\s\S])*\)\s*)?export class \w*Module\b/;

/** What a room is for: the words at the top of its door, or those on its Nest module. */
function purposeOf(room) {
  if (OPEN[room]) return OPEN[room];
  if (!existsSync(room)) return '*not built yet: its floor is kept*';
  const modules = readdirSync(room).filter((file) => file.endsWith('.module.ts'));
  const said = [
    sentenceIn(join(room, 'index.ts'), FIRST_DOCSTRING),
    ...modules.map((file) => sentenceIn(join(room, file), MODULE_DOCSTRING)),
  ];
  return said.find(Boolean) ?? '**says nowhere what it is for**';
}

/** What a file of the roof is for: its first docstring. */
const purposeOfFile = (file) => sentenceIn(file, /\/\*\*([\s\S]*?)\*\//) ?? '';

const roomOf = (path) => ROOMS.find((room) => path.startsWith(`${room.path}/`));

/** Every pair of rooms where the first imports the second, each once, the upper floors first. */
async function asks() {
  if (!existsSync('src')) return [];
  const { output } = await cruise(['src'], { ...options, tsConfig: undefined });
  const pairs = new Map();
  for (const module of output.modules) {
    const from = roomOf(module.source);
    for (const { resolved } of module.dependencies) {
      const to = roomOf(resolved);
      if (from && to && from !== to) pairs.set(`${from.name} --> ${to.name}`, { from, to });
    }
  }
  const order = (room) => ROOMS.indexOf(room);
  return [...pairs.values()].sort((a, b) => order(b.from) - order(a.from) || order(b.to) - order(a.to));
}

const row = (...cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;

function table() {
  const roof = ROOF.filter((file) => existsSync(file)).map((file) => row('roof', '', `\`${file}\``, purposeOfFile(file)));
  const floors = FLOORS.map((floor, number) =>
    floor.rooms.map((room) => row(number, floor.name, `\`${room}\``, purposeOf(room))),
  ).reverse();
  return [row('Floor', '', 'Room', 'What it is for'), row('---:', '---', '---', '---'), ...roof, ...floors.flat()];
}

function graph(pairs) {
  const onTheGround = (room) => GROUND.includes(room);
  const shown = pairs.filter(({ from, to }) => onTheGround(from) || !onTheGround(to));
  const rooms = ROOMS.filter((room) => shown.some(({ from, to }) => room === from || room === to)).reverse();
  return ['flowchart TB', ...rooms.map((room) => `  ${room.name}`), ...shown.map(({ from, to }) => `  ${from.name} --> ${to.name}`)];
}

async function draw() {
  return [
    '# Map of the house',
    '',
    '<!-- drawn by `npm run map` from floors.cjs and the sources: do not edit -->',
    '',
    'A room imports only from lower floors: not up, not sideways. A room is known to the others by its `index.ts` alone;',
    `the open rooms (${GROUND.map((room) => `\`${room.path}\``).join(', ')}) are imported file by file.`,
    'Calls go down; news comes up as events. `npm run floors` checks it.',
    '',
    ...table(),
    '',
    'Who asks whom. Every room above may also stand on the open rooms; those arrows are left out.',
    '',
    '```mermaid',
    ...graph(await asks()),
    '```',
    '',
  ].join('\n');
}

const drawn = await draw();
if (process.argv.includes('--check')) {
  const isFresh = existsSync(MAP) && readFileSync(MAP, 'utf8') === drawn;
  if (!isFresh) console.error(`${MAP} is stale: npm run map`);
  process.exitCode = isFresh ? 0 : 1;
} else {
  mkdirSync('docs', { recursive: true });
  writeFileSync(MAP, drawn);
}
