/** A piece of a page that is known to be safe: written by us, or escaped. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

type Piece = Html | string | number | null | readonly Piece[];

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Writes a page: html`<p>${whatever}</p>`. Every text that is put in is escaped; null and empty lists leave nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return new Html(parts.reduce((page, part, at) => `${page}${safe(values[at - 1] ?? null)}${part}`));
}

function safe(value: Piece): string {
  if (value === null) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(safe).join('');
  return String(value).replaceAll(/[&<>"']/g, (mark) => marks[mark] ?? '');
}
