/** Words about the rehearsal of contents that are to be approved. */
export const rehearsedWords = {
  done: {
    ja: 'この内容は予行演習済みです。',
    en: 'Exactly these contents have been rehearsed.',
  },
  outdated: {
    ja: '予行演習のあとに内容が変わりました。この内容ではまだ行っていません。',
    en: 'The contents have changed since they were rehearsed; these have not been.',
  },
  none: {
    ja: 'この内容はまだ予行演習をしていません。承認はできます。',
    en: 'These contents have not been rehearsed. They can be approved all the same.',
  },
  figures: {
    ja: (likely: string, low: string, high: string) => `手続きを終える見込み ${likely}（幅 ${low}〜${high}）`,
    en: (likely: string, low: string, high: string) => `${likely} completed (${low}–${high})`,
  },
  ninety: {
    ja: (day: string) => `90%に達する日 ${day}`,
    en: (day: string) => `90% on ${day}`,
  },
  between: {
    ja: (day: string, high: string, low: string) => `${day}（早くて ${high}・遅くて ${low}）`,
    en: (day: string, high: string, low: string) => `${day} (between ${high} and ${low})`,
  },
  maybe: {
    ja: (high: string, likely: string | null) => (likely ? `${likely}（早くて ${high}・届かないこともある）` : `早くて ${high}・届かない見込み`),
    en: (high: string, likely: string | null) => (likely ? `${likely} (${high} at the earliest, perhaps never)` : `${high} at the earliest, more likely never`),
  }, // prettier-ignore
  never: { ja: '期間内には届かない', en: 'no day of the campaign' },
  overDays: {
    ja: (count: string) => `処理能力を超える日 ${count}日`,
    en: (count: string) => `${count} days over capacity`,
  },
  link: {
    ja: (no: string, seed: string, day: string) => `予行演習${no}（種 ${seed}・${day}）`,
    en: (no: string, seed: string, day: string) => `Rehearsal ${no} (seed ${seed}, ${day})`,
  },
} as const;
