import { lifecycle } from '../../kernel/lifecycle.ts';

export type ProtocolStatus = 'draft' | 'active' | 'ended';

/** How a protocol comes into force and ends. What is to be agreed otherwise is another protocol. */
export const protocolLifecycle = lifecycle<ProtocolStatus>()('protocol', {
  approve: { from: ['draft'], to: 'active' },
  end: { from: ['draft', 'active'], to: 'ended' },
});
