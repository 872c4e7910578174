import { describe, expect, it } from '@jest/globals';
import { day } from '../../src/kernel/local-time.ts';
import { refuseUnfitText } from '../../src/modules/consent/consent-text.ts';
import type { ConsentText } from '../../src/platform/reference.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';

const [first] = shippedReference().consentTexts.filter(({ scope }) => scope === 'share');
const text = (version: number, from: string): ConsentText => ({ ...first!, id: `share/v${version}`, version, validFrom: day(from) });
const others = shippedReference().consentTexts.filter(({ scope }) => scope !== 'share');
const texts = [...others, text(1, '2022-01-01'), text(2, '2026-03-02'), text(3, '2026-09-01')];
const verdict = (id: string, on: string): unknown => {
  try {
    refuseUnfitText(texts, id, on);
    return 'fit';
  } catch (refusal) {
    const [error] = (refusal as { errors: readonly { code: string; params: object }[] }).errors;
    return [error?.code, error?.params];
  }
};

describe('The text that was agreed to', () => {
  it.each([
    ['share/v1', '2021-12-31', ['text-not-yet-valid', { validFrom: '2022-01-01' }]],
    ['share/v1', '2022-01-01', 'fit'],
    ['share/v1', '2026-03-01', 'fit'],
    ['share/v1', '2026-03-02', ['text-outdated', { use: 'share/v2' }]],
    ['share/v1', '2026-10-01', ['text-outdated', { use: 'share/v3' }]],
    ['share/v2', '2026-03-01', ['text-not-yet-valid', { validFrom: '2026-03-02' }]],
    ['share/v2', '2026-08-31', 'fit'],
    ['share/v3', '2030-01-01', 'fit'],
    ['health/v1', '2030-01-01', 'fit'],
  ])('%s on %s', (id, on, expected) => {
    expect(verdict(id, on)).toEqual(expected);
  });
});
