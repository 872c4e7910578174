import { createHash } from 'node:crypto';

/**
 * What a page of ours may load and do (Content-Security-Policy): what this site serves, and the styles that stand in the page
 * itself, each by its hash. Scripts come from files alone; a page without any loads nothing, and one with a form sends it here alone.
 */
export function pagePolicy(html: string): string {
  const blocks = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, style = '']) => hashOf(style));
  const attributes = [...html.matchAll(/\sstyle="([^"]*)"/g)].map(([, style = '']) => hashOf(style));
  const runs = /<script[\s>]/i.test(html);
  const asks = /<form[\s>]/i.test(html);
  return [
    "default-src 'none'",
    `script-src ${runs ? "'self'" : "'none'"}`,
    ["style-src 'self'", ...new Set(blocks)].join(' '),
    ["style-src-attr 'unsafe-hashes'", ...new Set(attributes)].join(' '),
    `img-src ${runs ? "'self' data:" : "'none'"}`,
    `connect-src ${runs ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    `form-action ${asks ? "'self'" : "'none'"}`,
    "frame-ancestors 'none'",
  ].join('; ');
}

function hashOf(style: string): string {
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
}
