import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';

/** Errors of returned forms and letters. */
export const returnErrorsJa = {
  code_unreadable: {
    title: '画像から封書番号を読み取れません',
    advice: '用紙の12文字の封書番号を見て、入力してください。',
    hint: '番号を code に入れる。画像も一緒に送れる（?code=…）',
  },
  code_wrong: {
    title: '封書番号に誤りがあります',
    advice: '12文字の英数字です。最後の文字が合いません。用紙の番号をもう一度確かめてください。',
  },
  codes_differ: {
    title: '2つ以上の封書番号があります',
    advice: '1通ずつ送ってください。入力した番号と画像の番号が違うときは、どちらが正しいか確かめてください。',
  },
  scan_unreadable: {
    title: '画像を開けません',
    advice: 'PNG・JPEG・TIFF・PDF（パスワードなし、20ページまで）で読み取り直してください。',
  },
  scan_batch_full: {
    title: 'この束のファイルはそろっています',
    advice: '{files}個のファイルを受け取り済みです。新しい束として受け付けてください。',
  },
  scan_page_decided: {
    title: 'このページの処理は済んでいます',
    advice: '別の人が受け付けたか、外しました。一覧で確かめてください。',
  },
  return_image_full: {
    title: 'この受付の画像のページが多すぎます',
    advice: '1件に残せるのは{most}ページまでです。残りは別の1件として受け付けてください。',
  },
  scan_batch_has_intake: {
    title: 'この束には別の受領が登録されています',
    advice: '受領 {intake} で届いた束です。違う封書が混じっているときは、その受付を取り消して受け付け直してください。',
  },
  four_eyes: {
    title: '同じ人は続けて入力できません',
    advice: 'この用紙をまだ入力していない別の人が入力してください。',
  },
  bounce_decided: {
    title: 'この不達通知の判定は済んでいます',
    advice: '別の内容で判定されています。不達通知の一覧で確かめてください。',
    hint: 'GET /api/bounces',
  },
  return_awaits_remark: {
    title: 'この用紙の入力は済んでいます',
    advice: '書き込みの判断を待っています。',
    hint: 'POST /api/returns/…/remark',
  },
  return_without_remark: {
    title: 'この返送物には判断を待つ書き込みがありません',
    advice: 'この返送物の状態を確認してください。',
    hint: 'GET /api/returns/…',
  },
  enclosure_wrong_state: {
    title: 'この同封物には、いまその記録を付けられません',
    advice: '同封物の一覧で、次にすることを確かめてください。',
    hint: 'GET /api/enclosures',
  },
  enclosure_end_unfit: {
    title: '貴重品は、その扱いにはできません',
    advice: '現金・通帳・カード・切手・印鑑は、書留でお客様へ返すか、委託元へ引き渡します。',
  },
  original_wrong_state: {
    title: 'この用紙の原本には、いまその記録を付けられません',
    advice: '印刷回次の「原本の同封」で、いまの状態を確かめてください。',
    hint: 'GET /api/print-runs/…/originals',
  },
  original_wrong_envelope: {
    title: 'この封筒に入れる原本ではありません',
    advice: '封筒に入れずに、「原本の同封」の一覧で封書番号と受付番号を確かめてください。',
    hint: 'GET /api/print-runs/…/originals',
  },
  original_not_scanned: {
    title: 'スキャンしていない原本は返せません',
    advice: '用紙をスキャンして登録してから、封筒に入れてください。',
    hint: 'POST /api/returns',
  },
  research_not_here: {
    title: '住所調査の対象ではありません',
    advice: '住所が原因で戻った郵便物だけを調べます。返戻の理由を確かめてください。',
    hint: 'GET /api/address-research',
  },
  box_exists: {
    title: '箱番号 {no} の箱はもうあります',
    advice: '箱の一覧で確かめるか、別の番号を付けてください。',
    hint: 'GET /api/boxes',
  },
  box_ended: {
    title: 'この箱には、いまその記録を付けられません',
    advice: '箱の一覧で、廃棄や引渡しの記録を確かめてください。',
    hint: 'GET /api/boxes?state=all',
  },
  box_kept: {
    title: 'この箱は{until}まで保存します',
    advice: '保存期限が過ぎてから廃棄してください。委託元への引渡しは、いつでも記録できます。',
  },
  set_aside_closed: {
    title: 'この取り分けた封書は、もう片付いています',
    advice: '取り分けた封書の一覧で確かめてください。',
    hint: 'GET /api/set-asides?state=all',
  },
  return_not_withdrawable: {
    title: 'この受付は、もう取り消せません',
    advice:
      '用紙は判定の前だけ、不着は受け付けた日のうちだけ取り消せます（いまの状態は{status}）。判定が誤っているときは、管理者に結果の訂正を依頼してください。',
  },
  return_decided: {
    title: 'この返送物の判定は済んでいます',
    advice: '状態は{status}です。入力は要りません。',
  },
} satisfies Partial<Record<ErrorCode, ErrorText>>;
