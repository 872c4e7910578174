import { encode } from 'uqr';
import { Html, html } from '../html.ts';

/** A link as a square code to be photographed (QR, ISO/IEC 18004), drawn as one path: it prints sharp at every size. */
export function squareOf(link: string, title: string): Html {
  const { size, data } = encode(link, { ecc: 'M', border: 4 });
  const runs = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return html`<svg role="img" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" xmlns="http://www.w3.org/2000/svg">
    <title>${title}</title>
    <path fill="#fff" d="M0 0h${size}v${size}H0z" />
    <path fill="#000" d="${new Html(runs.join(''))}" />
  </svg>`;
}
