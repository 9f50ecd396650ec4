/** How ways to a customer ended, and what a person is asked when none is left. */
export const wayReasonsJa = {
  tried: '試した手段',
  bounced: '不達',
  returned: '返戻',
  'returned:other': '返戻（その他の理由）',
  failed: '送れなかった',
  not_tried: '試していない',
  no_notice_yet: '最初の案内がまだ出ていない',
  ways_left: '試していない手段が残ったまま期限',
  client_question: '委託元への確認中',
  printable: '印字不能の確認が済んだ',
  'hold:unprintable': '印字不能の手紙があり、確認待ち',
};

/** How a list of channels with their results is written. */
export const wayWordsJa = {
  way: '{channel}: {result}',
  separator: '、',
};
