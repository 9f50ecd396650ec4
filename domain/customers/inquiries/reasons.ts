import { type Text } from '../../campaigns/campaign';
import { type ReasonGroup } from './rules';

/** Why customers ask, by code: the reasons of a campaign that names none of its own. */
export const defaultReasons: Record<string, ReasonGroup> = {
  procedure: {
    name: { ja: '手続き', en: 'What to do' },
    parts: {
      how: { ja: '手続きの方法', en: 'how to do it' },
      page: { ja: 'お客様ページ・二次元コード', en: 'customer’s page, QR code' },
      form: { ja: '返送用紙の書き方・紛失', en: 'return form: how to fill it in, lost' },
      deadline: { ja: '期限・期限の後', en: 'the last day, and after it' },
      change: { ja: '選択の変更・取消', en: 'change or withdraw an answer' },
      status: { ja: '手続きの状況', en: 'where it stands' },
    },
  },
  service: {
    name: { ja: 'サービスの終了', en: 'End of the service' },
    parts: {
      reason: { ja: '終わる理由', en: 'why it ends' },
      date: { ja: '終わる日', en: 'when it ends' },
      after: { ja: '終了の後の利用・データ', en: 'use and data afterwards' },
      successor: { ja: '移行先のサービス', en: 'the service to move to' },
    },
  },
  money: {
    name: { ja: '料金・返金', en: 'Money' },
    parts: {
      price: { ja: '移行先の料金', en: 'price of the service to move to' },
      fee: { ja: '違約金・工事費', en: 'cancellation and installation fees' },
      refund: { ja: '返金・払戻し', en: 'refunds' },
      bill: { ja: '請求', en: 'bills' },
    },
  },
  notice: {
    name: { ja: 'ご案内', en: 'The notice' },
    parts: {
      genuine: { ja: '本物の案内か（詐欺ではないか）', en: 'whether it is genuine' },
      meaning: { ja: '文面の意味', en: 'what it means' },
      'not-mine': { ja: '心当たりがない・宛先違い', en: 'not for me' },
      again: { ja: '案内の再送', en: 'send it again' },
      stop: { ja: '連絡の停止', en: 'no more contact' },
    },
  },
  person: {
    name: { ja: '契約者・登録内容', en: 'Contract holder' },
    parts: {
      address: { ja: '住所・連絡先の変更', en: 'change of address or number' },
      name: { ja: '名義の変更', en: 'change of name' },
      death: { ja: '逝去・相続', en: 'death, heirs' },
      agent: { ja: '代理人・ご家族', en: 'representative, family' },
    },
  },
  other: {
    name: { ja: 'その他', en: 'Other' },
    parts: {
      desk: { ja: '窓口の対応', en: 'how the desk acted' },
      other: { ja: 'その他', en: 'other' },
    },
  },
};

/** The codes of both levels, as `money.refund`, in the order of the list. */
export const reasonCodes = (reasons: Record<string, ReasonGroup> = defaultReasons): string[] =>
  Object.entries(reasons).flatMap(([group, { parts }]) => Object.keys(parts).map((part) => `${group}.${part}`));

/** The words of a code's two levels; undefined for an unknown one. */
export function reasonText(
  code: string,
  reasons: Record<string, ReasonGroup> = defaultReasons,
): [Text, Text] | undefined {
  const [group = '', part = ''] = code.split('.');
  const found = Object.hasOwn(reasons, group) ? reasons[group] : undefined;
  return found && Object.hasOwn(found.parts, part) ? [found.name, found.parts[part]!] : undefined;
}
