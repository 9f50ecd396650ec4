import { type Text } from '../campaigns/campaign';
import { type AlertKind } from '../platform/alerts';
import { type StopCode, stopFigures } from '../delivery/lane-health';

/** What an alert says: one line, and what to do about it. `{name}` is filled from its figures. */
interface AlertText {
  title: Text;
  advice: Text;
}

const texts: Record<AlertKind, AlertText> = {
  lane_stopped: {
    title: {
      ja: 'レーン{lane}（{channel}）が止まりました: {stop}',
      en: 'Lane {lane} ({channel}) has stopped: {stop}',
    },
    advice: {
      ja: '原因を確かめてから、理由を添えて再開してください（PUT /api/lanes/{lane}）。接続できないために止まったときは、つながれば自動で再開します。',
      en: 'Find the cause, then restart it with a reason (PUT /api/lanes/{lane}). One that stopped for want of a connection restarts by itself.',
    },
  },
  arrival_unread: {
    title: {
      ja: '案件{campaign}: 届いた回答・連絡{count}件が{seconds}秒以上処理されていません',
      en: 'Campaign {campaign}: {count} arrivals have not been taken for {seconds} s or more',
    },
    advice: {
      ja: 'ワーカーとTemporalが動いているか確かめてください。届いたものは失われていません。',
      en: 'See whether workers and Temporal are up. Nothing that came in is lost.',
    },
  },
  capacity_overrun: {
    title: {
      ja: '案件{campaign}: レーン{lane}の容量では{missed}件が最終発信日までに出せません（待ち{queued}件）',
      en: 'Campaign {campaign}: {missed} contacts will miss the last dispatch at the pace of lane {lane} ({queued} wait)',
    },
    advice: {
      ja: 'レーンの日量・時間帯・速度を広げるか、案件の重みを上げてください。',
      en: "Widen the lane's daily capacity, hours or rate, or give the campaign a higher weight.",
    },
  },
  print_run_differs: {
    title: {
      ja: '印刷回次{run}: 印刷会社の報告が当方の件数と合いません',
      en: "Print run {run}: the print shop's figures are not ours",
    },
    advice: {
      ja: 'この回次の分は「通知済」にしていません。GET /api/print-runs/{run} で差を確かめてください。',
      en: 'Nobody in it is booked as told. Look at the differences: GET /api/print-runs/{run}.',
    },
  },
  doubtful: {
    title: {
      ja: '案件{campaign}: 送信できたか不明な連絡が{count}件あります',
      en: 'Campaign {campaign}: nobody can say of {count} contacts whether they left',
    },
    advice: {
      ja: '自動では再送しません。送信先の記録と照らし合わせてください。',
      en: "They are never sent again by themselves. Compare them with the provider's record.",
    },
  },
  second_person: {
    title: {
      ja: '案件{campaign}: 異動データ（ファイル{file}、{planned}件）がもう一人の確認を待っています',
      en: 'Campaign {campaign}: a file of changes (file {file}, {planned} rows) waits for a second person',
    },
    advice: {
      ja: '内容を確かめて、取り込むか破棄するかを決めてください（POST /api/client-data/{file}/apply）。',
      en: 'Look at it, then apply or discard it (POST /api/client-data/{file}/apply).',
    },
  },
  letters_returned: {
    title: {
      ja: '案件{campaign}: 郵便の返送が{returned}/{posted}通に達しています',
      en: 'Campaign {campaign}: {returned} of {posted} letters have come back',
    },
    advice: {
      ja: '対象者の住所データの新しさを委託元に確かめてください。',
      en: 'Ask the client how fresh the addresses are.',
    },
  },
  sign_in_locked: {
    title: {
      ja: 'サインインの失敗が続き、{count}件のログイン名を一時的に止めています',
      en: '{count} login names are locked for a while after wrong tries of signing in',
    },
    advice: {
      ja: '心当たりのない失敗でないか、システム管理者がアカウントの一覧と台帳（sign_in_locked）を確かめてください。本人の打ち間違いなら、ロックを解けます。',
      en: 'An administrator should look at the accounts and the ledger (sign_in_locked) for tries nobody can explain. Where it was a slip of the keyboard, the lock can be lifted.',
    },
  },
  holds_due: {
    title: {
      ja: '見直し日が来た連絡留保が{count}件あります（担当者{owner}、最も古い日付 {since}）',
      en: '{count} holds are to be looked at again (owner {owner}, since {since})',
    },
    advice: {
      ja: '一覧（GET /api/holds）で確かめて、解除するか、次の見直し日を決めてください。',
      en: 'Go through them (GET /api/holds): release each, or set the day of its next review.',
    },
  },
  journeys_swept: {
    title: {
      ja: '案件{campaign}: 予定の時刻を過ぎても動かない経過を見つけました（これまでに再始動{restarted}件、呼び起こし{signalled}件）',
      en: 'Campaign {campaign}: journeys were found past their time ({restarted} started again, {signalled} signalled so far)',
    },
    advice: {
      ja: '経過は続いており、連絡の重複はありません。Temporalで処理が強制終了されていないか、ワーカーが足りているかを確かめてください。',
      en: 'They go on, and nothing is sent twice. See whether somebody terminated workflows in Temporal, and whether there are enough workers.',
    },
  },
};

/** An alert in both languages. */
export function alertText(kind: AlertKind, figures: Record<string, string | number>): AlertText {
  const { title, advice } = texts[kind];
  const stop = typeof figures.reason === 'string' ? stopText(figures.reason) : { ja: '', en: '' };
  const fill = (text: Text): Text => ({
    ja: filled(text.ja, { ...figures, stop: stop.ja }),
    en: filled(text.en, { ...figures, stop: stop.en }),
  });
  return { title: fill(title), advice: fill(advice) };
}

const stopTexts: Record<StopCode, Text> = {
  too_many_refused: {
    ja: '拒否された連絡が多すぎます（{of}件中{count}件、{share}%、上限{limit}%）',
    en: 'too many refusals ({count} of {of}, {share} %, limit {limit} %)',
  },
  bounce_rate: {
    ja: '不達が多すぎます（{of}件中{count}件、{share}%、上限{limit}%）',
    en: 'too many bounces ({count} of {of}, {share} %, limit {limit} %)',
  },
  complaint_rate: {
    ja: '苦情が多すぎます（{of}件中{count}件、{share}%、上限{limit}%）',
    en: 'too many complaints ({count} of {of}, {share} %, limit {limit} %)',
  },
};

/** Why a lane has stopped, with its figures; the code itself when it is none of ours. */
export function stopText(reason: string): Text {
  if (reason === 'provider_unreachable') return { ja: '送信先に接続できません', en: 'the provider cannot be reached' };
  const figures = stopFigures(reason);
  if (!figures) return { ja: reason, en: reason };
  const { code, count, of, limit } = figures;
  const percent = (share: number) => String(Math.round(share * 1000) / 10);
  const values = { count, of, share: percent(count / of), limit: percent(limit) };
  return { ja: filled(stopTexts[code].ja, values), en: filled(stopTexts[code].en, values) };
}

const filled = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
