import { type ProviderRecord } from '../../audit/reconcile';
import { type InstallationPorts, urlOf } from '../installation/programs';

interface AcceptedRecord {
  accepted: Record<string, number>;
}
interface ShopRecord {
  pieces: { posted: { piece: string; count: number }[] };
  legible: number;
  unreadable: unknown[];
}

interface ClientRecord {
  results: number;
  doubled: unknown[];
  unknown: unknown[];
  rejected: number;
  rejectedOpen: unknown[];
  unanswered: number;
  changes: unknown[];
}

/** The client system's record of the exchange. */
export async function readClientRecord(ports: InstallationPorts) {
  const record = await recordAt<ClientRecord>(ports.client);
  const { results, rejected, changes } = record;
  const amiss = [record.doubled, record.unknown, record.rejectedOpen].reduce((sum, list) => sum + list.length, 0);
  return { results, rejected, changes: changes.length, amiss: amiss + record.unanswered };
}

/** The stand-ins' own records, which show doubled and missing messages. */
export async function readRecords(
  ports: InstallationPorts,
): Promise<ProviderRecord & { print: { posted: number; read: number; unreadable: number } }> {
  const [mail, sms, shop, phone] = await Promise.all([
    recordAt<AcceptedRecord>(ports.inboxHttp),
    recordAt<AcceptedRecord>(ports.sms),
    recordAt<ShopRecord>(ports.shop),
    recordAt<AcceptedRecord>(ports.phone),
  ]);
  const pieces = Object.fromEntries(shop.pieces.posted.map(({ piece, count }) => [piece, count]));
  return {
    accepted: sms.accepted,
    mails: mail.accepted,
    pieces,
    calls: phone.accepted,
    print: { posted: shop.pieces.posted.length, read: shop.legible, unreadable: shop.unreadable.length },
  };
}

const recordAt = async <Record>(port: number): Promise<Record> =>
  (await (await fetch(urlOf(port, '/api/record'))).json()) as Record;
