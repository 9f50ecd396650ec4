import { type Reply } from '../../journeys/answers/replies';

export interface ReplyText {
  subject: string;
  /** Of mail and letter. */
  says: string;
  /** Only in the letter. */
  byPost?: string;
  /** The whole of the SMS. */
  sms: string;
  /** The same where SMS carry no links; absent: it is about a link, and no SMS. */
  smsWithoutLinks?: string;
}

/** Replies to what a customer has said. */
export const repliesJa: Record<Reply, ReplyText> = {
  receipt: {
    subject: '【受付完了】{{ service }}終了のお手続きを承りました',
    says: `{{ service }}の終了に伴うお手続きを、次のとおり承りました。

受付番号　{{ receipt }}
受付日　　{{ receivedOn }}

■ 承った内容
{{ choices }}

■ お選び直しとお取り消し
{{ changeNote }}

内容は、次のページでもご確認いただけます。
{{ link }}

お心当たりのない場合は、お手数ですが、下記の電話までご連絡ください。`,
    sms: `{{ sender.name }}です。{{ service }}終了のお手続きを承りました。受付番号 {{ receipt }}
{{ changeNote }}
内容は、次のページでご確認いただけます。
{{ link }}
このSMSに心当たりのない方、今後不要な方は、次のページで停止できます。
{{ optOutLink }}`,
    smsWithoutLinks: `{{ sender.name }}です。{{ service }}終了のお手続きを承りました。受付番号 {{ receipt }}
内容のご確認やお選び直しは、お電話で承ります。
お電話 {{ sender.phone }}（公式サイト「{{ sender.siteName }}」でもお確かめいただけます）
このSMSに心当たりのない方、今後不要な方も、お電話でお知らせください。`,
  },
  'too-late': {
    subject: '【期限後到着】{{ service }}終了のお手続きについて',
    says: `{{ service }}の終了に伴う返送用紙をお送りいただき、ありがとうございます。

返送用紙は{{ receivedOn }}に届きましたが、お手続きの期限を過ぎていたため、お手続きとして承ることができませんでした。

受付番号　{{ receipt }}
期限　　　{{ dates.applyBy }}

■ これからのこと
{{ lateNote }}

ご不明な点は、下記の電話でご相談ください。そのときは、受付番号をお知らせください。`,
    sms: `{{ sender.name }}です。{{ service }}の返送用紙は、お手続きの期限を過ぎて届いたため、承ることができませんでした。受付番号 {{ receipt }}
{{ lateNote }}
ご相談: {{ sender.phone }}
{{ link }}
このSMSに心当たりのない方、今後不要な方は、次のページで停止できます。
{{ optOutLink }}`,
    smsWithoutLinks: `{{ sender.name }}です。{{ service }}の返送用紙は、お手続きの期限を過ぎて届いたため、承ることができませんでした。受付番号 {{ receipt }}
{{ lateNote }}
お電話 {{ sender.phone }}（公式サイト「{{ sender.siteName }}」でもお確かめいただけます）
このSMSに心当たりのない方、今後不要な方も、お電話でお知らせください。`,
  },
  'new-link': {
    subject: '【URLの再送】{{ service }}終了のお手続き専用ページのご案内',
    says: `{{ service }}の終了に伴うお手続きについて、お申し出により、専用ページのURLを再送いたします。

{{ link }}

以前お送りしたURLは無効になりました。今後は、このURLをお使いください。
お手続きの期限は、{{ dates.applyBy }}です。

ページを開くときに、ご本人の確認のため、生年月日、ご登録の電話番号の下4桁、または確認番号を入力していただきます。

お申し出にお心当たりのない場合は、お手数ですが、下記の電話までご連絡ください。`,
    byPost: '以前の手紙に印刷された二次元コードも、お使いいただけません。この手紙の二次元コードをお使いください。',
    sms: `{{ sender.name }}です。お申し出により、{{ service }}終了のお手続き専用ページのURLを再送いたします。以前お送りしたURLは無効になりました。
{{ link }}
このSMSに心当たりのない方、今後不要な方は、次のページで停止できます。
{{ optOutLink }}`,
  },
  'which-answer': {
    subject: '【ご確認のお願い】{{ service }}終了のお手続きについて',
    says: `{{ service }}の終了に伴うお手続きについて、同じ日に、内容の異なる二つのお申し出をいただきました。どちらが後のお申し出かを確かめられないため、まだ承っていません。

{{ choices }}

お手数ですが、{{ closesOn }}までに、次のページ、または下記の電話で、ご希望をお知らせください。

{{ link }}

お知らせがない場合は、お手続きが完了しません。`,
    byPost: 'この手紙に続く返送用紙でも、お答えいただけます。',
    sms: `{{ sender.name }}です。{{ service }}終了のお手続きについて、同じ日に、内容の異なる二つのお申し出をいただき、まだ承っていません。{{ closesOn }}までに、次のページ、または {{ sender.phone }} で、ご希望をお知らせください。
{{ link }}
このSMSに心当たりのない方、今後不要な方は、次のページで停止できます。
{{ optOutLink }}`,
    smsWithoutLinks: `{{ sender.name }}です。{{ service }}終了のお手続きについて、同じ日に、内容の異なる二つのお申し出をいただき、まだ承っていません。{{ closesOn }}までに、お電話でご希望をお知らせください。
お電話 {{ sender.phone }}（公式サイト「{{ sender.siteName }}」でもお確かめいただけます）
このSMSに心当たりのない方、今後不要な方も、お電話でお知らせください。`,
  },
  'consent-request': {
    subject: '【ご確認のお願い】{{ service }}終了に伴う、ご契約者ご本人からのお申し出について',
    says: `{{ service }}の終了に伴うお手続きについて、{{ receivedOn }}に、ご契約者ご本人から次のお申し出がありました。

{{ choices }}

{{ consentNote }}

■ お手続きの方法
{{ closesOn }}までに、次のいずれかの方法で、ご希望をお知らせください。お申し出と異なる内容をお選びいただくこともできます。
・次のページ。ページを開くときに、{{ factorNote }}を入力していただきます。先にご契約者ご本人へお送りしたページは、お使いいただけません。
{{ link }}
・下記の電話

■ お知らせがない場合
ご契約者ご本人からのお申し出は、承ることができません。{{ silenceNote }}`,
    byPost: `
この手紙に続く返送用紙でも、お答えいただけます。ご署名は、法定代理人の方がお書きください。`,
    sms: `{{ sender.name }}です。{{ service }}終了のお手続きについて、ご契約者ご本人からお申し出があり、法定代理人の方のご確認が必要です。{{ closesOn }}までに、次のページ、または {{ sender.phone }} で、ご希望をお知らせください。お知らせがない場合、お申し出は承ることができません。
{{ link }}
このSMSに心当たりのない方、今後不要な方は、次のページで停止できます。
{{ optOutLink }}`,
    smsWithoutLinks: `{{ sender.name }}です。{{ service }}終了のお手続きについて、ご契約者ご本人からお申し出があり、法定代理人の方のご確認が必要です。{{ closesOn }}までに、お電話でご希望をお知らせください。お知らせがない場合、お申し出は承ることができません。
お電話 {{ sender.phone }}（公式サイト「{{ sender.siteName }}」でもお確かめいただけます）
このSMSに心当たりのない方、今後不要な方も、お電話でお知らせください。`,
  },
  'change-refused': {
    subject: '{{ service }}終了のお手続きの変更について',
    says: `{{ service }}の終了に伴うお手続きについて、お選び直しまたはお取り消しのお申し出をいただきました。サービスの提供元に確認しましたが、すでに手続きが進んでいるため、承ることができませんでした。

受付番号　{{ receipt }}
受付日　　{{ receivedOn }}

■ お申し出の内容
{{ choices }}

■ これからのこと
{{ lateNote }}

ご不明な点は、下記の電話でご相談ください。そのときは、受付番号をお知らせください。`,
    sms: `{{ sender.name }}です。{{ service }}終了のお手続きの変更（受付番号 {{ receipt }}）は、すでに手続きが進んでいるため、承ることができませんでした。
{{ lateNote }}
ご相談: {{ sender.phone }}
{{ link }}
このSMSに心当たりのない方、今後不要な方は、次のページで停止できます。
{{ optOutLink }}`,
    smsWithoutLinks: `{{ sender.name }}です。{{ service }}終了のお手続きの変更（受付番号 {{ receipt }}）は、すでに手続きが進んでいるため、承ることができませんでした。
{{ lateNote }}
お電話 {{ sender.phone }}（公式サイト「{{ sender.siteName }}」でもお確かめいただけます）
このSMSに心当たりのない方、今後不要な方も、お電話でお知らせください。`,
  },
  'inquiry-confirm': {
    subject: '【受付】お問い合わせを承りました（{{ receipt }}）',
    says: `{{ service }}の終了について、お問い合わせをいただき、ありがとうございます。次の番号で承りました。

お問い合わせ番号　{{ receipt }}
受付日　　　　　　{{ receivedOn }}

担当者が内容を確認し、改めてお答えいたします。続けてご連絡いただくときは、お問い合わせ番号をお知らせください。

お問い合わせとは別に、お手続きは次のページで承ります。
{{ link }}

お心当たりのない場合は、お手数ですが、下記の電話までご連絡ください。`,
    sms: `{{ sender.name }}です。{{ service }}の終了について、お問い合わせを承りました。お問い合わせ番号 {{ receipt }}
担当者が確認し、改めてお答えいたします。
お手続きは、次のページで承ります。
{{ link }}
このSMSに心当たりのない方、今後不要な方は、次のページで停止できます。
{{ optOutLink }}`,
  },
  'inquiry-answer': {
    subject: '【ご回答】お問い合わせについて（{{ receipt }}）',
    says: `{{ service }}の終了について{{ receivedOn }}にいただいたお問い合わせに、お答えいたします。

お問い合わせ番号　{{ receipt }}

{{ answer }}

ご不明な点が残る場合は、お手数ですが、お問い合わせ番号を添えて、下記の電話までご連絡ください。`,
    sms: `{{ sender.name }}です。お問い合わせ（番号 {{ receipt }}）にお答えいたします。
{{ answer }}
ご不明な点: {{ sender.phone }}
お手続きは、次のページで承ります。
{{ link }}
このSMSに心当たりのない方、今後不要な方は、次のページで停止できます。
{{ optOutLink }}`,
  },
};

/** Around what a reply says. */
export const replyFrameJa = {
  mail: `{{ name }} 様

{says}

このメールや電話で、暗証番号やクレジットカード番号をおたずねすることはありません。

{{ sender.name }}
{{ sender.address }}
電話 {{ sender.phone }} 受付時間 {{ sender.hours }}
{{ sender.site }}

この案内のメールを今後受け取らない場合は、次のページでお知らせください。
{{ optOutLink }}`,
  post: `{says}

この手紙や電話で、暗証番号やクレジットカード番号をおたずねすることはありません。`,
};

/** Parts of replies that depend on the answer. */
export const replyPartsJa = {
  /** `until`: the last day, `time` only if it is not the end of that day. */
  changeOpen: 'お選び直しとお取り消しは、{until}まで、次のページ、またはお電話で承ります。',
  changeAsked:
    'お申し出の内容で、すでに手続きを進めています。お選び直しとお取り消しは、サービスの提供元に確認のうえ承ります。',
  changeOver: 'お選び直しとお取り消しの期限（{until}）は過ぎています。',
  lateStands: '先に承ったお手続き（受付番号 {receipt}）のとおりに進めます。改めてのお手続きは不要です。',
  lateService: '{service}は、{end}までお使いいただけます。その後は、お手続きがないまま終了します。',
  lateServiceOver: '{service}は、{end}に終了しました。',
  lateClaims: '返金などのお申し出は、{until}まで承ります。',
  consentMinor:
    'ご契約者が未成年のため、このお申し出を承るには、法定代理人（親権者または未成年後見人）の方の同意が必要です（民法第5条）。同意をいただくまで、お手続きは完了しません。',
  consentWard:
    'ご契約者には成年後見人がいらっしゃるため、ご本人のお申し出だけでは、承ることができません（民法第9条）。成年後見人の方に、お手続きをお願いします。',
  factorMinor: '法定代理人の方の生年月日、ご登録の電話番号の下4桁、または別にお届けする確認番号',
  factorWard: '成年後見人の方の生年月日、ご登録の電話番号の下4桁、または別にお届けする確認番号',
  silenceService: '{service}は、お手続きがないまま、{end}に終了します。',
  silenceStands: '先に承ったお手続き（受付番号 {receipt}）のとおりに進めます。',
  /** In place of a choice, where an earlier answer is taken back. */
  withdrawal: '先のお申し出の取り消し',
  consentUnsent: '法定代理人に同意をお願いする書面を送れなかったため、電話などで同意の有無を確認してください',
  inquiryAsked: 'ご質問　{question}\n\nお答え\n{answer}',
  onWeb: 'インターネットでのお申し出',
  onForm: '返送用紙でのお申し出',
  onPhone: 'お電話でのお申し出',
  contract: '{product}（契約番号の末尾 {tail}）',
  contractWithoutProduct: 'ご契約（契約番号の末尾 {tail}）',
};
