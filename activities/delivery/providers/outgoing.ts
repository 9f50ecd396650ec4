import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { Agent as HttpAgent, type ClientRequest, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Why a request was not made: plain http, credentials in the URL, or an address inside a network. */
export class OutgoingRefused extends Error {
  constructor(readonly code: 'not_https' | 'credentials_in_url' | 'private_address') {
    super(code);
    this.name = 'OutgoingRefused';
  }
}

/** Special-purpose networks (IANA registries): this host, private, link-local with cloud metadata, tests, multicast. */
const SPECIAL_4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
];
/** Within the only public block of IPv6, 2000::/3. NAT64 and 6to4 addresses contain IPv4 addresses and are refused. */
const SPECIAL_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
const PUBLIC_6 = '2000::/3';

type Resolve = (
  hostname: string,
  options: { all: true; family?: number },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Allows outgoing requests only to public addresses over https. Addresses and networks in `allowed` (comma-separated)
 * may be private and use http. The address that was checked is the one connected to, so a changed DNS answer has no
 * effect. Redirects are never followed.
 */
export class OutgoingGate {
  private readonly allowed: BlockList;

  constructor(
    allowed = '',
    private readonly resolve: Resolve = systemLookup,
  ) {
    this.allowed = listOf(allowed.split(',').flatMap((part) => part.trim() || []));
  }

  /** Checks what the URL itself says. Throws OutgoingRefused. */
  check(url: URL): void {
    if (url.username !== '' || url.password !== '') throw new OutgoingRefused('credentials_in_url');
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new OutgoingRefused('not_https');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host)) this.checkAddress(host, url.protocol);
  }

  /** A connection pool for one URL; the host of every connection is resolved and checked. */
  agent(url: URL, { keepAlive }: { keepAlive: boolean }): HttpAgent {
    const options = { keepAlive, lookup: this.lookupFor(url.protocol) };
    return url.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** A request that has not sent anything yet. Throws OutgoingRefused. */
  open(url: URL, options: RequestOptions): ClientRequest {
    this.check(url);
    const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return start(url, { lookup: this.lookupFor(url.protocol), ...options });
  }

  private checkAddress(address: string, protocol: string): void {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (this.allowed.check(address, family)) return;
    if (!isPublic(address, family)) throw new OutgoingRefused('private_address');
    if (protocol !== 'https:') throw new OutgoingRefused('not_https');
  }

  private lookupFor(protocol: string): LookupFunction {
    return (hostname, options, done) => {
      const family = typeof options.family === 'number' ? { family: options.family } : {};
      this.resolve(hostname, { all: true, ...family }, (error, addresses) => {
        if (error) return done(error, '');
        try {
          for (const { address } of addresses) this.checkAddress(address, protocol);
        } catch (refused) {
          return done(refused as Error, '');
        }
        if (options.all) return done(null, addresses);
        const first = addresses[0]!;
        done(null, first.address, first.family);
      });
    };
  }
}

/** Posts a body and returns the status, without reading the response body. Rejects after `timeoutMs` in all. */
export function postStatus(
  gate: OutgoingGate,
  url: URL,
  { body, headers, timeoutMs }: { body: string; headers: Record<string, string>; timeoutMs: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const signal = AbortSignal.timeout(timeoutMs);
    const request = gate.open(url, { method: 'POST', headers: { ...headers, ...length }, signal, agent: false });
    request.once('error', reject);
    request.once('response', (response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    request.end(body);
  });
}

const special4 = listOf(SPECIAL_4);
const special6 = listOf(SPECIAL_6);
const public6 = listOf([PUBLIC_6]);

function isPublic(address: string, family: 'ipv4' | 'ipv6'): boolean {
  if (family === 'ipv4') return !special4.check(address, 'ipv4');
  return public6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
}

function listOf(networks: string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (!isIP(address)) throw new Error(`${network} is no address and no network`);
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
