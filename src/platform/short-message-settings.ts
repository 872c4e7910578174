import { Caller } from './webhooks/call.ts';

/** The gateway that sends short messages, and what it knows us by. */
export interface ShortMessageSettings {
  readonly url: string;
  readonly token: string;
}

/** The one who will call it; the operator says where it is, so it may be this machine. */
export const gatewayCaller = new Caller(true);

/** Reads `SMS_URL` and `SMS_TOKEN`; null if nobody is sent short messages. What is wrong is added to the mistakes. Compose gives what is not set as empty. */
export function readShortMessageSettings(url: string, token: string, mistakes: string[]): ShortMessageSettings | null {
  if (url === '' && token === '') return null;
  if (!gatewayCaller.accepts(url))
    mistakes.push('SMS_URL must be the https address of a gateway on the open network, or be on this machine: no other is called');
  if (!/^[\x21-\x7e]+$/.test(token)) mistakes.push('SMS_TOKEN must be what the gateway at SMS_URL knows us by');
  return { url, token };
}
