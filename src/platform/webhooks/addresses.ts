import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** Where a name leads. */
export interface Place {
  readonly address: string;
  readonly family: number;
}

/** Asks where a name leads: all places, because one that must not be called spoils the name. */
export type Resolve = (name: string) => Promise<readonly Place[]>;

// IANA's special-purpose registries: what is not on the open network, or leads back into ours by another way.
const closed4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24'],
  ...['192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
];
const closed6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];
const closed = listOf(closed4, closed6);
const open6 = listOf([], ['2000::/3']);
const loopback = listOf(['127.0.0.0/8'], ['::1/128']);

function listOf(ipv4: readonly string[], ipv6: readonly string[]): BlockList {
  const list = new BlockList();
  const add = (family: 'ipv4' | 'ipv6') => (network: string) => {
    const [address = '', width] = network.split('/');
    list.addSubnet(address, Number(width), family);
  };
  ipv4.forEach(add('ipv4'));
  ipv6.forEach(add('ipv6'));
  return list;
}

/** Whether an address lies on the open network. What is not known to, does not. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, 'ipv4');
  return family === 6 && open6.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

/** Whether an address is this machine. */
export function isLoopback(address: string): boolean {
  const family = isIP(address);
  return family > 0 && loopback.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** As the machine resolves names. */
export const resolveByMachine: Resolve = (name) => lookup(name, { all: true, verbatim: true });
