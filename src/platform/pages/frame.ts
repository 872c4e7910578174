import { Html, html } from '../html.ts';
import type { Saying } from './page-words.ts';

/** Written out once for all pages: they load nothing, so that they come whole over a bad line, and print as they are. */
const style = `
:root { color-scheme: light; --ink: #1c2530; --quiet: #55616e; --line: #c3ccd5; --ground: #f4f6f8; --deed: #1b5e4b; --stop: #8a2b1d; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1.0625rem/1.5 system-ui, "Noto Sans", sans-serif; overflow-wrap: anywhere; }
main { max-width: 42rem; margin: 1.5rem auto; padding: 1.5rem; background: #fff; border: 1px solid var(--line); border-radius: .5rem; }
h1 { margin: 0 0 .25rem; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 2rem 0 .5rem; font-size: 1.1875rem; line-height: 1.3; }
p, ol, ul { margin: .5rem 0; }
ol, ul { padding-left: 1.4rem; }
li { margin: .375rem 0; }
.quiet { color: var(--quiet); }
.note { margin: 1rem 0; padding: .75rem 1rem; border-left: .25rem solid var(--deed); background: var(--ground); }
.fault { border-color: var(--stop); }
.code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; letter-spacing: .04em; white-space: nowrap; }
dl { display: grid; grid-template-columns: minmax(8rem, 1fr) 2fr; margin: 1rem 0; border-top: 1px solid var(--line); }
dt, dd { margin: 0; padding: .5rem 0; border-bottom: 1px solid var(--line); }
dt { padding-right: 1rem; color: var(--quiet); }
dd ul { margin: 0; padding: 0; list-style: none; }
dd li { margin: 0; }
form { margin: 1rem 0; }
fieldset { margin: 1rem 0; padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; }
legend { padding: 0 .375rem; font-weight: 600; }
label { display: block; margin: .75rem 0 .25rem; font-weight: 600; }
.hint { display: block; color: var(--quiet); font-size: .9375rem; font-weight: 400; }
input, select { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; border: 1px solid #6d7985; border-radius: .375rem; background: #fff; color: inherit; font: inherit; }
input.code { text-transform: uppercase; }
button { min-height: 2.75rem; margin-top: 1rem; padding: .5rem 1.25rem; border: 0; border-radius: .375rem; background: var(--deed); color: #fff; font: inherit; font-weight: 600; cursor: pointer; }
button.stop { background: #fff; color: var(--stop); box-shadow: inset 0 0 0 1px var(--stop); }
:focus-visible { outline: .1875rem solid #1c6dd0; outline-offset: .125rem; }
summary { min-height: 2.75rem; padding: .5rem 0; font-weight: 600; cursor: pointer; }
.sheet { display: grid; grid-template-columns: 1fr 13rem; gap: 1rem 1.5rem; align-items: start; }
.square { margin: 0; text-align: center; }
.square svg { display: block; width: 100%; height: auto; }
.link { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .9em; }
.blank { display: inline-block; min-width: 12rem; border-bottom: 1px solid var(--ink); }
@media (max-width: 36rem) {
  main { margin: 0; padding: 1rem; border: 0; border-radius: 0; }
  dl { grid-template-columns: 1fr; }
  dt { padding: .5rem 0 0; border: 0; }
  dd { padding-top: 0; }
  .sheet { grid-template-columns: 1fr; }
  .square { max-width: 15rem; margin: 0 auto; }
  button { width: 100%; }
}
@media print {
  @page { size: A5; margin: 10mm; }
  body { background: #fff; font-size: 9.5pt; line-height: 1.35; }
  main { max-width: none; margin: 0; padding: 0; border: 0; }
  h1 { font-size: 14pt; }
  h2 { margin: .625rem 0 .25rem; font-size: 11pt; }
  p, ol { margin: .25rem 0; }
  li { margin: .125rem 0; }
  dl { margin: .5rem 0; }
  dt, dd { padding: .1875rem 0; }
  .sheet { grid-template-columns: 1fr 40mm; gap: 0 1rem; }
  .screen { display: none; }
  h2, li, dl, .square { break-inside: avoid; }
}`;

/** A whole page around its content. Titles name no service: they stand in histories and on shared screens. */
export function framed({ language, say }: Saying, content: Html): Html {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow, noarchive" />
        <meta name="referrer" content="no-referrer" />
        <title>${say('title')}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html> `;
}
