import { type ErrorCode } from '../errors';
import { accessErrorsJa } from './errors-access';
import { pageErrorsJa } from './errors-pages';
import { personalErrorsJa } from './errors-personal';
import { requestErrorsJa } from './errors-requests';
import { steeringErrorsJa } from './errors-steering';

/** What went wrong, and what the reader can do about it. `{name}` is filled from the error's detail. */
export interface ErrorText {
  title: string;
  advice: string;
}

export const errorsJa: Record<ErrorCode, ErrorText> = {
  unauthenticated: {
    title: 'サインインしていないか、APIキーを確認できません',
    advice:
      'サインインするか、Authorization: Bearer tk_… に、有効な（期限内で取り消されていない）APIキーを指定してください。',
  },
  forbidden: {
    title: 'この操作の権限がありません',
    advice: 'このキーの役割は{role}です。この操作には{needs}の権限が必要です。',
  },
  not_found: { title: '見つかりません', advice: 'URLまたは番号を確認してください。' },
  method_not_allowed: {
    title: 'このメソッドは使えません',
    advice: 'このURLで使えるメソッドは {allow} です。',
  },
  invalid_request: {
    title: '入力に誤りがあります',
    advice: 'issues に挙げた項目を直して、もう一度送ってください。',
  },
  malformed_json: {
    title: 'JSONとして読めません',
    advice: '本文がJSONとして正しいか（かっこ・引用符・末尾のカンマ）を確認してください。',
  },
  unsupported_media_type: {
    title: 'この形式の本文は受け付けられません',
    advice: 'Content-Type は {allow} のいずれかにしてください。',
  },
  payload_too_large: { title: '本文が大きすぎます', advice: '上限は {limit} バイトです。' },
  rate_limited: {
    title: '回数が多いため、一時的に受け付けを止めています',
    advice: 'Retry-After の秒数だけ待ってから、やり直してください。',
  },
  idempotency_key_missing: {
    title: 'Idempotency-Key がありません',
    advice: '操作ごとに新しい値（UUIDなど、1〜200文字）を Idempotency-Key ヘッダーに付けてください。',
  },
  idempotency_key_reused: {
    title: 'Idempotency-Key が別の内容で使われています',
    advice: '内容を変えて送るときは、新しい Idempotency-Key を付けてください。',
  },
  idempotency_in_progress: {
    title: '同じ Idempotency-Key の処理が進行中です',
    advice: '少し待ってから、同じキーと同じ内容でもう一度送ってください。',
  },
  if_match_missing: {
    title: 'If-Match がありません',
    advice: '読み込んだときの ETag を If-Match ヘッダーに付けてください。',
  },
  version_conflict: {
    title: 'ほかの方が先に変更しました',
    advice: '現在は第{version}版です。最新の内容を読み込み、変更をやり直してください。',
  },
  ...accessErrorsJa,
  campaign_file_invalid: {
    title: '案件ファイルに誤りがあります',
    advice: 'issues に挙げた箇所を直して、もう一度送ってください。',
  },
  campaign_not_editable: {
    title: 'この案件はもう変更できません',
    advice: '状態は{status}です。変更できるのは、開始前（下書き・承認待ち・承認済）だけです。',
  },
  campaign_wrong_state: {
    title: 'いまの状態ではこの操作はできません',
    advice: '状態は{status}です。この操作ができるのは{allowed}のときです。',
  },
  campaign_without_audience: {
    title: '対象者が取り込まれていません',
    advice: '対象者のCSVを PUT /api/campaigns/{id}/audience で取り込んでから提出してください。',
  },
  audience_held_undecided: {
    title: '判断待ちの行が残っています',
    advice: '保留の行が{count}件あります。それぞれ連絡するか対象外とするかを理由つきで決めてください。',
  },
  last_dispatch_past: {
    title: '最終発信日を過ぎています',
    advice: '最終発信日（{date}）が過去のため、何も送れません。日程を直してください。',
  },
  not_approved: {
    title: '承認がそろっていません',
    advice: '足りない承認: {gates}。両方の承認がそろってから開始してください。',
  },
  approval_void: {
    title: '承認が外れています',
    advice: '承認のあとで内容が変わったため、次の承認は無効です: {gates}。提出からやり直してください。',
  },
  self_approval: {
    title: '自分の案件は承認できません',
    advice: '作成者・提出者・もう一方の承認をした方とは別の方が承認してください。',
  },
  already_approved: {
    title: 'この承認は済んでいます',
    advice: '現在の内容は{gates}を受けています。',
  },
  content_hash_mismatch: {
    title: '確認した内容と現在の内容が違います',
    advice: '最新の内容を確認し、現在の contentHash を付けてください。内容が変わっていれば提出からやり直してください。',
  },
  ...requestErrorsJa,
  ...steeringErrorsJa,
  ...pageErrorsJa,
  ...personalErrorsJa,
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
    advice: '{rows}行すべてに誤りがあります。issues を確認し、ファイルを直してください。何も取り込んでいません。',
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
  code_unreadable: {
    title: '画像から封書番号を読み取れません',
    advice: '用紙の12文字の封書番号を見て、code に入力してください。画像も一緒に送れます（?code=…）。',
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
  four_eyes: {
    title: '同じ人は続けて入力できません',
    advice: 'この用紙をまだ入力していない別の人が入力してください。',
  },
  return_decided: {
    title: 'この返送物の判定は済んでいます',
    advice: '状態は{status}です。入力は要りません。',
  },
  client_file_columns: {
    title: '異動データの見出しが取り決めと違います',
    advice:
      '見出しは「契約番号,異動区分,異動日,電話番号,携帯電話,メールアドレス,郵便番号,住所,備考」の9列です。issues を直して送り直してください。',
  },
  client_totals_differ: {
    title: '件数・合計が合わないため、受け取っていません',
    advice:
      '途中で切れたか、行が抜けた可能性があります。issues を確かめ、作り直して送ってください。何も記録していません。',
  },
  client_file_changed: {
    title: '確認した内容と、このファイルの内容が違います',
    advice: '最新の内容を読み込み、確かめてから、その totalsHash を付けて反映してください。',
  },
  client_file_decided: {
    title: 'このファイルは、もうこの操作ができません',
    advice: 'このファイルの状態は{status}です。続きの異動は次のファイルで受け取ってください。',
  },
  plan_version_refused: {
    title: 'この版は、進行中の案件には使えません',
    advice: '直すところが{count}か所あります。`issues`をご覧ください。',
  },
  plan_version_unchanged: {
    title: '今の版と変わりません',
    advice: 'ファイルを変えて送り直してください。今の版は{version}です。',
  },
  plan_version_wrong_state: {
    title: 'この版の今の状態ではできません',
    advice: '状態は{status}です。できるのは次の状態のときです: {allowed}。',
  },
  plan_version_outdated: {
    title: 'このあとに別の版が採用されています',
    advice: 'この版は版{base}からつくられましたが、案件は版{version}です。ファイルを送り直してください。',
  },
  plan_version_busy: {
    title: '別の版への切り替えが続いています',
    advice: '版{version}への切り替えが終わるまで少し待って、同じ内容を送り直してください。',
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
  call_task_done: { title: 'この架電は終わっています', advice: '結果は{result}です。次の架電に進んでください。' },
  call_task_taken: {
    title: 'ほかの担当者が架電中です',
    advice: '{until}までほかの担当者に割り当てられています。次の架電に進んでください。',
  },
  call_not_now: {
    title: 'いまは電話をかけられません',
    advice: '理由は issues にあります。架電は残っています。電話をかけずに次の架電に進んでください。',
  },
  call_not_possible: {
    title: 'この電話はもうかけられません',
    advice: '理由は issues にあります。架電を終わらせました。電話をかけずに次の架電に進んでください。',
  },
  call_lease_lost: {
    title: 'この架電の担当ではありません',
    advice: '時間切れでほかの担当者に移ったか、まだ割り当てを受けていません。もう一度割り当てを受けてください。',
  },
  call_callback_unfit: {
    title: '折り返しの日時を受け付けられません',
    advice: '架電してよい時間内で、今より後、最終発信日までの日時にしてください（理由: {reason}）。',
  },
  hold_note_missing: {
    title: '見直し日より前に留保を解く理由がありません',
    advice: '見直し日は{date}です。それより前に解くときは note に理由を書いてください。',
  },
  override_not_foreseen: {
    title: 'この案件では、この手段の拒否に例外を認めていません',
    advice: '承認済みの連絡規則で {channel} の拒否が override になっている案件だけで申請できます。',
  },
  override_exists: {
    title: 'この手段の例外はすでに申請されています',
    advice: '手段は{channel}です。一覧で状態を確認してください。',
  },
  override_decided: { title: 'この例外の判断は済んでいます', advice: '改めて申請してください。' },
  override_self: { title: '自分の申請は承認できません', advice: '申請した人とは別の承認者が判断してください。' },
  representative_may_not_decide: {
    title: 'この代理人は手続きを決められません',
    advice: '連絡先としてだけ登録されています。意向だけを記録し、決められる方の回答を待ってください。',
  },
  notice_invalid: { title: '文面を作れません', advice: '文面で使っている項目名を確認してください。' },
  payload_unreadable: {
    title: 'この記録を復号できません',
    advice: '鍵 {key} が CODEC_KEY_FILE に見つからないか、記録が書き換えられています。',
  },
  key_lost: {
    title: 'このお客様の情報を開く鍵がありません',
    advice:
      'マスターキー {key} が鍵ファイルに見つからないか、合いません。管理者が鍵ファイルを戻すと、そのまま続けられます。',
  },
  provider_unavailable: { title: '送信先のサービスが応答しません', advice: '自動でやり直します。' },
  database_unavailable: {
    title: 'データベースに接続できません',
    advice: '少し待ってから、同じ Idempotency-Key でもう一度送ってください。',
  },
  temporal_unavailable: { title: 'Temporalに接続できません', advice: '記録は失われていません。少し待ってください。' },
  internal: {
    title: '内部でエラーが起きました',
    advice: 'errorId を添えて管理者に知らせてください。同じ Idempotency-Key で送り直しても二重にはなりません。',
  },
};
