import { type StopCode } from '../../delivery/lane-health';
import { type AlertKind } from '../../platform/alerts';
import { type ErrorText } from '../catalogue';

/** What an alert says and advises. */
export const alertsJa: Record<AlertKind, ErrorText> = {
  lane_stopped: {
    title: 'レーン{lane}（{channel}）が止まりました: {stop}',
    advice:
      '原因を確かめてから、理由を添えて再開してください。接続できないために止まったときは、つながれば自動で再開します。受け付けたという応答がないために止まったときは、「要確認」の連絡が送信先に届いているかを先に確かめてください。',
    hint: 'PUT /api/lanes/{lane}',
  },
  arrival_unread: {
    title: '案件{campaign}: 届いた回答・連絡{count}件が{seconds}秒以上処理されていません',
    advice: 'ワーカーとTemporalが動いているか確かめてください。届いたものは失われていません。',
  },
  capacity_overrun: {
    title: '案件{campaign}: レーン{lane}の容量では{missed}件が最終発信日までに出せません（待ち{queued}件）',
    advice: 'レーンの日量・時間帯・速度を広げるか、案件の重みを上げてください。',
  },
  print_run_differs: {
    title: '印刷回次{run}: 印刷会社の報告が当方の件数と合いません',
    advice: 'この回次の分は「通知済」にしていません。この回次の画面で差を確かめてください。',
    hint: 'GET /api/print-runs/{run}',
  },
  postings_differ: {
    title: '印刷回次{run}: 差出票の通数・種別・日付が差出しの報告と合いません',
    advice:
      'この回次の画面で差出票控えと見比べ、誤りの登録は取り消してください。郵便局の控えが違うときは印刷会社に確かめてください。',
    hint: 'GET /api/print-runs/{run}',
  },
  doubtful: {
    title: '案件{campaign}: 送信できたか不明な連絡が{count}件あります',
    advice: '自動では再送しません。送信先の記録と照らし合わせてください。',
  },
  second_person: {
    title: '案件{campaign}: 異動データ（ファイル{file}、{planned}件）がもう一人の確認を待っています',
    advice: '内容を確かめて、取り込むか破棄するかを決めてください。',
    hint: 'POST /api/client-data/{file}/apply',
  },
  letters_returned: {
    title: '案件{campaign}: 郵便の返送が{returned}/{posted}通に達しています',
    advice: '対象者の住所データの新しさを委託元に確かめてください。',
  },
  off_rehearsal: {
    title: '案件{campaign}: {day}の完了率{share}%が、予行演習の幅（{low}〜{high}%）から外れています',
    advice: 'ボードの日次曲線で予行演習と比べ、計画・能力・案内の内容を見直してください。',
  },
  go_due: {
    title:
      '案件{campaign}: 試行ロット「{trial}」の判断が、次のロット「{wave}」の始まる{day}までに要ります（待つお客様{count}名）',
    advice: '試しの実測を見て、進めるか、計画を直すかを決めてください。判断がなければ、次のロットは始まりません。',
    hint: 'GET /api/campaigns/{campaign}/waves',
  },
  go_overdue: {
    title:
      '案件{campaign}: ロット「{wave}」は{day}から、試行ロット「{trial}」の判断を待っています（待つお客様{count}名）',
    advice:
      '試しの実測を見て、理由を添えて進めるか、新しい版でロットを分け直してください。それまで、このお客様には何も送られません。',
    hint: 'GET /api/campaigns/{campaign}/waves',
  },
  sign_in_locked: {
    title: 'サインインの失敗が続き、{count}件のログイン名を一時的に止めています',
    advice:
      '心当たりのない失敗でないか、システム管理者がアカウントの一覧と台帳（sign_in_locked）を確かめてください。本人の打ち間違いなら、ロックを解けます。',
  },
  pages_locked: {
    title: '案件{campaign}: 確認の失敗が続き、お客様{count}名のページを一時的に止めています',
    advice:
      '第三者が試している恐れがあります。アクセス元をログで確かめ、必要ならフロントで遮断してください。お客様から電話があれば、本人確認のうえ電話で受け付けられます。止まったページは30分で再び開けます。',
  },
  print_folder_missing: {
    title: '印刷会社との共有フォルダーに書き込めません（{code}）',
    advice:
      'PRINT_DIR のマウントと権限を確かめてください。フォルダーが空のときは、マウントが外れています。直るまで封書は出ません。失われたものはありません。',
  },
  print_folder_full: {
    title: '印刷会社との共有フォルダーの空きが{free}MBしかありません',
    advice:
      '{least}MB以上になるよう、印刷会社が引き取ったもの（done）を移すか、ディスクを広げてください。空きがなくなると封書は出せません。',
  },
  print_shop_away: {
    title: '印刷会社のSFTPサーバー（{host}）とやり取りできません（{reason}）',
    advice:
      '印刷会社にサーバーの状態を確かめてください。「Permission denied」なら鍵の登録とフォルダーの権限、「Failure」ならディスクの空きを疑います。直れば途中から自動で続けます。それまで封書は出ず、報告も届きません。失われたものはありません。',
  },
  print_shop_host_key: {
    title: '印刷会社のSFTPサーバー（{host}）の鍵が、登録してあるものと違います',
    advice:
      '別のサーバーにつながっている恐れがあるため、何も送っていません。印刷会社に電話で鍵の指紋を確かめ、変更の知らせが本物のときだけ PRINT_SFTP_KNOWN_HOSTS のファイルを書き換えてください。書き換えれば自動で続けます。',
  },
  print_shop_differs: {
    title: '印刷会社の側に、送ったものと内容の違うファイルがあります（{path}）',
    advice:
      '二重の印刷を避けるため、上書きしていません。印刷会社に、そのファイルの出どころと、印刷したかどうかを確かめてください。不要なものと分かれば取り除いてもらえば、自動で続けます。',
  },
  form_unread: {
    title: '案件{campaign}: 届いた用紙{count}件が{days}日以上読まれていません',
    advice: '用紙の入力を済ませてください。このお客様への連絡は再開しています。',
    hint: 'GET /api/returns',
  },
  scans_waiting: {
    title: 'スキャンした束のうち{count}ページが、{days}日以上、人の判断を待っています',
    advice:
      '返送の「束」の画面で、封書の番号を入れて受け付けるか、受け付け済みの用紙に加えるか、理由を選んで除いてください。それまで、このお客様の回答は届いていないことになります。',
    hint: 'GET /api/scan-batches',
  },
  daybook_open: {
    title: '{day}の日計が合わないか、締められていません（帳簿上の未受付の封書 {expected}通・数えた数 {counted}）',
    advice:
      '帰る前に、受け付けていない封書を数えて日計を締めてください。合わないときは、受領ごとの「未受付」の数から探します。以後の日の日計が合えば、この警報は閉じます。',
    hint: 'GET /api/returns/daybook?date={day}',
  },
  enclosure_open: {
    title: '案件{campaign}: 片付いていない同封物が{count}件あります（貴重品の2人目の確認待ち、または{days}日以上）',
    advice:
      '受領と日計の画面の「同封物」で、次にすることを確かめてください。現金や原本は、記録のないまま閉じられません。',
    hint: 'GET /api/enclosures',
  },
  bounce_unread: {
    title: '自動では読み取れない不達通知が{count}件あります',
    advice:
      '不達通知の一覧で本文を確かめ、「宛先なし」「届いていない」「不達ではない」のいずれかを決めてください。決めるまで、そのメールは届いたものとして扱っています。',
    hint: 'GET /api/bounces',
  },
  file_unreadable: {
    title: '印刷会社のファイル「{name}」（フォルダー{folder}）を読み取れません',
    advice:
      'ファイルはそのまま残しています。印刷会社に確かめ、正しいファイルで置き換えるか、不要なら取り除いてください。読み取れるまで、その回次の手紙は「発送済」になりません。',
  },
  journey_undecided: {
    title: '{count}人のお客様の経過を判定できず、連絡を留保しています',
    advice:
      '連絡留保の一覧で理由「判定できない」を確かめ、原因を直してから解除してください。解除すると判定し直します。',
    hint: 'GET /api/holds',
  },
  holds_due: {
    title: '見直し日が来た連絡留保が{count}件あります（担当者{owner}、最も古い日付 {since}）',
    advice: '連絡留保の一覧で確かめて、解除するか、次の見直し日を決めてください。',
    hint: 'GET /api/holds',
  },
  inquiries_overdue: {
    title: '案件{campaign}: 期限を過ぎた問い合わせが{count}件あります',
    advice: '問い合わせの一覧で、期限の古いものから回答するか、引継ぎ先に確認してください。',
    hint: 'GET /api/inquiries',
  },
  complaints_unnotified: {
    title: '案件{campaign}: 委託元への連絡の期限を過ぎた苦情が{count}件あります',
    advice: '苦情の記録を開き、委託元に連絡したうえで、連絡済みとして記録してください。',
    hint: 'GET /api/campaigns/{campaign}/complaints',
  },
  journeys_reconciled: {
    title:
      '案件{campaign}: 予定の時刻を過ぎても動かない経過を見つけました（これまでに再始動{restarted}件、呼び起こし{signalled}件）',
    advice:
      '経過は続いており、連絡の重複はありません。Temporalで処理が強制終了されていないか、ワーカーが足りているかを確かめてください。',
  },
};

/** Why a lane has stopped. */
export const laneStopsJa: Record<StopCode | 'provider_unreachable' | 'provider_unclear', string> = {
  provider_unreachable: '送信先に接続できません',
  provider_unclear: '送信先から、連絡を受け付けたという応答がありません',
  too_many_refused: '拒否された連絡が多すぎます（{of}件中{count}件、{share}%、上限{limit}%）',
  bounce_rate: '不達が多すぎます（{of}件中{count}件、{share}%、上限{limit}%）',
  complaint_rate: '苦情が多すぎます（{of}件中{count}件、{share}%、上限{limit}%）',
};
