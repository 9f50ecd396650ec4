import { createPrivateKey, X509Certificate } from 'node:crypto';
import { makeCertificate } from '../../embedded/temporal/x509';

const from = Date.parse('2026-11-29T01:02:03Z');
const authority = makeCertificate({
  commonName: 'authority',
  use: 'authority',
  from,
  until: Date.parse('2051-01-02T03:04:05Z'),
});
const ca = new X509Certificate(authority.certificate);
const life = { from, until: Date.parse('2036-11-26T01:02:03Z') };
const made = (use: 'server' | 'client', names: { dns?: string[]; ip?: string[] } = {}) => {
  const { certificate, key } = makeCertificate({ commonName: use, use, ...names, ...life }, authority.signer);
  return { certificate: new X509Certificate(certificate), key };
};

test('an authority signs itself and is valid beyond 2049, where dates are written otherwise', () => {
  expect([ca.subject, ca.issuer, ca.ca]).toEqual(['CN=authority', 'CN=authority', true]);
  expect(ca.verify(ca.publicKey)).toBe(true);
  expect([ca.validFrom, ca.validTo]).toEqual(['Nov 29 01:02:03 2026 GMT', 'Jan  2 03:04:05 2051 GMT']);
});

test('a server is known by its names and addresses, and may call other servers', () => {
  const { certificate, key } = made('server', { dns: ['localhost'], ip: ['127.0.0.1'] });
  expect(certificate.verify(ca.publicKey)).toBe(true);
  expect(certificate.checkIssued(ca)).toBe(true);
  expect(certificate.checkPrivateKey(createPrivateKey(key))).toBe(true);
  expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
  expect([certificate.checkHost('localhost'), certificate.checkHost('elsewhere')]).toEqual(['localhost', undefined]);
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  expect(certificate.ca).toBe(false);
  expect([certificate.validFrom, certificate.validTo]).toEqual([
    'Nov 29 01:02:03 2026 GMT',
    'Nov 26 01:02:03 2036 GMT',
  ]);
});

test('a client can neither serve nor sign, and no serial number comes twice', () => {
  const { certificate } = made('client');
  expect([certificate.keyUsage, certificate.ca, certificate.subjectAltName]).toEqual([
    ['1.3.6.1.5.5.7.3.2'],
    false,
    undefined,
  ]);
  const serials = Array.from({ length: 20 }, () => made('client').certificate.serialNumber);
  expect(new Set(serials).size).toBe(20);
});
