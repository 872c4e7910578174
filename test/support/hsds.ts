import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { zipOf } from './zip.ts';

/** Where the standard as it was published lies, beside the project; undefined if it is not there. */
const folder = ['..', '../..'].map((above) => resolve(above, 'shared', 'data', 'hsds-3.0.1')).find((each) => existsSync(each));

/** The examples and schemas of HSDS 3.0 as Open Referral published them, byte for byte. */
export interface Published {
  readonly full: Buffer;
  readonly tables: Buffer;
  readonly archive: Buffer;
  readonly validate: ValidateFunction;
}

/** Reads the published standard. It is no part of the project: without it, what needs it says so, and where all must run it fails. */
export function publishedStandard(): Published | null {
  if (folder === undefined) {
    if (process.env.CI === 'true') throw new Error('not run: no outside material');
    process.stdout.write('not run: no outside material (HSDS 3.0)\n');
    return null;
  }
  const csv = join(folder, 'examples/csv');
  const files = readdirSync(csv).map((name) => ({ name, content: readFileSync(join(csv, name)) }));
  const schema = JSON.parse(readFileSync(join(folder, 'schema/service_with_definitions.json'), 'utf8')) as object;
  return {
    full: readFileSync(join(folder, 'examples/service_full.json')),
    tables: readFileSync(join(folder, 'examples/tabular.json')),
    archive: zipOf(files),
    validate: compiled(schema),
  };
}

function compiled(schema: object): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
  ajv.addFormat('uri', (text) => URL.canParse(text));
  ajv.addFormat('email', /^[^\s@]+@[^\s@]+\.[^\s@]+$/);
  ajv.addFormat('date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/);
  return ajv.compile(schema);
}
