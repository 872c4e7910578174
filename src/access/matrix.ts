import type { ClientScopes } from './client-scope.ts';
import { AsRead, Covered, Has, My, type Condition, type RecordType } from './record.ts';
import type { Grant, Role } from './role.ts';

const drawn = '<!-- drawn by `npm run docs` from the roles and lifecycles: do not edit -->';

/** The law as a lawyer reads it: who may see, edit, do and create what, on which rows. */
export function matrixOf(roles: readonly Role[], clientScopes: ClientScopes): string {
  const records = [...new Set(roles.flatMap((role) => role.grants.map(({ record }) => record)))];
  return lines(
    '# Who may see and do what',
    drawn,
    'Grants only add, and what stands nowhere on this page is refused. A field group is granted on some rows; a row that no line reaches does not exist for the role.',
    ...roles.map((each) => `- **${each.name}** (\`${each.persona}\`): ${each.purpose}`),
    table(['Role', 'Record', 'Rows', 'Sees', 'Edits', 'Does', 'Creates'], roles.flatMap(grantsOf)),
    '## What a program may be let do',
    'A program acts in a role, on the rows of that role, and has of it only what its scopes allow.',
    table(
      ['Scope', 'For', 'Record', 'Sees', 'Does', 'Creates'],
      Object.entries(clientScopes).flatMap(([name, { purpose, allows }]) =>
        allows.map((each) => [name, purpose, each.record.name, list(each.see), list(each.do), each.create ? 'yes' : '-']),
      ),
    ),
    '## The rows',
    table(
      ['Record', 'Rows', 'Where'],
      records.flatMap((record) => Object.entries(record.scopes).map(([scope, conditions]) => [record.name, scope, inWords(conditions)])),
    ),
    '## The field groups',
    'A field in *italics* is set by deeds alone, never by an edit. The group `internal` is granted to nobody.',
    table(['Record', 'Group', 'Fields'], records.flatMap(groupsOf)),
  );
}

/** Every lifecycle as a table and a diagram, with the roles that may make each move. */
export function statesOf(roles: readonly Role[]): string {
  const records = [...new Set(roles.flatMap((role) => role.grants.map(({ record }) => record)))];
  return lines(
    '# States and moves',
    drawn,
    'Nothing but these moves sets a status.',
    ...records.flatMap((record) => statesOfRecord(record, roles)),
  );
}

function grantsOf(role: Role): string[][] {
  const byPlace = Map.groupBy(role.grants, ({ record, scope }) => `${record.name} ${scope}`);
  return [...byPlace.values()].map((grants) => {
    const all = (pick: (grant: Grant) => readonly string[]): string => list([...new Set(grants.flatMap(pick))]);
    const { record, scope } = grants[0] as Grant;
    const creates = grants.some(({ create }) => create) ? 'yes' : '-';
    return [role.name, record.name, scope, all(({ see }) => see), all(({ edit }) => edit), all((grant) => grant.do), creates];
  });
}

function groupsOf(record: RecordType): string[][] {
  const byGroup = Map.groupBy(record.fields.values(), ({ group }) => group);
  const groups = [...byGroup].sort(([a], [b]) => a.localeCompare(b, 'en'));
  return groups.map(([group, fields]) => [record.name, group, list(fields.map(({ name, fixed }) => (fixed ? `*${name}*` : name)))]);
}

function statesOfRecord(record: RecordType, roles: readonly Role[]): string[] {
  const { lifecycle } = record;
  if (lifecycle === null) return [];
  const moves = Object.entries(lifecycle.table);
  const who = (move: string): string =>
    list(roles.filter(({ grants }) => grants.some((grant) => grant.record === record && grant.do.includes(move))).map(({ name }) => name));
  // A table tells its story in order: the first move starts where a record begins.
  const beginnings = moves.slice(0, 1).flatMap(([, { from }]) => from.slice(0, 1));
  const diagram = [
    'stateDiagram-v2',
    ...beginnings.map((state) => `  [*] --> ${state}`),
    ...moves.flatMap(([move, { from, to }]) => from.map((state) => `  ${state} --> ${to}: ${move}`)),
  ];
  return [
    `## ${record.name}`,
    table(
      ['Move', 'From', 'To', 'Who'],
      moves.map(([move, { from, to }]) => [move, list(from), to, who(move)]),
    ),
    ['```mermaid', ...diagram, '```'].join('\n'),
  ];
}

function inWords(conditions: Readonly<Record<string, Condition>>): string {
  const parts = Object.entries(conditions).map(([field, value]) => {
    if (value instanceof AsRead) return `${field} is one that the role sees on such rows`;
    if (value instanceof My) return `${field} is ${asker(value)}`;
    if (value instanceof Has) return `${field} names ${asker(value.mine)}`;
    if (value instanceof Covered) return `${field} is one for whom the asker stands in today`;
    if (typeof value === 'object') return `${field} is one of ${list(value.$in)}`;
    return `${field} is ${String(value)}`;
  });
  return parts.length === 0 ? 'every row' : parts.join(' and ');
}

function asker({ property }: My): string {
  return `the asker's ${property === 'id' ? 'own id' : property}`;
}

function list(words: readonly string[]): string {
  return words.length === 0 ? '-' : words.join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function lines(...parts: readonly string[]): string {
  const joined = parts.map((part, index) => (part.startsWith('- ') && parts[index + 1]?.startsWith('- ') ? `${part}\n` : `${part}\n\n`));
  return `${joined.join('').trimEnd()}\n`;
}
