// "npm run drill -- <name>": breaks something on purpose, and proves that nothing was lost. Without a name it says which drills there are.
import './pinned-node.mjs';
import { spawnSync } from 'node:child_process';
import { drills } from './drills.mjs';

const [name] = process.argv.slice(2);
const drill = drills.find((each) => each.name === name);

if (name === undefined) {
  for (const { name, numbers, breaks, proves } of drills) console.log(`${name} (${numbers.join(', ')})\n  ${breaks}:\n  ${proves}.`);
} else if (drill === undefined) {
  console.error(`No drill is called ${name}. "npm run drill" says which there are.`);
  process.exitCode = 1;
} else {
  console.log(`${drill.name}: ${drill.breaks}.`);
  const failed = drill.runs.filter((run) => !holds(run));
  console.log(failed.length === 0 ? `It holds: ${drill.proves}.` : `It does not hold: ${failed.map(({ file }) => file).join(', ')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

/** Whether the tests of one file pass, and there are some. */
function holds({ file, tests }) {
  const chosen =
    tests === undefined ? [] : ['--testNamePattern', tests.map((test) => test.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')];
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
  return spawnSync(process.execPath, [...jest, '--runTestsByPath', file, ...chosen], { stdio: 'inherit' }).status === 0;
}
