import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const preamble = `
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { lifecycle } from '../../src/kernel/lifecycle.ts';
import { fixed, has, my, part, record } from '../../src/access/record.ts';
import { on, role } from '../../src/access/role.ts';

@Entity('visit')
class Visit {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') workerId: string;
  @Column('boolean') sealed: boolean;
  @Column('text') status: 'planned' | 'done';
  @Column('uuid', { array: true }) readerIds: string[];
  @Column('text') finding: string;
  finish(): void { this.status = 'done'; }
}
@Entity('visit_place')
class VisitPlace {
  @PrimaryColumn('uuid') visitId: string;
  @Column('text') district: string;
}
const states = lifecycle<'planned' | 'done'>()('visit', { finish: { from: ['planned'], to: 'done' } });
const fields = { id: fixed('F0'), workerId: fixed('F0'), sealed: fixed('F0'), status: fixed('F0'), readerIds: fixed('F0'), finding: 'F2' } as const;
const scopes = { mine: { workerId: my('userId') }, open: { sealed: false } } as const;
const VisitRecord = record('visit', Visit, {
  fields, scopes, lifecycle: states, deeds: ['hand-over'],
  parts: [part(VisitPlace, 'visitId', { district: 'anchor' })],
});
export const keep = [fixed, has, my, part, record, on, role, states, fields, scopes, VisitRecord, Visit, VisitPlace];
`;

/** What the compiler says of each snippet that follows a sound record named VisitRecord, in one go. */
export function complaintsAbout(snippets: readonly string[]): string[][] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, noUnusedLocals: false }, root);
  const files = new Map(
    snippets.map((snippet, index) => [join(root, 'test', 'policy', `snippet-${index}.ts`), `${preamble}\n${snippet}\n`]),
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.getSourceFile = (path, version, ...rest) => {
    const text = files.get(path);
    return text === undefined ? getSourceFile(path, version, ...rest) : ts.createSourceFile(path, text, version);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].map((path) => {
    const source = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  });
}
