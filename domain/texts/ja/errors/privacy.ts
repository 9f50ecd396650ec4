import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';

/** Errors of access to personal data, its export and its erasure. */
export const privacyErrorsJa = {
  protected_customer: {
    title: 'このお客様の情報を見る権限がありません',
    advice: '特別な権限（personal.protected）のある担当者に引き継いでください。',
  },
  text_holds_personal_data: {
    title: '個人を特定できる内容が文中に含まれています',
    advice: '氏名・住所・電話番号・メールアドレス・契約番号を除き、受付番号などの参照だけを書いてください。',
  },
  erased: {
    title: 'このお客様の個人情報は消去済みです',
    advice: '経過と結果は残っていますが、氏名や連絡先を表示することはできません。',
  },
  erasure_not_possible: {
    title: 'このお客様の個人情報は、まだ消去できません',
    advice: '理由: {why}。解消してから、もう一度申請してください。',
  },
  export_not_released: {
    title: 'このファイルの持ち出しは承認されていません',
    advice: '案件管理者が申請し（{what}）、別の人が承認すると、決めた日数のあいだ取り出せます。',
    hint: 'POST /api/campaigns/…/exports',
  },
} satisfies Partial<Record<ErrorCode, ErrorText>>;
