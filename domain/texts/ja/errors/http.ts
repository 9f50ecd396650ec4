import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';

/** Errors of any request: who sends it, its form, its headers, its rate. */
export const httpErrorsJa = {
  unauthenticated: {
    title: 'サインインしていないか、APIキーを確認できません',
    advice: 'サインインするか、有効な（期限内で取り消されていない）APIキーを使ってください。',
    hint: 'Authorization: Bearer tk_…',
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
    advice: '示した項目を直して、もう一度送ってください。',
    hint: '項目は issues にある',
  },
  malformed_json: {
    title: 'JSONとして読めません',
    advice: '本文がJSONとして正しいか（かっこ・引用符・末尾のカンマ）を確認してください。',
  },
  unsupported_media_type: {
    title: 'この形式の本文は受け付けられません',
    advice: '使える形式は {allow} です。',
    hint: 'Content-Type: {allow}',
  },
  payload_too_large: { title: '本文が大きすぎます', advice: '上限は {limit} バイトです。' },
  upload_too_slow: {
    title: '送信に時間がかかりすぎたため、受け付けを打ち切りました',
    advice: '{seconds}秒以内に届くように、通信の状態を確かめてから、もう一度送ってください。何も登録していません。',
  },
  rate_limited: {
    title: '回数が多いため、一時的に受け付けを止めています',
    advice: '少し待ってから、やり直してください。',
    hint: 'Retry-After の秒数だけ待つ',
  },
  idempotency_key_missing: {
    title: '操作の番号がありません',
    advice: '画面を開き直してから、もう一度操作してください。何も登録していません。',
    hint: '操作ごとに新しい値（UUIDなど、1〜200文字）を Idempotency-Key ヘッダーに付ける',
  },
  idempotency_key_reused: {
    title: '同じ番号の操作が、別の内容で済んでいます',
    advice: '前の操作はそのまま有効です。今の状態を確かめてから、あらためて操作してください。',
    hint: '内容を変えて送るときは、新しい Idempotency-Key を付ける',
  },
  idempotency_in_progress: {
    title: '同じ操作の処理が進行中です',
    advice: '少し待ってから、同じ内容でもう一度送ってください。二重にはなりません。',
    hint: '同じ Idempotency-Key で送り直す',
  },
  if_match_missing: {
    title: 'どの版への変更か分かりません',
    advice: '最新の内容を読み込んでから、やり直してください。',
    hint: '読み込んだときの ETag を If-Match ヘッダーに付ける',
  },
  version_conflict: {
    title: 'ほかの方が先に変更しました',
    advice: '現在は第{version}版です。最新の内容を読み込み、変更をやり直してください。',
  },
} satisfies Partial<Record<ErrorCode, ErrorText>>;
