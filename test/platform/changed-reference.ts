import { afterEach } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The reference data that ships. */
export const SHIPPED = join(import.meta.dirname, '../../reference');

/* eslint-disable @typescript-eslint/no-explicit-any -- a test breaks files on purpose */
/** What a test does to the values of a file: changes them, or gives a list or other named values back. */
export type Change = (values: any) => unknown;

const folders: string[] = [];

/** A copy of the shipped data in which one file is changed. */
export function withChanged(path: string, change: Change): string {
  const folder = mkdtempSync(join(tmpdir(), 'reference-'));
  folders.push(folder);
  cpSync(SHIPPED, folder, { recursive: true });
  const values: unknown = JSON.parse(readFileSync(join(folder, path), 'utf8'));
  const given = change(values);
  writeFileSync(join(folder, path), JSON.stringify(typeof given === 'object' && given !== null ? given : values));
  return folder;
}

/** Changes one code of a code list. */
export function changedCode(id: string, change: object): Change {
  return ({ codes }) =>
    void Object.assign(
      codes.find((one: { id: string }) => one.id === id),
      change,
    );
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
