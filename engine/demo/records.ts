import { type ProviderRecord } from '../../audit/reconcile';
import { type InstallationPorts, urlOf } from '../programs';

interface AcceptedRecord {
  accepted: Record<string, number>;
}
interface ShopRecord {
  pieces: { posted: Record<string, number> };
  codesRead: number;
  unreadable: string[];
}
interface PhoneRecord {
  calls: Record<string, number>;
}

/** What every stand-in wrote down by itself: the judge of what was doubled or is missing. */
export async function readRecords(
  ports: InstallationPorts,
): Promise<ProviderRecord & { print: { posted: number; read: number; unreadable: number } }> {
  const [mail, sms, shop, phone] = await Promise.all([
    recordAt<AcceptedRecord>(ports.inboxHttp),
    recordAt<AcceptedRecord>(ports.sms),
    recordAt<ShopRecord>(ports.shop),
    recordAt<PhoneRecord>(ports.phone),
  ]);
  const posted = Object.values(shop.pieces.posted).reduce((sum, count) => sum + count, 0);
  return {
    accepted: { ...mail.accepted, ...sms.accepted },
    pieces: shop.pieces.posted,
    calls: phone.calls,
    print: { posted, read: shop.codesRead, unreadable: shop.unreadable.length },
  };
}

const recordAt = async <Record>(port: number): Promise<Record> =>
  (await (await fetch(urlOf(port, '/api/record'))).json()) as Record;
