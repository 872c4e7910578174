// The programs that tests need beside npm packages: which are missing on this machine, and bringing them.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Each with the package of Debian and Ubuntu that brings it, and what cannot be tested without it. */
const tools = [{ program: 'redis-server', aptPackage: 'redis-server', needs: 'the tests on Redis' }];

/** Installs what is missing, where this may be done without asking anybody. */
export function installMissing() {
  const packages = missing().map((tool) => tool.aptPackage);
  const isRoot = process.getuid?.() === 0;
  const isAllowed = isInPath('apt-get') && (isRoot || spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0);
  if (packages.length === 0 || !isAllowed) return;
  console.error(`Installing ${packages.join(' ')} …`);
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const command = [...(isRoot ? [] : ['sudo', '-n']), 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...words];
    // a failure is not the end: the lines "not run" tell of it
    spawnSync(command[0], command.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

/** Lines that say which tests cannot run on this machine, for want of which program. */
export function notRun() {
  return missing().map(
    (tool) => `not run: ${tool.needs} (no ${tool.program} here; on Debian or Ubuntu: apt-get install ${tool.aptPackage})`,
  );
}

function missing() {
  return tools.filter((tool) => !isInPath(tool.program));
}

function isInPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
