import { isId, isMoment, textCheck } from '../../../platform/input.ts';
import type { FindingCode } from './findings.ts';
import { tables, type TableName } from './tables.ts';
import type { Row } from './texts.ts';

const longest = 10_000;
const text = textCheck(longest, { lines: true, min: 0 });
const mail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** What is wrong with the plain values of a row, column by column. */
export function faultsOf(name: TableName, row: Row): { column: string; is: FindingCode }[] {
  const { required, columns } = tables[name];
  const missing = required.filter((column) => row[column] === undefined || row[column] === null);
  const found = Object.entries(row).flatMap(([column, value]) => {
    const kind = columns.get(column);
    const is = kind === undefined || value === undefined || value === null ? null : faultOf(kind, value);
    return is === null ? [] : [{ column, is }];
  });
  return [...missing.map((column) => ({ column, is: 'value-missing' as const })), ...found];
}

function faultOf(kind: string | readonly string[], value: unknown): FindingCode | null {
  if (kind === 'number') return typeof value === 'number' && Number.isFinite(value) ? null : 'number-misshapen';
  if (typeof value !== 'string') return 'text-expected';
  if (typeof kind !== 'string') return kind.includes(value) ? null : 'code-unknown';
  if (kind === 'id') return isId(value) ? null : 'id-misshapen';
  if (kind === 'uri') return URL.canParse(value) ? null : 'address-misshapen';
  if (kind === 'email') return mail.test(value) ? null : 'mail-misshapen';
  if (kind === 'moment') return isMoment(value) ? null : 'moment-misshapen';
  const wrong = text(value.replaceAll(/\r\n?|\t/g, ' '))?.code;
  if (wrong === undefined || wrong === 'empty') return null;
  return wrong === 'too-long' ? 'text-too-long' : 'text-unseen';
}
