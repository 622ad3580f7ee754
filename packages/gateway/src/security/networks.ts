/** Whether an address is in one of these networks. */
import { BlockList, isIP, isIPv6 } from 'node:net';

/** A socket may say an IPv4 address in the way of IPv6. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/** One list for each array of networks: settings are the same object until they change. */
const lists = new WeakMap<readonly string[], BlockList>();

export function inNetworks(networks: readonly string[], address: string): boolean {
  const known = lists.get(networks) ?? listOf(networks);
  lists.set(networks, known);
  return isIP(address) !== 0 && known.check(address, familyOf(address));
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = familyOf(address);
    if (isIP(address)) list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return list;
}

/** `undefined` where it is one; the settings' own pattern lets `999.1.1.1` and `1.2.3.4/40` through. */
export function networkFault(network: string): string | undefined {
  const [address = '', bits] = network.split('/');
  const most = isIPv6(address) ? 128 : 32;
  if (isIP(address) && (bits === undefined || Number(bits) <= most)) return undefined;
  return 'is not an address or network that exists';
}

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');

/** Private and local networks: they are in no country. */
const HOME: readonly string[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '::1',
  'fc00::/7',
  'fe80::/10',
];
export const isHome = (address: string): boolean => inNetworks(HOME, address);
