import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';

/** Errors of audience files and of rows on hold. */
export const audienceErrorsJa = {
  held_already_decided: {
    title: 'この行の判断は済んでいます',
    advice: '一覧を読み直してください。',
  },
  file_empty: { title: 'ファイルが空です', advice: '対象者の行があるCSVを送ってください。' },
  file_not_text: {
    title: 'テキストファイルではありません',
    advice: 'ExcelファイルやZIPではなく、CSV（CP932またはUTF-8）で保存したものを送ってください。',
  },
  file_encoding_unknown: {
    title: '文字コードを判別できません',
    advice: 'CP932（Shift_JIS）またはUTF-8で保存し直してください。',
  },
  file_without_header: {
    title: '見出し行がありません',
    advice: '1行目に、案件ファイルの columns に書いた列名を入れてください。',
  },
  file_headers_differ: {
    title: '列の違うファイルがつながれています',
    advice:
      '{line}行目に、先頭と列の違う見出しがあります。ファイルを分け、列をそろえて送ってください。何も取り込んでいません。',
  },
  file_column_unknown: {
    title: '知らない列があります',
    advice: '対象の列: {columns}。列名を確認し、案件ファイルの columns に加えるか、列を取り除いてください。',
  },
  file_column_missing: {
    title: '必要な列がありません',
    advice: '足りない列: {columns}。案件ファイルの columns に書いた列をすべて含めてください。',
  },
  file_without_good_row: {
    title: '取り込める行が1行もありません',
    advice: '{rows}行すべてに誤りがあります。誤りの一覧を確認し、ファイルを直してください。何も取り込んでいません。',
  },
  file_too_costly: {
    title: 'ファイルを決められた時間内に読み取れません',
    advice: '何も登録されていません。行を分けて、いくつかのファイルで送ってください。',
  },
  file_row_too_long: {
    title: '1行が長すぎます',
    advice: '{line}行目が128KBを超えています。改行を確かめてください。何も取り込んでいません。',
  },
  file_too_many_rows: {
    title: '行数が多すぎます',
    advice: '上限は{limit}行です。案件を分けてください。何も取り込んでいません。',
  },
  file_quote_unclosed: {
    title: '引用符が閉じていません',
    advice: '{line}行目から始まる引用符（"）を閉じてください。何も取り込んでいません。',
  },
  import_running: {
    title: '対象者の取り込みが進行中です',
    advice: '終わるのを待ってから、もう一度行ってください。',
  },
} satisfies Partial<Record<ErrorCode, ErrorText>>;
