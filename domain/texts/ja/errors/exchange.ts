import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';

/** Errors of the exchange with the client's system. */
export const exchangeErrorsJa = {
  client_file_columns: {
    title: '異動データの見出しが取り決めと違います',
    advice:
      '見出しは「契約番号,異動区分,異動日,電話番号,携帯電話,メールアドレス,郵便番号,住所,備考」の9列です。誤りの一覧の箇所を直して送り直してください。',
  },
  client_totals_differ: {
    title: '件数・合計が合わないため、受け取っていません',
    advice:
      '途中で切れたか、行が抜けた可能性があります。誤りの一覧を確かめ、作り直して送ってください。何も記録していません。',
  },
  client_file_changed: {
    title: '確認した内容と、このファイルの内容が違います',
    advice: '最新の内容を読み込み、確かめてから、その totalsHash を付けて反映してください。',
  },
  client_file_decided: {
    title: 'このファイルは、もうこの操作ができません',
    advice: 'このファイルの状態は{status}です。続きの異動は次のファイルで受け取ってください。',
  },
  client_results_acknowledged: {
    title: 'この結果データには、別の内容の受領通知が既にあります',
    advice: 'ファイル {file} の受領通知の内容を確かめてください。訂正は、次の結果データの受領通知で行ってください。',
  },
  second_person_needed: {
    title: '件数が多いため、別の人の確認が必要です',
    advice:
      '反映する異動が{planned}件あり、上限{limit}件を超えています。ファイルを登録した人とは別の、案件管理者または承認者が内容を確かめて反映してください。',
  },
} satisfies Partial<Record<ErrorCode, ErrorText>>;
