/** Words of the alerts. */
export const alertWords = {
  title: { ja: '警告', en: 'Alerts' },
  open: { ja: '未解消', en: 'Open' },
  all: { ja: 'すべて', en: 'All' },
  which: { ja: '表示する警告', en: 'Which alerts' },
  none: { ja: '未解消の警告はありません。', en: 'There is no open alert.' },
  noneAtAll: { ja: '警告はまだありません。', en: 'There has been no alert yet.' },
  alert: { ja: '警告', en: 'Alert' },
  advice: { ja: '対応', en: 'What to do' },
  openedAt: { ja: '発生', en: 'Since' },
  closedAt: { ja: '解消', en: 'Gone' },
  stillOpen: { ja: '続いています', en: 'Still there' },
  state: { ja: '状態', en: 'State' },
  unacknowledged: { ja: '未確認', en: 'Not acknowledged' },
  acknowledged: {
    ja: (at: string, name: string) => `${at} ${name} が確認`,
    en: (at: string, name: string) => `Acknowledged ${at} by ${name}`,
  },
  someone: { ja: '担当者', en: 'a person' },
  acknowledge: { ja: '確認した', en: 'Acknowledge' },
  acknowledgeWhy: {
    ja: '「確認した」は見たことの記録です。警告は原因がなくなると解消します。',
    en: 'Acknowledging notes that you have seen it. An alert closes when its cause is gone.',
  },
  shared: { ja: 'システム全体', en: 'Installation' },
  sharedHint: {
    ja: 'システム全体の警告は、システム管理者が確認します。',
    en: 'Alerts of the installation are acknowledged by the administrator.',
  },
  said: { ja: '確認を記録しました', en: 'Acknowledged' },
} as const;
