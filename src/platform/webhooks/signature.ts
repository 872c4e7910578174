import { createHmac, hkdfSync } from 'node:crypto';

/** A secret of one endpoint: it follows from the installation's key, so none is stored, and knowing one says nothing of another. */
export function secretOf(key: Buffer, endpointId: string, number: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, 'homeward-webhook', `${endpointId}:${number}`, 32));
}

/** A secret as it is handed over (Standard Webhooks). */
export function writtenSecret(secret: Buffer): string {
  return `whsec_${secret.toString('base64')}`;
}

/** The signatures of one call, one for each living secret (Standard Webhooks, `v1`). */
export function signaturesOf(secrets: readonly Buffer[], id: string, timestamp: number, body: string): string {
  return secrets.map((secret) => `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`).join(' ');
}
