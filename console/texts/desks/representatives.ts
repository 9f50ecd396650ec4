/** Words with which a representative is added on a customer's page. */
export const representativeWords = {
  add: { ja: '代理人を登録する', en: 'Add a representative' },
  addMore: {
    ja: '開始日から、連絡はご本人ではなくこの方に出します。氏名と連絡先は、登録したあとは表示されません。',
    en: 'From the first day this person is contacted instead of the customer. Name and addresses are not shown afterwards.',
  },
  relation: { ja: 'お客様との関係', en: 'Relation' },
  choose: { ja: '選んでください', en: 'Choose' },
  name: { ja: '氏名・名称', en: 'Name' },
  reach: { ja: '連絡先（1つ以上）', en: 'How to reach (at least one)' },
  postalCode: { ja: '郵便番号', en: 'Postal code' },
  address: { ja: '住所', en: 'Postal address' },
  mail: { ja: 'メールアドレス', en: 'Mail address' },
  phone: { ja: '電話番号', en: 'Phone number' },
  powers: { ja: 'できること', en: 'What this person may do' },
  decides: { ja: '回答できる', en: 'May answer' },
  informed: { ja: '連絡を受けるだけ', en: 'Is only informed' },
  birthDate: { ja: '生年月日', en: 'Date of birth' },
  birthDateHint: {
    ja: 'この方の専用ページの本人確認に使います。',
    en: "Asked for on this person's own page.",
  },
  evidence: { ja: '確認した書類', en: 'Document shown' },
  evidenceHint: {
    ja: '例：登記事項証明書。氏名・住所・電話番号は書かないでください。',
    en: 'Such as: certificate of guardianship. No names, addresses or numbers.',
  },
  evidenceOn: { ja: '書類の発行日', en: 'Issued on' },
  certificate: {
    ja: '登記事項証明書は、発行から6か月以内のものに限ります。',
    en: "A guardian's certificate must not be older than six months.",
  },
  validFrom: { ja: '開始日', en: 'First day' },
  validUntil: { ja: '終了日', en: 'Last day' },
  missing: {
    ja: '関係、氏名、連絡先、できること、確認した書類、開始日を入れてください',
    en: 'Give relation, name, how to reach, what this person may do, the document and the first day',
  },
  added: {
    ja: '代理人を登録しました。氏名と連絡先は伏せています。',
    en: 'The representative has been added. Name and addresses are hidden.',
  },
} as const;
