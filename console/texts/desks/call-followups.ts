/** Words of what calls left to do. */
export const followupWords = {
  followups: { ja: '電話のあとの対応', en: 'To do after calls' },
  noFollowups: { ja: '対応を待っているものはありません。', en: 'Nothing is waiting.' },
  what: { ja: '内容', en: 'What' },
  whose: { ja: 'お客様', en: 'Customer' },
  customerNo: { ja: (id: string) => `お客様 ${id}`, en: (id: string) => `Customer ${id}` },
  dueOn: { ja: 'いつまでに', en: 'By' },
  done: { ja: '対応済み', en: 'Done' },
  finished: { ja: '対応済みにしました', en: 'Noted as done' },
} as const;
