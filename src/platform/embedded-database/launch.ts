import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** How a program of the database is started: as whom, and with which rights. */
export interface Launch {
  /** Whom the files of the database belong to; null when that is whoever runs this process. */
  readonly owner: Account | null;
  command(program: string, args: readonly string[]): Command;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

interface Command {
  readonly file: string;
  readonly args: string[];
  readonly options: { readonly uid?: number; readonly gid?: number; readonly cwd?: string; readonly env: Record<string, string> };
}

// the server needs nothing of our environment, least of all the secrets in it; its messages in English, because we read them
// eslint-disable-next-line house/settings-from-config -- no setting of ours: where this machine keeps its programs
const { PATH, SystemRoot, TEMP } = process.env;
const env = { LC_ALL: 'C', ...(PATH && { PATH }), ...(SystemRoot && { SystemRoot }), ...(TEMP && { TEMP }) };

/** PostgreSQL refuses to run as root: then an unprivileged account runs it, with no more rights than it needs to reach its files. */
export function chooseLaunch(serverFolder: string, dataDir: string, probe: string): Launch {
  const asOurselves: Launch = { owner: null, command: (file, args) => ({ file, args: [...args], options: { env } }) };
  if (process.getuid?.() !== 0) return asOurselves;

  const account = chooseAccount(serverFolder);
  const ways = [asAccount(account), withCapability(account, 'dac_read_search'), withCapability(account, 'dac_override')];
  let reason = '';
  for (const way of ways) {
    const { file, args, options } = way.command('/bin/sh', ['-c', 'cd "$1" && test -x "$2" && exec "$2" --version', 'sh', dataDir, probe]);
    const tried = spawnSync(file, args, { ...options, encoding: 'utf8' });
    if (tried.status === 0) return way;
    reason ||= (tried.stderr || tried.error?.message || '').trim();
  }
  throw new Error(
    `PostgreSQL cannot run as root, and the account with user id ${account.uid} cannot reach ${dataDir} or ${probe}: ${reason}. ` +
      'Move the checkout to a folder that other users may enter (for example /srv), run it as an ordinary user, ' +
      'or set DATABASE_URL to a PostgreSQL server (15 or newer).',
  );
}

/** Runs a program of the database to its end; a failure carries what the program said. */
export async function run(launch: Launch, program: string, args: readonly string[]): Promise<string> {
  const { file, args: all, options } = launch.command(program, args);
  try {
    return (await execute(file, all, options)).stdout;
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new Error(`${program} failed: ${stderr?.trim() || message}`, { cause: error });
  }
}

function asAccount(owner: Account): Launch {
  return { owner, command: (file, args) => ({ file, args: [...args], options: { ...owner, cwd: '/', env } }) };
}

/**
 * In a folder that other users cannot enter (a checkout under /root, say) the account is given the one capability
 * to pass through. Containers rarely have the narrow one and usually have the wide one.
 */
function withCapability(owner: Account, capability: string): Launch {
  const flags = [
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    '--no-new-privs',
    `--inh-caps=-all,+${capability}`,
    `--ambient-caps=-all,+${capability}`,
    // without it access(2), by which PostgreSQL looks for its own programs, would not count the capability
    '--securebits=+no_setuid_fixup',
  ];
  return { owner, command: (file, args) => ({ file: 'setpriv', args: [...flags, '--', file, ...args], options: { cwd: '/', env } }) };
}

/** Whoever owns the data already, else the account "postgres" (made if it may be), else "nobody". */
function chooseAccount(serverFolder: string): Account {
  const present = statSync(serverFolder, { throwIfNoEntry: false });
  if (present && present.uid !== 0) return { uid: present.uid, gid: present.gid };
  const named = findAccount('postgres') ?? (makeAccount('postgres'), findAccount('postgres')) ?? findAccount('nobody');
  if (!named)
    throw new Error('PostgreSQL cannot run as root, and there is no account "postgres" or "nobody" to run it: run as an ordinary user.');
  return named;
}

function findAccount(name: string): Account | null {
  try {
    const ask = (flag: string): number =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return null;
  }
}

function makeAccount(name: string): void {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name], { stdio: 'ignore' });
}
