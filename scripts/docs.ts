import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { matrixOf, statesOf } from '../src/access/matrix.ts';
import { drawnApiDocument } from '../src/api-docs.ts';
import { clientScopes, roles } from '../src/policy/index.ts';

/** Writes the documents that follow from the law and the routes: run it when a role, a lifecycle, a record or an input changed. */
writeFileSync('docs/access-matrix.md', matrixOf(roles, clientScopes));
writeFileSync('docs/states.md', statesOf(roles));
writeFileSync('docs/openapi.json', await drawnApiDocument());
