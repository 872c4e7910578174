import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { matrixOf, statesOf } from '../src/access/matrix.ts';
import { roles } from '../src/policy/index.ts';

/** Writes the documents that follow from the law: run it when a role or a lifecycle changed. */
writeFileSync('docs/access-matrix.md', matrixOf(roles));
writeFileSync('docs/states.md', statesOf(roles));
