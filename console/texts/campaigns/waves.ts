/** Words of the page that plans waves. What a plan says of itself is in domain/texts/rehearsals/waves. */
export const wavesWords = {
  title: { ja: '発送ロット計画', en: 'Planned waves' },
  lead: {
    ja: '印刷・差出・通話・返送受付の1日の能力に収まるように、対象者を発送ロットに分けます。この画面では何も変わりません。結果を案件ファイルに貼ると反映されます。',
    en: 'Divides the audience so that no day passes what printing, posting, calls and the return desk can take. Nothing is changed here: paste the result into the campaign file.',
  },
  form: { ja: '条件', en: 'What to plan with' },
  priorities: { ja: '先に始める区分（選んだ順）', en: 'Segments that begin first, in the order chosen' },
  noSegments: { ja: 'この案件に区分はありません。', en: 'The campaign has no segments.' },
  trial: { ja: '試行ロットの人数', en: 'Customers of a trial' },
  trialHint: {
    ja: '空欄なら試行なし。試行の後は、続行の判断を待ちます',
    en: 'Empty: none. The waves after it wait for a go',
  },
  capacity: { ja: '1日の能力', en: 'What a day can take' },
  known: { ja: (n: string) => `空欄なら ${n}`, en: (n: string) => `Empty: ${n}` },
  unknown: { ja: '空欄なら上限なし', en: 'Empty: no limit' },
  anyWeekday: {
    ja: '到着の曜日を火～木に限らない',
    en: 'Let contacts arrive on any weekday, not only Tuesday to Thursday',
  },
  plan: { ja: '計画する', en: 'Plan' },
  capacityIs: { ja: (n: string) => `上限 ${n}/日`, en: (n: string) => `limit ${n} a day` },
  peak: {
    ja: (name: string, day: string, amount: string) => `${name}は${day}に最も多く、${amount}の見込みです。`,
    en: (name: string, day: string, amount: string) => `${name}: most on ${day}, ${amount} expected.`,
  },
  help: { ja: '変更案', en: 'Change' },
  effect: { ja: '結果', en: 'Effect' },
  cost: { ja: '費用の見込み（円）', en: 'Expected cost (yen)' },
  yaml: { ja: '案件ファイルに貼る内容', en: 'For the campaign file' },
  copy: { ja: 'コピー', en: 'Copy' },
  copied: { ja: 'コピーしました', en: 'Copied' },
} as const;
