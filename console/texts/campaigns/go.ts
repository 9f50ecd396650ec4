/** Words about the go that the waves after a trial wait for. */
export const goWords = {
  due: { ja: (day: string) => `続行の判断の期限：${day}`, en: (day: string) => `Go due by ${day}` },
  give: { ja: '続行と判断する…', en: 'Give the go…' },
  given: {
    ja: (at: string, by: string) => `${at} に ${by} が続行と判断しました。`,
    en: (at: string, by: string) => `${by} gave the go on ${at}.`,
  },
  early: { ja: '結果が出そろう前の判断です。', en: 'It was given before the trial had shown enough.' },
  because: { ja: (reason: string) => `理由：${reason}`, en: (reason: string) => `Reason: ${reason}` },
  title: { ja: (name: string) => `「${name}」の結果で続行`, en: (name: string) => `Go after “${name}”` },
  effect: {
    ja: '次のロットの発送が始まります。開始日を過ぎたロットは、すぐに順次始まります。取り消せませんが、案件はいつでも一時停止できます。',
    en: 'The next waves begin; those whose day has come start at once, in turn. It cannot be taken back, but the campaign can be paused at any time.',
  },
  notEnough: {
    ja: '判断に足りる結果がまだ出ていません。それでも進める場合は、その理由を残してください。',
    en: 'The trial has not shown enough to be judged by. If it has to go on nevertheless, say why.',
  },
  do: { ja: '続行する', en: 'Give the go' },
  doEarly: { ja: '結果を待たずに続行する', en: 'Give the go early' },
  missingReason: { ja: '理由を入れてください。', en: 'Give a reason.' },
  done: { ja: '続行と判断しました。', en: 'The go is given.' },
} as const;
