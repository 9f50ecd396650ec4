import { type Language } from '../../campaigns/campaign';
import { type Help, PACED, type PacingProposal } from '../../campaigns/pacing/pacing';
import { fill } from '../catalogue';
import { channelTexts } from '../names/delivery';

const words = {
  ja: {
    counting: '対象者を数え、発送ロットを計画しています…',
    title: '{name}：発送ロットの計画（まだ何も変わっていません）',
    people: '対象 {customers} 人（うち開始済 {begun} 人は変更しません）',
    peopleNew: '対象 {customers} 人',
    behaviour_given: '見込み：指定した行動ファイル',
    behaviour_rehearsal: '見込み：予行演習 {rehearsal} と同じ',
    behaviour_default: '見込み：標準の仮定（実績ではありません）',
    kept: '期日を守れます。最後のロットは {lastBegins} に始まり、最後の連絡は {ends} に出ます。{lastStart} より後に始めると間に合いません。',
    notKept: '期日を守れません。{customers} 人のうち {left} 人は、期日に間に合う開始日がありません。',
    trialTooLarge: '{size} 人の試行ロットを始められる日がありません。1日の能力では最大 {room} 人です。',
    noStart: 'どの日に始めても、期日に間に合わない連絡があります。',
    gap: '{from} から {until} の前日までは、ロットを始められません。始めると {day} の{load}が上限を超えます。',
    wavesHead: '発送ロット',
    begins: '開始',
    arrives: '到着（見込み）',
    customers: '人数',
    segment: '区分',
    others: 'その他すべて',
    trial: '試行',
    loadsHead: 'いちばん混む日',
    load: '能力',
    day: '日',
    amount: '見込み',
    limit: '上限',
    noLimit: '上限なし',
    helpHead: 'こうすると変わります（それぞれ計画し直した結果）',
    helpNone:
      '計算した範囲では、期日を守れる変更が見つかりません。対象者を減らすか、期日と能力の両方を見直してください。',
    helpKept: '期日を守れます（最後の開始 {lastBegins}）',
    helpLeft: 'なお {left} 人が間に合いません',
    help_capacity: '1日の能力を増やす：{limits}',
    help_smaller_trial: '試行ロットを {size} 人にする',
    help_reminders_without_post: '再案内を手紙以外で送る',
    help_earlier_start: '{from} から始める',
    help_later_dates: 'すべての期日を {days} 日遅らせる',
    help_channel_first: '案内を{channel}から送る',
    help_any_weekday: '到着の曜日を限らない',
    yamlHead: '案件ファイルに貼る発送ロット：',
    load_print: '印刷',
    load_post: '差出',
    load_mails: 'メール',
    load_sms: 'SMS',
    load_callMinutes: '通話（分）',
    load_returns: '返送受付',
  },
  en: {
    counting: 'Counting the audience and planning waves …',
    title: '{name}: planned waves (nothing has been changed)',
    people: '{customers} customers to plan; {begun} more have begun and stay as they are',
    peopleNew: '{customers} customers',
    behaviour_given: 'Expected by: the behaviour file given',
    behaviour_rehearsal: 'Expected by: the behaviour of rehearsal {rehearsal}',
    behaviour_default: 'Expected by: the defaults, which are assumptions',
    kept: 'The dates are kept. The last wave begins on {lastBegins} and the last contact leaves on {ends}. A start after {lastStart} would be too late.',
    notKept: 'The dates cannot be kept: for {left} of {customers} customers no day is left.',
    trialTooLarge: 'No day can take a trial of {size} customers, the most is {room}.',
    noStart: 'Whatever the day of the start, some contact would be too late.',
    gap: 'No wave can begin from {from} until the one of {until}: it would pass the limit on {day} ({load}).',
    wavesHead: 'Waves',
    begins: 'Begins',
    arrives: 'Arrives',
    customers: 'Customers',
    segment: 'Segment',
    others: 'all others',
    trial: 'trial',
    loadsHead: 'Busiest days',
    load: 'Capacity',
    day: 'Day',
    amount: 'Expected',
    limit: 'Limit',
    noLimit: 'no limit',
    helpHead: 'What would help, each planned again',
    helpNone: 'No change that was tried would keep the dates. Reduce the audience, or change both dates and capacity.',
    helpKept: 'the dates are kept (last start {lastBegins})',
    helpLeft: '{left} customers would still be too late',
    help_capacity: 'More capacity a day: {limits}',
    help_smaller_trial: 'A trial of {size} customers',
    help_reminders_without_post: 'Reminders without post',
    help_earlier_start: 'Begin on {from}',
    help_later_dates: 'All dates {days} days later',
    help_channel_first: 'Notices by {channel} first',
    help_any_weekday: 'Arrival on any weekday',
    yamlHead: 'Waves for the campaign file:',
    load_print: 'Printing',
    load_post: 'Posting',
    load_mails: 'Mails',
    load_sms: 'SMS',
    load_callMinutes: 'Call minutes',
    load_returns: 'Return desk',
  },
} as const satisfies Record<Language, Record<string, string>>;

export type WaveWord = keyof (typeof words)['ja'];

/** A word or sentence about planned waves, for terminals and pages. */
export const waveWord = (language: Language, word: WaveWord, values: Record<string, string | number> = {}): string =>
  fill(words[language][word], values, '');

const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 0 });

type Said = Pick<PacingProposal, 'left' | 'trialRoom' | 'lastBegins' | 'ends' | 'lastStart'> & {
  customers: number;
  /** Customers of the trial wished, null: none. */
  trial: number | null;
};

/** Whether the dates are kept, until when the last wave must begin, or for how many no day is left. */
export function planSays(plan: Said, language: Language, day: (value: string) => string = (value) => value): string {
  const { left, customers, trial, trialRoom, lastBegins, ends, lastStart } = plan;
  if (lastStart === null) return waveWord(language, 'noStart');
  if (trialRoom !== null) {
    return waveWord(language, 'trialTooLarge', { size: number(trial ?? 0), room: number(trialRoom) });
  }
  if (left > 0) return waveWord(language, 'notKept', { left: number(left), customers: number(customers) });
  const days = [lastBegins, ends, lastStart].map((value) => (value === null ? '' : day(value)));
  return waveWord(language, 'kept', { lastBegins: days[0]!, ends: days[1]!, lastStart: days[2]! });
}

/** Why no wave begins for more than a week, a sentence for each such time. */
export const gapsSay = (
  { gaps }: Pick<PacingProposal, 'gaps'>,
  language: Language,
  day: (value: string) => string = (value) => value,
): string[] =>
  gaps.map(({ from, until, load, day: full }) =>
    waveWord(language, 'gap', {
      ...{ from: day(from), until: day(until), day: day(full) },
      load: waveWord(language, `load_${load}`),
    }),
  );

/** What would help. */
export function helpSays(help: Help, language: Language): string {
  if (help.kind === 'capacity') {
    const limits = PACED.flatMap((load) =>
      help.limits[load] === undefined ? [] : [`${waveWord(language, `load_${load}`)} ${number(help.limits[load])}`],
    );
    return waveWord(language, 'help_capacity', { limits: limits.join(', ') });
  }
  const channel = help.kind === 'channel_first' ? channelTexts[help.channel][language] : '';
  const size = help.kind === 'smaller_trial' ? number(help.size) : '';
  return waveWord(language, `help_${help.kind}`, { ...help, channel, size });
}
