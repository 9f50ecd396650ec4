import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What a certificate says, beside its key. */
export interface CertificateRequest {
  commonName: string;
  /** `authority` signs others; a server's certificate serves as client too, where servers call one another. */
  use: 'authority' | 'server' | 'client';
  /** Names of a server: DNS names and IPv4 addresses. */
  dns?: string[];
  ip?: string[];
  /** Epoch ms. */
  from: number;
  until: number;
}

/** A certificate and its private key, in PEM. */
export interface Certified {
  certificate: string;
  key: string;
  /** For signing others; never written anywhere. */
  signer: { name: string; key: KeyObject };
}

/**
 * Makes a key on P-256 and an X.509 certificate for it (RFC 5280), signed by `issuer` or, without one, by itself. Node
 * can read certificates but not make them, and the embedded default needs nothing but Node.
 */
export function makeCertificate(request: CertificateRequest, issuer?: Certified['signer']): Certified {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = { name: request.commonName, key: privateKey };
  const by = issuer ?? signer;
  const body = sequence(
    context(0, integer(Buffer.of(2))), // version 3
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    ECDSA_SHA256,
    nameOf(by.name),
    sequence(time(request.from), time(request.until)),
    nameOf(request.commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    context(3, sequence(...extensionsOf(request))),
  );
  const signature = sign('sha256', body, by.key);
  return {
    certificate: pem(sequence(body, ECDSA_SHA256, bits(signature))),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    signer,
  };
}

function extensionsOf({ use, dns = [], ip = [] }: CertificateRequest): Buffer[] {
  const authority = use === 'authority';
  const basic = extension(BASIC_CONSTRAINTS, authority ? sequence(TRUE) : sequence(), true);
  const usage = extension(KEY_USAGE, tagged(0x03, authority ? Buffer.of(1, 0x06) : Buffer.of(7, 0x80)), true);
  if (authority) return [basic, usage];
  const purposes = use === 'server' ? [SERVER_AUTH, CLIENT_AUTH] : [CLIENT_AUTH];
  const names = [
    ...dns.map((name) => tagged(0x82, Buffer.from(name, 'ascii'))),
    ...ip.map((address) => tagged(0x87, Buffer.from(address.split('.').map(Number)))),
  ];
  return [
    basic,
    usage,
    extension(EXTENDED_KEY_USAGE, sequence(...purposes)),
    ...(names.length > 0 ? [extension(ALTERNATIVE_NAMES, sequence(...names))] : []),
  ];
}

const pem = (der: Buffer): string =>
  ['-----BEGIN CERTIFICATE-----', ...der.toString('base64').match(/.{1,64}/g)!, '-----END CERTIFICATE-----', ''].join(
    '\n',
  );

/** DER (X.690): a tag, the length, the content. */
function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, ...parts);
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes);
const bits = (bytes: Buffer): Buffer => tagged(0x03, Buffer.of(0), bytes);
const context = (number: number, content: Buffer): Buffer => tagged(0xa0 + number, content);
const oid = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'));
const TRUE = tagged(0x01, Buffer.of(0xff));

/** RFC 5280: two digits of the year until 2049, four from 2050 on. */
function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '');
  return digits < '2050' ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}

const COMMON_NAME = oid('550403');
const nameOf = (name: string): Buffer =>
  sequence(tagged(0x31, sequence(COMMON_NAME, tagged(0x0c, Buffer.from(name, 'utf8')))));

const extension = (id: Buffer, content: Buffer, critical = false): Buffer =>
  sequence(id, ...(critical ? [TRUE] : []), tagged(0x04, content));

const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));
const BASIC_CONSTRAINTS = oid('551d13');
const KEY_USAGE = oid('551d0f');
const EXTENDED_KEY_USAGE = oid('551d25');
const ALTERNATIVE_NAMES = oid('551d11');
const SERVER_AUTH = oid('2b06010505070301');
const CLIENT_AUTH = oid('2b06010505070302');
