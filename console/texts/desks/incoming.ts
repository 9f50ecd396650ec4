/** Words of a call that comes in, and of what is said in it. */
export const incomingWords = {
  incoming: { ja: '電話を受ける', en: 'Take a call' },
  find: { ja: 'この番号で探す', en: 'Find by this number' },
  choose: { ja: 'この内容で選ぶ', en: 'Choose by what was said' },
  shownNumber: { ja: '表示された番号', en: 'Number shown' },
  shownNumberMore: {
    ja: '着信の番号です。お客様の名前はまだ表示されません。',
    en: 'Of the call that comes in. No name is shown yet.',
  },
  missingNumber: { ja: '番号を入れてください', en: 'Enter the number' },
  askTwo: { ja: '2つの項目を伺ってください', en: 'Ask for two items' },
  several: {
    ja: 'この番号のお客様は複数います。2つの項目を伺ってください。',
    en: 'Several customers have this number. Ask for two items.',
  },
  unknownNumber: {
    ja: 'この番号のお客様は見つかりません。お名前を伺い、お問い合わせとして受けてください。',
    en: 'No customer has this number. Ask for the name, and take it as an inquiry.',
  },
  searchCustomer: { ja: 'お客様を探す', en: 'Search customers' },
  noOpenCall: {
    ja: 'このお客様に、これからかける電話はありません。お客様のページで本人確認のうえ、承ってください。',
    en: 'No call to this customer is open. Check who is calling on the customer page, and go on there.',
  },
  campaign: { ja: '案件', en: 'Campaign' },
  chooseCampaign: { ja: '選んでください', en: 'Choose' },
  asked: { ja: '伺った内容', en: 'What was said' },
  askedMore: {
    ja: 'お客様の言葉のまま、お名前と折り返しの番号も入れます。保存すると、権限のある人だけが読めます',
    en: 'In the caller’s own words, with name and number to call back. Only those with the right can read it',
  },
  missingAsked: { ja: '案件と伺った内容を入れてください', en: 'Enter the campaign and what was said' },
  take: { ja: '受け付ける', en: 'Take as an inquiry' },
  complaintClass: { ja: '苦情の内容区分', en: 'What the complaint is about' },
  missingClass: { ja: '内容区分を選んでください', en: 'Choose what it is about' },
  missingSaid: { ja: '申し出の内容を入れてください', en: 'Enter what was said' },
  complaintSaid: { ja: '申し出の内容', en: 'What was said' },
  complaintMore: {
    ja: 'お客様の言葉のまま。苦情の台帳に載り、委託元へ期限内に知らせます',
    en: 'In the customer’s own words. It enters the register, and the client is notified in time',
  },
} as const;
