/** Steps of `tsunagi channel test`, in their order. */
export const channelStepTexts = {
  settings: { ja: '設定', en: 'Settings' },
  connected: { ja: '接続', en: 'Connection' },
  encrypted: { ja: '暗号化', en: 'Encryption' },
  authenticated: { ja: '認証', en: 'Authentication' },
  composed: { ja: '作成', en: 'Composed' },
  signed: { ja: 'DKIM署名', en: 'DKIM signature' },
  accepted: { ja: '引き渡し', en: 'Accepted' },
  reference: { ja: '受付の番号', en: 'Reference' },
  delivery: { ja: '配信の状況', en: 'Delivery' },
} as const;
export type ChannelStep = keyof typeof channelStepTexts;

/** What the command says at its end. */
export const channelEndingTexts = {
  sent: {
    ja: '送りました。届いたことを受け取った人に確かめてください。',
    en: 'Sent. Ask the recipient whether it arrived.',
  },
  not_sent: { ja: '送れませんでした。', en: 'Not sent.' },
  unclear: {
    ja: '返事がないため、送られたかどうか分かりません。もう一度送る前に、受け取る人に確かめてください。',
    en: 'There was no answer, so it may have left. Ask the recipient before you send again.',
  },
} as const;

/** Subject and text of a test. */
export const channelTestTexts = {
  subject: { ja: '【送信テスト】', en: '[TEST] ' },
  body: {
    ja: 'Tsunagi の送信テストです。お手続きの必要はありません。心当たりがなければ、破棄してください。',
    en: 'A test of Tsunagi. There is nothing to do; if it means nothing to you, discard it.',
  },
} as const;
