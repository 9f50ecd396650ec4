/** Words about what a trial wave has shown. */
export const trialWords = {
  title: { ja: (name: string) => `試行の結果：${name}`, en: (name: string) => `What the trial has shown: ${name}` },
  observed: {
    ja: (seen: string, all: string) => `${all}人のうち ${seen}人について判断できます。`,
    en: (seen: string, all: string) => `${seen} of ${all} customers can be judged by.`,
  },
  drawn: {
    ja: (all: string, drawn: string) => `${all}人から均等に選んだ ${drawn}人で測っています。`,
    en: (all: string, drawn: string) => `Measured on ${drawn} customers drawn evenly from ${all}.`,
  },
  enough: { ja: '続行を判断できます。', en: 'That is enough for a go.' },
  notEnough: { ja: 'まだ判断には足りません。', en: 'That is not enough yet.' },
  byDefault: {
    ja: '想定は標準の仮定で、同じ経過日数で比べています。',
    en: 'Assumed are the defaults, for contacts of the same age.',
  },
  byRehearsal: {
    ja: (id: string) => `想定は予行演習 ${id} と同じで、同じ経過日数で比べています。`,
    en: (id: string) => `Assumed is as in rehearsal ${id}, for contacts of the same age.`,
  },
  rate: { ja: '項目', en: 'Rate' },
  assumed: { ja: '想定', en: 'Assumed' },
  measured: { ja: '実績', en: 'Measured' },
  range: { ja: '実績の誤差の幅（95%）', en: 'Range of the measured rate (95%)' },
  of: { ja: '件数', en: 'Out of' },
  verdict: { ja: '比較', en: 'Comparison' },
  higher: { ja: '想定より明らかに高い', en: 'clearly higher' },
  lower: { ja: '想定より明らかに低い', en: 'clearly lower' },
  asAssumed: { ja: '誤差の範囲', en: 'may be chance' },
  lost: {
    ja: (channel: string) => `届かなかった割合（${channel}）`,
    en: (channel: string) => `Not delivered (${channel})`,
  },
  answered: { ja: '回答した割合', en: 'Answered' },
  inquiries: { ja: '問い合わせた割合', en: 'Inquired' },
  reached: { ja: '架電で話せた割合', en: 'Spoken to, of attempts to call' },
  isHigher: {
    ja: (name: string, assumed: string, measured: string) =>
      `${name}は ${measured} で、想定の ${assumed} より明らかに高くなっています。`,
    en: (name: string, assumed: string, measured: string) =>
      `${name}: ${measured}, clearly more than the ${assumed} assumed.`,
  },
  isLower: {
    ja: (name: string, assumed: string, measured: string) =>
      `${name}は ${measured} で、想定の ${assumed} より明らかに低くなっています。`,
    en: (name: string, assumed: string, measured: string) =>
      `${name}: ${measured}, clearly less than the ${assumed} assumed.`,
  },
  nothing: { ja: 'まだ何も発信していません。', en: 'Nothing has been sent yet.' },
} as const;
