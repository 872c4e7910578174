import { lifecycle } from '../../kernel/lifecycle.ts';

/** A package is checked, then taken over once. */
export type ServiceImportStatus = 'checked' | 'committed';

export const serviceImportLifecycle = lifecycle<ServiceImportStatus>()('service-import', {
  commit: { from: ['checked'], to: 'committed' },
});
