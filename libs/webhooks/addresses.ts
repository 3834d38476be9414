import { BlockList, isIP } from 'node:net';

/** Addresses by what they are (the special-purpose registries of IANA), for requests that others have a say in. */

const notPublic4 = listOf('ipv4', [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16',
  '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
  // Where the machines of a cloud ask what they are, under an address that looks like any other.
  '168.63.129.16/32',
]);
const global6 = listOf('ipv6', ['2000::/3']);
/** Of those: protocol assignments (Teredo and ORCHID among them), documentation, and 6to4, which holds an address of the other kind. */
const notPublic6 = listOf('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);
const loopback4 = listOf('ipv4', ['127.0.0.0/8']);

/** Neither of this machine nor of a network behind it, nor of many machines at once. What cannot be read is not public. */
export function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4: return !notPublic4.check(address, 'ipv4');
    // What is mapped, translated, local or for many lies outside of the addresses that are routed everywhere.
    case 6: return !address.includes('%') && global6.check(address, 'ipv6') && !notPublic6.check(address, 'ipv6');
    default: return false;
  }
}

export function isLoopback(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && loopback4.check(address, 'ipv4'));
}

function listOf(type: 'ipv4' | 'ipv6', networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address, prefix] = network.split('/') as [string, string];
    list.addSubnet(address, Number(prefix), type);
  }
  return list;
}
