import PostalMime from 'postal-mime';

/** What a server on the way says became of a mail. */
export interface DeliveryReport {
  /** It gave up, or it goes on trying. */
  readonly says: 'failed' | 'delayed';
  /** Why, as a status code (RFC 3463): `5.1.1`. */
  readonly status: string;
}

const reports = ['message/delivery-status', 'message/global-delivery-status'];
const limits = { maxNestingDepth: 4, maxHeadersSize: 65_536, maxRfc822NestingDepth: 0, forceRfc822Attachments: true } as const;

/** A report has three parts and some hundred lines. What has many more is none, and reading it, line by line, would keep everything else waiting. */
const edgesAtMost = 50;
const linesAtMost = 2_000;

/**
 * Reads a delivery status notification (RFC 3464), and of it two fields: what was done and the status. Null for everything else: an
 * answer from a holiday, praise, an advertisement. Our mails go to one address each, so the worst that is said is said of it.
 */
export async function deliveryReportIn(raw: Uint8Array): Promise<DeliveryReport | null> {
  if (isNoReport(raw)) return null;
  const mail = await PostalMime.parse(raw, { ...limits, attachmentEncoding: 'utf8' }).catch(() => null);
  const parts = mail?.attachments.filter(({ mimeType }) => reports.includes(mimeType)) ?? [];
  const said = parts.flatMap(({ content }) =>
    typeof content === 'string' ? groupsOf(content).flatMap((group) => reportIn(group) ?? []) : [],
  );
  return said.find(({ says }) => says === 'failed') ?? said[0] ?? null;
}

/** Whether there are more lines than a report needs, or more that begin as an edge between parts does. */
function isNoReport(raw: Uint8Array): boolean {
  const lines = Buffer.from(raw)
    .toString('latin1')
    .split('\n', linesAtMost + 1);
  return lines.length > linesAtMost || lines.filter((line) => line.startsWith('--')).length > edgesAtMost;
}

/** The groups of fields: the first is about the mail, each other about somebody it was for. Folded lines are one. */
function groupsOf(content: string): string[] {
  return content
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/\n[ \t]+/g, ' ')
    .split(/\n{2,}/);
}

function reportIn(group: string): DeliveryReport | null {
  const action = /^action[ \t]*:[ \t]*([a-z]{1,20})/im.exec(group)?.[1]?.toLowerCase();
  const status = /^status[ \t]*:[ \t]*([45]\.\d{1,3}\.\d{1,3})(?!\S)/im.exec(group)?.[1];
  if (status === undefined || (action !== 'failed' && action !== 'delayed')) return null;
  return { says: action, status };
}
