import { type Text } from '../../campaigns/campaign';
import { channelTexts } from './delivery';
import { contentPartTexts, stepFieldTexts } from './campaigns';

/** Keys below the parts of a campaign's contents; `null`: says nothing to a reader. */
const KEYS: Record<string, Text | null> = {
  ...stepFieldTexts,
  ...channelTexts,
  ...contentPartTexts,
  plan: null,
  ja: { ja: '日本語', en: 'Japanese' },
  en: { ja: '英語', en: 'English' },
  steps: { ja: '手順', en: 'step' },
  notices: { ja: '文面', en: 'notice' },
  subject: { ja: '件名', en: 'subject' },
  body: { ja: '本文', en: 'text' },
  label: { ja: '名称', en: 'label' },
  detail: { ja: '説明', en: 'details' },
  channel: { ja: '手段', en: 'channel' },
  first: { ja: '手段の順', en: 'channels in order' },
  all: { ja: 'すべての手段', en: 'all channels' },
  only: { ja: '対象の区分', en: 'only for' },
  except: { ja: '対象外の区分', en: 'except for' },
  attempts: { ja: '回数', en: 'attempts' },
  spacing: { ja: '間隔', en: 'spacing' },
  days: { ja: '日数', en: 'days' },
  businessDays: { ja: '営業日数', en: 'business days' },
  rounds: { ja: '回数の上限', en: 'rounds at most' },
  reasons: { ja: '理由', en: 'reason' },
  channels: { ja: '手段', en: 'channel' },
  reviewAfter: { ja: '見直しまでの日数', en: 'days until review' },
  address: { ja: '住所', en: 'address' },
  phone: { ja: '電話', en: 'phone' },
  hours: { ja: '受付時間', en: 'hours' },
  mailFrom: { ja: '差出人メールアドレス', en: 'sender address of mails' },
  site: { ja: '公式サイト', en: 'official site' },
  weekend: { ja: '土日を休業とする', en: 'closed at weekends' },
  holidays: { ja: '祝日', en: 'public holidays' },
  closedDays: { ja: '休業日', en: 'closed days' },
  from: { ja: '開始', en: 'from' },
  until: { ja: '終了', en: 'until' },
  table: { ja: '同意との対応表', en: 'table of consents' },
  overrides: { ja: '拒否の例外', en: 'refusals overridden' },
  contracts: { ja: '契約数', en: 'contracts' },
  yes: { ja: '同意あり', en: 'consent' },
  no: { ja: '拒否', en: 'refusal' },
  unknown: { ja: '不明', en: 'unknown' },
  runAt: { ja: '印刷の時刻', en: 'time of the print run' },
  arrivesAfter: { ja: '到着までの営業日数', en: 'business days until arrival' },
  arrivesAfterOverseas: { ja: '海外への到着日数', en: 'days until arrival abroad' },
  mailClass: { ja: '郵便の種類', en: 'postal class' },
  returnTo: { ja: '用紙の返送先', en: 'where forms are returned to' },
  begins: { ja: '開始日', en: 'begins' },
  size: { ja: '人数', en: 'number of customers' },
  share: { ja: '割合', en: 'share' },
  waves: { ja: '発送ロット', en: 'wave' },
  segments: { ja: '区分', en: 'segment' },
  waveOrder: { ja: '発送ロットの順番', en: 'order of the waves' },
  trial: { ja: '試行ロット', en: 'trial wave' },
  personal: { ja: '個人情報', en: 'personal data' },
  images: { ja: '用紙の画像', en: 'images of forms' },
  print: { ja: '印刷データ', en: 'print files' },
};

/** Parts whose items the file gives their names. */
const NAMED = ['steps', 'notices', 'waves', 'segments', 'facts', 'choices', 'faq'];

function nameOf(key: string, before: string | undefined): Text | null {
  if (before !== undefined && NAMED.includes(before)) return { ja: `「${key}」`, en: `“${key}”` };
  if (before !== undefined && key === 'name') return KEYS['label']!;
  return key in KEYS ? KEYS[key]! : { ja: `「${key}」`, en: `“${key}”` };
}

/**
 * Where a value stands in a campaign's contents, for a reader: `plan.steps.first-call.call.attempts` is the number of
 * attempts of the step “first-call”. A key without a name is one that the file gives, and stands in quotes.
 */
export function placeText(path: string): Text {
  const keys = path.split('.');
  const said = keys.map((key, at) => nameOf(key, keys[at - 1])).filter((part) => part !== null);
  const joined = (language: keyof Text, separator: string, quote: string): string =>
    said.reduce((line, part) => {
      const text = part[language];
      return line === ''
        ? text
        : text.startsWith(quote)
          ? `${line}${language === 'en' ? ' ' : ''}${text}`
          : `${line}${separator}${text}`;
    }, '');
  return { ja: joined('ja', ' › ', '「'), en: joined('en', ' › ', '“') };
}

/** Keys whose values are channels, one or several. */
const CHANNELS = ['first', 'all', 'channel', 'channels', 'missing'];
const TRIAL: Record<'yes' | 'no', Text> = {
  yes: { ja: '試行ロット（次のロットは続行の指示を待つ）', en: 'a trial: the next waves wait for a go' },
  no: { ja: '試行ではない', en: 'not a trial' },
};

/** A value of a campaign's contents in words; `null`: it stands as it is in the file, or is absent. */
export function valueText(path: string, value: string | null): Text | null {
  const key = path.split('.').at(-1)!;
  if (key === 'trial' && path.startsWith('waves.')) return TRIAL[value === 'true' ? 'yes' : 'no'];
  if (value === 'true') return { ja: 'はい', en: 'yes' };
  if (value === 'false') return { ja: 'いいえ', en: 'no' };
  if (value === null) return null;
  if (key === 'share') return { ja: `${value}%`, en: `${value}%` };
  if (!CHANNELS.includes(key)) return null;
  const named = value.split(', ').map((one) => (channelTexts as Record<string, Text>)[one] ?? { ja: one, en: one });
  return { ja: named.map(({ ja }) => ja).join('、'), en: named.map(({ en }) => en).join(', ') };
}
