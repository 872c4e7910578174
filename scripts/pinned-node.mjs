// Imported first by scripts that need the pinned Node: where an older one was first in PATH, the script starts again on the right one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

if (Number(process.versions.node.split('.')[0]) < 24) {
  const isWindows = process.platform === 'win32';
  const modules = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules');
  const pinned = join(modules, `node-${isWindows ? 'win' : process.platform}-${process.arch}`, 'bin', isWindows ? 'node.exe' : 'node');
  if (!existsSync(pinned)) {
    console.error(
      `This needs Node.js 24, and this is ${process.versions.node}. Run "npm ci" first, or install the version that .nvmrc names.`,
    );
    process.exit(1);
  }
  const again = spawn(pinned, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => again.kill(signal));
  process.exit(await new Promise((end) => again.once('exit', (code) => end(code ?? 1))));
}
