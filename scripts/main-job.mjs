// "npm run main-job": the main job, from arrival to closure, played by the people concerned against the running system.
import './pinned-node.mjs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chapters } from './main-job/chapters.mjs';
import { Cast, castTheStory } from './main-job/people.mjs';
import { servicesOf } from './main-job/services.mjs';
import { System } from './main-job/system.mjs';
import { WentWrong, chapter, did, listed, note, wrong } from './main-job/telling.mjs';
import { dataDir, port } from './settings.mjs';

const { values: options } = parseArgs({ options: { all: { type: 'boolean', default: false } } });
const system = new System(process.env.BASE_URL ?? `http://localhost:${port}`);

try {
  process.exitCode = await tell();
} catch (error) {
  wrong(error instanceof WentWrong ? error.message : error.stack);
  process.exitCode = 1;
}

/** Plays every chapter that this system offers; the exit code says whether each went as told. */
async function tell() {
  await system.lookAround();
  console.log(`The main job, played at ${system.address}`);
  const cast = new Cast(system, join(dataDir, 'accounts.json'));
  const canMoveClock = system.missing(['POST /demo/clock']).length === 0;
  const toRealTime = async () => canMoveClock && system.moveClock(new Date());
  // whoever breaks the story off must not leave the system in another week
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void toRealTime().finally(() => process.exit(1)));
  await toRealTime();
  try {
    return await playAll({ system, ...(await castTheStory(cast)) }, cast);
  } finally {
    await toRealTime();
    if (canMoveClock) note('The clock is back at the real time.');
  }
}

async function playAll(story, cast) {
  introduce(story);
  const absent = [];
  for (const [index, { name, title, needs, play }] of chapters.entries()) {
    chapter(index + 1, title);
    const missing = system.missing(needs);
    if (missing.length > 0) {
      absent.push(name);
      note(`not offered by this system yet: ${name}`);
      continue;
    }
    try {
      // who receives referrals is asked for only where referrals exist: elsewhere nobody may hold such an account
      if (needs.includes('POST /cases/{id}/consents')) story.services ??= await servicesOf(story, cast);
      await play(story);
    } catch (error) {
      wrong(error instanceof WentWrong ? error.message : error.stack);
      console.log(`\nChapter ${index + 1} of ${chapters.length} did not go as told; what comes after it was not played.`);
      return 1;
    }
  }
  return sum(absent);
}

function introduce({ worker, supervisor, colleague, partner }) {
  did(`The people: ${listed([worker, supervisor, colleague, partner].map(({ name }) => name))}.`);
  note('A line with ✗ is a refusal: who may not, and what they get.');
}

function sum(absent) {
  const played = chapters.length - absent.length;
  console.log(`\n${played} of ${chapters.length} chapters went as told.`);
  if (absent.length > 0) console.log(`Not offered by this system yet (${absent.length}): ${listed(absent)}.`);
  return absent.length > 0 && options.all ? 1 : 0;
}
