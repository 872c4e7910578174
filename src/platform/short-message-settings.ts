/** The gateway that sends short messages, and what it knows us by. */
export interface ShortMessageSettings {
  readonly url: string;
  readonly token: string;
}

const safe = /^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/;

/** Reads `SMS_URL` and `SMS_TOKEN`; null if nobody is sent short messages. What is wrong is added to the mistakes. Compose gives what is not set as empty. */
export function readShortMessageSettings(url: string, token: string, mistakes: string[]): ShortMessageSettings | null {
  if (url === '' && token === '') return null;
  if (!safe.test(url) || !URL.canParse(url)) mistakes.push('SMS_URL must be the https address of a gateway for short messages');
  if (!/^[\x21-\x7e]+$/.test(token)) mistakes.push('SMS_TOKEN must be what the gateway at SMS_URL knows us by');
  return { url, token };
}
