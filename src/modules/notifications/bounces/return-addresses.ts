import { createHmac, timingSafeEqual } from 'node:crypto';

const day = 86_400_000;
/** The id of a mail, the number of its sending, the day it went out; then the signature. In hexadecimal it fits before the `@` (RFC 5321: 64). */
const [idBytes, numberBytes, dayBytes, signatureBytes] = [16, 1, 2, 11];
const bodyBytes = idBytes + numberBytes + dayBytes;
const written = new RegExp(`^[0-9a-f]{${2 * (bodyBytes + signatureBytes)}}$`);

/** Which sending of which mail something comes back of. */
export interface Sending {
  readonly mailId: string;
  readonly replays: number;
}

/**
 * The address that one sending of one mail comes back to, if it does (VERP). It is signed: nobody else makes one, and it says nothing of
 * whom the mail was for. Servers may write it in capitals.
 */
export class ReturnAddresses {
  constructor(
    private readonly key: Buffer,
    private readonly domain: string,
    private readonly heardForDays: number,
  ) {}

  /** Where a mail that goes out at a time comes back to. */
  of({ mailId, replays }: Sending, at: Date): string {
    const body = Buffer.alloc(bodyBytes);
    body.write(mailId.replaceAll('-', ''), 'hex');
    // More than that nobody has a mail tried anew; and if so, what comes back of it is not heard.
    body.writeUInt8(Math.min(replays, 255), idBytes);
    body.writeUInt16BE(dayOf(at), idBytes + numberBytes);
    return `${Buffer.concat([body, this.signatureOf(body)]).toString('hex')}@${this.domain}`;
  }

  /** Of what something comes back that is sent to this address; null if it is none of ours, or too old. */
  read(address: string, at: Date): Sending | null {
    const [token = '', domain, ...more] = address.toLowerCase().split('@');
    if (domain !== this.domain || more.length > 0 || !written.test(token)) return null;
    const bytes = Buffer.from(token, 'hex');
    const body = bytes.subarray(0, bodyBytes);
    if (!timingSafeEqual(bytes.subarray(bodyBytes), this.signatureOf(body))) return null;
    const age = dayOf(at) - body.readUInt16BE(idBytes + numberBytes);
    if (age < 0 || age > this.heardForDays) return null;
    const id = body.toString('hex', 0, idBytes);
    return { mailId: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), replays: body.readUInt8(idBytes) };
  }

  private signatureOf(body: Buffer): Buffer {
    return createHmac('sha256', this.key).update(this.domain).update('|').update(body).digest().subarray(0, signatureBytes);
  }
}

/** The days since 1970, as they fit into two bytes. */
function dayOf(at: Date): number {
  return Math.floor(at.getTime() / day);
}
