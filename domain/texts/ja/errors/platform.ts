import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';

/** Errors of the installation: keys, providers, database, Temporal. */
export const platformErrorsJa = {
  payload_unreadable: {
    title: 'この記録を復号できません',
    advice: '鍵 {key} が CODEC_KEY_FILE に見つからないか、記録が書き換えられています。',
  },
  key_lost: {
    title: 'このお客様の情報を開く鍵がありません',
    advice:
      'マスターキー {key} が鍵ファイルに見つからないか、合いません。管理者が鍵ファイルを戻すと、そのまま続けられます。',
  },
  decoder_busy: {
    title: '受け取ったファイルの読み取りが混み合っています',
    advice: '何も登録されていません。1分ほど待ってから、もう一度送ってください。',
    hint: '同じ Idempotency-Key で送り直す',
  },
  print_shop_away: { title: '印刷会社のサーバーにつながりません', advice: 'つながれば、途中から自動で続けます。' },
  print_shop_host_key: {
    title: '印刷会社のサーバーの鍵が、登録してあるものと違います',
    advice: '何も送っていません。印刷会社に電話で鍵の指紋を確かめてください。',
  },
  print_shop_refused: {
    title: '印刷会社のサーバーが受け付けません',
    advice: '鍵の登録、フォルダーの権限、ディスクの空きを印刷会社に確かめてください。直れば自動で続けます。',
  },
  print_shop_differs: {
    title: '印刷会社の側に、内容の違うファイルがあります',
    advice: '上書きしていません。どこから来たものか、印刷会社に確かめてください。',
  },
  provider_unavailable: { title: '送信先のサービスが応答しません', advice: '自動でやり直します。' },
  database_unavailable: {
    title: 'データベースに接続できません',
    advice: '少し待ってから、もう一度送ってください。',
    hint: '同じ Idempotency-Key で送り直す',
  },
  database_busy: {
    title: '同じ記録がほかの処理で更新されています',
    advice: '何も登録されていません。数秒待ってから、もう一度送ってください。',
    hint: '同じ Idempotency-Key で送り直す',
  },
  temporal_unavailable: { title: 'Temporalに接続できません', advice: '記録は失われていません。少し待ってください。' },
  internal: {
    title: '内部でエラーが起きました',
    advice: 'エラー番号を添えて管理者に知らせてください。もう一度送っても二重にはなりません。',
    hint: 'errorId。送り直すときは同じ Idempotency-Key を付ける',
  },
} satisfies Partial<Record<ErrorCode, ErrorText>>;
