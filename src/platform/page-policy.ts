import { createHash } from 'node:crypto';

/**
 * What a page of ours may load and do (Content-Security-Policy): what this site serves, and the styles that stand in the page
 * itself, each by its hash. Scripts come from files alone.
 */
export function pagePolicy(html: string): string {
  const blocks = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, style = '']) => hashOf(style));
  const attributes = [...html.matchAll(/\sstyle="([^"]*)"/g)].map(([, style = '']) => hashOf(style));
  return [
    "default-src 'none'",
    "script-src 'self'",
    ["style-src 'self'", ...new Set(blocks)].join(' '),
    ["style-src-attr 'unsafe-hashes'", ...new Set(attributes)].join(' '),
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function hashOf(style: string): string {
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
}
