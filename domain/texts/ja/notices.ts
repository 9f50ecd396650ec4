/** What is wrong with a notice's text, and how to correct it. */
export const noticesJa = {
  template_syntax: {
    message: '文面の差し込み記号を読み取れません（{line} 行目）。',
    advice: '{{ name }} のように二重の波かっこで囲み、閉じ忘れがないか確かめてください。',
  },
  variable_unknown: { message: '差し込み項目「{name}」はありません。', advice: '使える項目: {available}' },
  link_missing: { message: 'お客様ページへのリンクがありません。', advice: '本文に {{ link }} を入れてください。' },
  opt_out_missing: {
    message: '配信停止のページへのリンクがありません。',
    advice: '本文の末尾に {{ optOutLink }} を入れてください。',
  },
  sms_too_long: {
    message: 'SMS が長すぎます（リンクを入れて約 {units} 文字、{parts} 通分）。',
    advice: '{maximum} 通分（全角 670 文字）までに縮めてください。',
  },
};
