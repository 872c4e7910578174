// The few lines a person reads when everything runs.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { address, dataDir, mode } from './settings.mjs';

/** Where to go, and as whom. */
export function welcome(milliseconds) {
  return [
    '',
    `Homeward is ready (${(milliseconds / 1000).toFixed(1)} s).`,
    '',
    `  Address            ${address}`,
    `  API documentation  ${address}/docs`,
    ...(mode === 'demonstration' ? accounts() : []),
    '',
    '  Ctrl-C stops everything, the database too.',
    '',
  ].join('\n');
}

function accounts() {
  const file = join(dataDir, 'accounts.json');
  if (!existsSync(file)) return [];
  const rows = JSON.parse(readFileSync(file, 'utf8')).map(({ role, login, password, note = '' }) => [role, login, password, note]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column].length)));
  const lines = rows.map((row) => `    ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
  return ['', '  Accounts of the demonstration (role, login, password)', ...lines];
}
