/** What a pause covers, in words. */
export const scopeWords = {
  between: { ja: '・', en: ', ' },
  all: { ja: 'すべての連絡', en: 'every contact' },
  one: { ja: (id: string) => `お客様 ${id}`, en: (id: string) => `customer ${id}` },
  listed: { ja: (n: string) => `指定のお客様 ${n}人`, en: (n: string) => `${n} listed customers` },
  wave: { ja: (id: string) => `発送ロット ${id}`, en: (id: string) => `wave ${id}` },
  notice: { ja: (id: string) => `文面 ${id}`, en: (id: string) => `notice ${id}` },
  version: { ja: (n: string) => `第${n}版で書かれた連絡`, en: (n: string) => `contacts of version ${n}` },
  postal: { ja: (code: string) => `〒${code}`, en: (code: string) => `postal code ${code}` },
} as const;
