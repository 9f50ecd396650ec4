/** What is wrong with a notice's text, and how to correct it. */
export const noticesJa = {
  template_syntax: {
    message: '文面の差し込み記号を読み取れません（{line} 行目）。',
    advice: '{{ name }} のように二重の波かっこで囲み、閉じ忘れがないか確かめてください。',
  },
  variable_unknown: { message: '差し込み項目「{name}」はありません。', advice: '使える項目: {available}' },
  voicemail_tells: {
    message: '留守番電話に残す言葉から、お名前か用件が分かります：{value}',
    advice: 'ご家族も聞きます。担当者の氏名と {{ sender.phone }} だけにしてください。',
  },
  voicemail_number: {
    message: '留守番電話に残す言葉に、折り返しの番号がないか、別の番号が入っています。',
    advice: '番号は {{ sender.phone }}（フリーダイヤル）だけにしてください。',
  },
  link_missing: { message: 'お客様ページへのリンクがありません。', advice: '本文に {{ link }} を入れてください。' },
  opt_out_missing: {
    message: '配信停止のページへのリンクがありません。',
    advice: '本文の末尾に {{ optOutLink }} を入れてください。',
  },
  weekday_wrong: {
    message: '日付と曜日が合いません: {value}',
    advice: '曜日か日付を直してください。{{ dates.applyBy }} のように差し込めば、曜日は自動で付きます。',
  },
  phone_malformed: {
    message: '電話番号の桁数が合いません: {value}',
    advice: '市外局番からの10桁（携帯電話などは11桁）で書いてください。{{ sender.phone }} と差し込むこともできます。',
  },
  brace_full_width: {
    message: '差し込みの波かっこが全角です: {value}',
    advice: '半角の {{ }} に直してください。全角のままでは、そのまま文字としてお客様に届きます。',
  },
  link_not_separated: {
    message: 'リンクのすぐ後に文字が続いています: {value}',
    advice: 'リンクの後に空白か改行を入れてください。続く文字がリンクの一部になり、ページが開けません。',
  },
  link_names_user: {
    message: 'リンクのホスト名の前に「@」付きの名前があります: {value}',
    advice: '「@」とその前を消してください。見かけと違うサイトが開くため、お客様は詐欺と区別できません。',
  },
  sms_link_refused: {
    message: 'この案件の SMS にはリンクを載せません: {value}',
    advice:
      'URL・メールアドレス・{{ link }} などを消し、{{ sender.phone }} と公式サイトの名称 {{ sender.siteName }} を案内してください。',
  },
  sms_way_missing: {
    message: 'リンクのない SMS に、次の案内がありません: {value}',
    advice: '電話番号 {{ sender.phone }} と、公式サイトの名称 {{ sender.siteName }} の両方を入れてください。',
  },
  sms_opt_out_missing: {
    message: 'SMS を止める方法の案内がありません。',
    advice: '例:「このSMSに心当たりのない方、今後不要な方は、{{ sender.phone }} へお知らせください。」',
  },
  sms_too_long: {
    message: 'SMS が長すぎます（リンクを入れて約 {units} 文字、{parts} 通分）。',
    advice: '{maximum} 通分（全角 670 文字）までに縮めてください。',
  },
};
