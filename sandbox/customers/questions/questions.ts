/** What customers ask the desk, with the reason that the desk finds in it. The last one has no approved answer. */
export const QUESTIONS = [
  {
    reason: 'money.refund',
    ja: '前払いした利用料は返金されますか。',
    en: 'Are fees that I paid in advance refunded?',
  },
  {
    reason: 'procedure.how',
    ja: '案内が長くてよく分かりません。結局、何をすればよいのでしょうか。',
    en: 'The notice is long and I am lost. What do I have to do?',
  },
  {
    reason: 'notice.genuine',
    ja: 'この案内は本物でしょうか。家族が詐欺ではないかと心配しています。',
    en: 'Is this notice genuine? My family fears a fraud.',
  },
  {
    reason: 'procedure.change',
    ja: '一度選んだ内容を、後から変えられますか。',
    en: 'Can I change my answer later?',
  },
  {
    reason: 'service.reason',
    ja: '長年使ってきました。なぜ終わってしまうのですか。',
    en: 'I have used it for years. Why does it end?',
  },
  {
    reason: 'money.bill',
    ja: '先月の請求が二重になっているようです。確認してください。',
    en: 'Last month seems to have been billed twice. Please check.',
  },
] as const;

/** A question as its customer writes it: signed, with a contract number that tells the desk who asks. */
export function writtenQuestion(
  topic: number,
  { name, contract }: { name: string; contract: string },
  english: boolean,
) {
  const { ja, en } = QUESTIONS[topic]!;
  return english ? `${en}\n\n${name}\nContract number: ${contract}` : `${ja}\n\n${name}\n契約番号: ${contract}`;
}

/** The contract number in what a customer wrote. */
export const contractIn = (text: string): string | undefined => /(?:契約番号|Contract number): (\S+)/.exec(text)?.[1];
