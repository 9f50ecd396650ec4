import { type Language } from './campaign';

/** Which sample customer a notice is shown for. */
export const SAMPLES = ['plain', 'long_name', 'company', 'no_mail', 'english'] as const;
export type SampleName = (typeof SAMPLES)[number];

/** An invented customer of real shape; no customer of any client. */
export interface SampleCustomer {
  name: string;
  kind: 'person' | 'company';
  language: Language;
  postalCode: string;
  address: string;
  /** Whether there is a mail address and a mobile number. */
  mail: boolean;
  mobile: boolean;
  contracts: { number: string; product: string }[];
}

const contracts = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ number: `SAMPLE-${String(index + 1).padStart(4, '0')}`, product: '見本プラン' })); // prettier-ignore
const base = {
  kind: 'person',
  language: 'ja',
  postalCode: '100-0005',
  mail: true,
  mobile: true,
  contracts: contracts(1),
} as const;

/** The sample customers: one like most, and those whose letter, form or mail looks different. */
export const SAMPLE_CUSTOMERS: Record<SampleName, SampleCustomer> = {
  plain: { ...base, name: '見本 花子', address: '東京都千代田区丸の内0-0-0 見本マンション 101' },
  long_name: {
    ...base,
    name: '見本左衛門尉 アレクサンドリーナ・フランソワーズ・マルガレーテ',
    address: '鹿児島県大島郡見本町大字見本字下見本丁見本前00000番地0 見本グランドレジデンス・シーサイド東館 1001号室',
    contracts: contracts(2),
  },
  company: {
    ...base,
    kind: 'company',
    name: '株式会社見本商事 東日本営業統括本部 総務部',
    address: '神奈川県横浜市西区みなとみらい0-0-0 見本ビルディング 32階',
    contracts: contracts(12),
  },
  no_mail: { ...base, name: '見本 一郎', address: '北海道札幌市中央区見本00条西0丁目0-0', mail: false, mobile: false },
  english: { ...base, language: 'en', name: 'Jane Sample', address: '東京都千代田区丸の内0-0-0 見本マンション 102' },
};

/** Whether a sample customer can be reached on a channel. */
export function sampleReachable(sample: SampleName, channel: 'mail' | 'sms' | 'post' | 'phone'): boolean {
  const { mail, mobile } = SAMPLE_CUSTOMERS[sample];
  return channel === 'mail' ? mail : channel === 'sms' ? mobile : true;
}
