/** Words of the check of who is on the phone. */
export const identityWords = {
  identity: { ja: '本人確認', en: 'Identity check' },
  identityMore: {
    ja: '2つの項目を伺い、聞いたとおりに入れてください。登録の内容は表示されません。',
    en: 'Ask for two items and enter them as you hear them. What is on file is not shown.',
  },
  saidBy: { ja: 'どなたから', en: 'Who calls' },
  byCustomer: { ja: 'ご本人', en: 'The customer' },
  byRepresentative: { ja: '代理人', en: 'The representative' },
  item: { ja: (n: string) => `項目${n}`, en: (n: string) => `Item ${n}` },
  said: { ja: '伺った内容', en: 'As said' },
  check: { ja: '確かめる', en: 'Check' },
  missingItems: { ja: '2つの項目と、伺った内容を入れてください', en: 'Choose two items and enter what was said' },
  identified: { ja: (time: string) => `確認できました ${time}`, en: (time: string) => `Confirmed at ${time}` },
  notIdentified: {
    ja: (left: string) => `確認できません。内容をお伝えしないでください。あと${left}回`,
    en: (left: string) => `Not confirmed. Say nothing about the customer. ${left} tries left`,
  },
  noTries: {
    ja: '本日はこれ以上確かめられません。書面の送付をご案内してください。',
    en: 'No more tries today. Offer to send a letter.',
  },
  checkAgain: { ja: '別の方として確かめ直す', en: 'Check another caller' },
} as const;
