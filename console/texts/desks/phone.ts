/** Words of the telephone system's figures. */
export const phoneWords = {
  title: { ja: '受電の状況（日別）', en: 'Calls by day' },
  none: { ja: '電話システムの集計がまだありません。', en: 'There are no figures of the telephone system yet.' },
  day: { ja: '日', en: 'Day' },
  offered: { ja: '着信', en: 'Offered' },
  answered: { ja: '応答', en: 'Answered' },
  abandoned: { ja: '放棄', en: 'Abandoned' },
  abandonedIvr: { ja: 'IVR放棄', en: 'Abandoned in IVR' },
  serviceLevel: { ja: 'SL（目標内応答率）', en: 'Service level' },
  abandonment: { ja: '放棄率（IVRを除く）', en: 'Abandonment (without IVR)' },
  aht: { ja: '平均処理時間', en: 'Handling time' },
  seconds: { ja: (n: string) => `${n}秒`, en: (n: string) => `${n} s` },
  staffed: { ja: '席数', en: 'Seats' },
  choose: { ja: '集計のCSVを選ぶ…', en: 'Choose a CSV…' },
  columns: {
    ja: '列：窓口・開始・分（15か30）・着信・応答・放棄・IVR放棄・目標内応答・平均処理秒・席数',
    en: 'Columns: queue, start, minutes (15 or 30), offered, answered, abandoned, abandoned_ivr, within, aht_seconds, staffed',
  },
  sending: {
    ja: (share: string, size: string) => `送信中 ${share}（${size}）`,
    en: (share: string, size: string) => `Sending ${share} (${size})`,
  },
  working: { ja: '読み取っています…', en: 'Reading…' },
  cancel: { ja: 'やめる', en: 'Cancel' },
  stored: {
    ja: (added: string, corrected: string, unchanged: string) =>
      `新規${added}行・訂正${corrected}行・変更なし${unchanged}行`,
    en: (added: string, corrected: string, unchanged: string) =>
      `${added} new, ${corrected} corrected, ${unchanged} unchanged`,
  },
  finding: {
    ja: (line: string, what: string) => `${line}行目：${what}`,
    en: (line: string, what: string) => `Line ${line}: ${what}`,
  },
} as const;
