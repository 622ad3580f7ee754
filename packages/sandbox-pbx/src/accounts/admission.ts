/** Which addresses are heard at all: set over the control connection, and asked of every request. */
import { BlockList, isIPv6 } from 'node:net';

export class Admission {
  #only: BlockList | undefined;
  #never = new BlockList();

  set({ only, never }: { only?: readonly string[] | undefined; never: readonly string[] }): void {
    this.#only = only && listOf(only);
    this.#never = listOf(never);
  }

  admits(address: string): boolean {
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    return !this.#never.check(address, family) && (this.#only?.check(address, family) ?? true);
  }
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return list;
}
