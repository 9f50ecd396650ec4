import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';

/** Errors of campaigns: file, state, approval, plan versions, notices. */
export const campaignErrorsJa = {
  campaign_file_invalid: {
    title: '案件ファイルに誤りがあります',
    advice: '示した箇所を直して、もう一度送ってください。',
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
    advice: '対象者のCSVを取り込んでから提出してください。',
    hint: 'PUT /api/campaigns/{id}/audience',
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
  statement_not_ready: {
    title: '完了報告書をまだ作成できません',
    advice: '理由: {why}。解消してから、もう一度作成してください。',
  },
  statement_unchanged: {
    title: '署名のあとに変わった契約はありません',
    advice: '追補は要りません。',
    hint: 'GET /api/campaigns/{id}/statement/supplements の pending に変更の件数がある',
  },
  statement_hash_mismatch: {
    title: '署名しようとする文書が、承認待ちの文書と違います',
    advice: '承認待ちの文書を確認し、その hash を付けてください。なければ、先に作成してください。',
  },
  proof_without_address: {
    title: 'この文面の校正を受け取れる人がいません',
    advice: '文面の手段（メール・SMS・手紙）の宛先を持つテスト受信者を加えてください。',
  },
  proof_recipient_is_customer: {
    title: 'この宛先はお客様のものです',
    advice: '校正はお客様には送れません。社内か委託元の担当者の、お客様として登録のない宛先にしてください。',
  },
  proof_recipients_full: {
    title: 'テスト受信者がいっぱいです',
    advice: '一つの案件に{maximum}人までです。使わない人を外してください。',
  },
  file_not_readable: {
    title: 'ファイルを読めません',
    advice: '「{path}」がないか、読む権限がありません。パスを確認してください。',
  },
  file_not_writable: {
    title: 'ファイルに書き込めません',
    advice: '「{path}」に書き込めません。書き込み権限のある、既存のフォルダー内のファイルを指定してください。',
  },
  behaviour_file_invalid: {
    title: '予行演習の前提ファイルに誤りがあります',
    advice: '一覧の箇所を直して、もう一度お送りください。',
  },
  channel_without_lane: {
    title: '送る仕組みのない手段が計画にあります',
    advice: '{channels}のレーンがありません。この手段のレーンの登録を管理者に依頼するか、計画から外してください。',
  },
  rehearsal_without_author: {
    title: '予行演習を依頼した人が分かりません',
    advice: 'この案件には作成者の記録がありません。--login に、依頼する人のログイン名を指定してください。',
  },
  login_unknown: {
    title: 'ログイン名が登録されていません',
    advice: '「{login}」という名前のアカウントはありません。tsunagi accounts list で確かめてください。',
  },
  rehearsal_not_set_up: {
    title: 'この設備では予行演習を行えません',
    advice: '予行演習用のデータベースが設定されていません。管理者に REHEARSAL_DATABASE_URL の設定を依頼してください。',
  },
  rehearsal_database_in_use: {
    title: '予行演習に使えないデータベースです',
    advice:
      'データベース「{database}」は本番など別の用途に使われています。予行演習専用のデータベースを用意し、REHEARSAL_DATABASE_URL を直してください。',
  },
  rehearsal_running: {
    title: 'この案件の予行演習がすでに進んでいます',
    advice: '終わるのを待つか、取りやめてから始めてください。',
  },
  rehearsal_over: {
    title: '予行演習はもう終わっています',
    advice: '状態は「{status}」です。画面を読み直してください。',
  },
  rehearsal_not_done: {
    title: '予行演習の結果がまだありません',
    advice: '状態は「{status}」です。結果は予行演習が終わると読めます。',
  },
  question_wrong_state: {
    title: '質問の状態が変わっています',
    advice: '質問{no}の状態は「{status}」です。画面を読み直して確認してください。',
  },
  plan_version_refused: {
    title: 'この版は、進行中の案件には使えません',
    advice: '直すところが{count}か所あります。下の一覧をご覧ください。',
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
  logo_unreadable: {
    title: 'ロゴを開けません',
    advice:
      'PNG または SVG のファイルを選んでください。SVG は文字コード UTF-8 で、幅と高さ（または viewBox）が必要です。',
  },
  logo_too_small: {
    title: 'ロゴが小さすぎます',
    advice:
      '{width}×{height}ピクセルです。印刷で粗くならないよう、幅{minWidth}または高さ{minHeight}ピクセル以上の PNG か、SVG を使ってください。',
  },
  logo_not_a_drawing: {
    title: '図形以外のものを含む SVG は使えません',
    advice:
      '「{what}」があります。文字はアウトライン（図形）に変え、画像・スクリプト・外部への参照を除いて書き出し直すか、PNG を使ってください。',
  },
  notice_invalid: { title: '文面を作れません', advice: '文面で使っている項目名を確認してください。' },
} satisfies Partial<Record<ErrorCode, ErrorText>>;
