/** Names of the pages of one campaign. */
export const campaignTabWords = {
  label: { ja: '案件のページ', en: 'Pages of the campaign' },
  board: { ja: 'ボード', en: 'Board' },
  people: { ja: 'お客様一覧', en: 'People' },
  content: { ja: '文面と計画', en: 'Notices and plan' },
  audience: { ja: '対象者', en: 'Audience' },
  file: { ja: '案件ファイル', en: 'Campaign file' },
  rehearsals: { ja: '予行演習', en: 'Rehearsal' },
  waves: { ja: '発送ロット計画', en: 'Waves' },
  steering: { ja: '停止・再開・訂正', en: 'Steering' },
  exchange: { ja: '異動・結果データ', en: 'Client data' },
  questions: { ja: 'QA票', en: 'Questions' },
  inquiries: { ja: '問い合わせ', en: 'Inquiries' },
  evidence: { ja: '証跡', en: 'Evidence' },
  waiting: { ja: (n: string) => `${n}件が確認・回答待ち`, en: (n: string) => `${n} wait for you` },
} as const;
