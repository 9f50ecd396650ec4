/** Output of the command line. */
export const terminalJa = {
  preparing: '環境を準備しています({dir})',
  ready: '準備ができました({seconds}秒)',
  resumed: '前回の続きから始めます(案件 {id}、{status})',
  created: '案件を作成しました: {name}(案件番号 {id})',
  imported:
    '対象者リスト: {rows}行のうち {accepted}行を取り込みました({contracts}契約・{customers}名)。受け付けない行 {refused}、連絡留保 {held}',
  findingsHead: '点検結果(件数の多い順):',
  finding: '  {count}件 {message} → {advice}',
  findingLines: '    行 {lines}',
  heldDecided: '連絡留保の判断(オペレーター {who}): 解除 {released}件、対象外 {excluded}件',
  submitted: '{who} が承認を依頼しました(内容 {hash})',
  approvedInternal: '{who} が承認しました',
  approvedClient: '{who} が委託元として承認しました',
  started: '案件を開始しました。1日は約{day}秒で進みます',
  startedReal: '案件を開始しました(実時間)',
  progress:
    '{date} 予定 {scheduled} 通知済 {notified} 再案内済 {reminded} 回答待ち {awaiting_reply} 架電対象 {call_due} 完了 {closed} / {total}名  連絡 {sent}',
  ended: '案件が終わりました({date})',
  statementHead: '全件照合表(契約)',
  statementRow: '  {name} {count}',
  statementReason: '      {reason} {count}',
  statementSum: '  合計 {total}(未決 {open})',
  statementSigned: '完了報告書を作成し、別の人が署名しました(ハッシュ {hash}…): {file}',
  checkRecords: '受け手それぞれの記録との照合: 連絡 {messages}、二重 {doubled}、欠落 {missing}、不明 {doubtful}',
  checkLetters: '差し出した郵便物 {posted}通、刷り上がりの紙面から読み取れた符号 {read}通',
  checkClient:
    '委託元システムの記録: 結果 {results}件、反映エラー {rejected}件(すべて解決後に再送)、異動 {changes}件、不一致 {amiss}件',
  checkReplay: '履歴の再実行: {replayed}件、不一致 {failed}件',
  checkLedger: '台帳の検証: {entries}件、{result}',
  checkDecisions: '判断の再計算: {decisions}件、不一致 {differing}件',
  matches: '一致',
  differs: '不一致(番号 {seq}: {why})',
  urlsHead: 'このまま動いています。終了は Ctrl-C です。',
  url: '  {name} {url}',
  loginsHead: '役割ごとの API キー({file}):',
  login: '  {role} {who}',
  stopping: '停止しています',
  stopped: '停止しました。データは {dir} に残っています',
  failed: '失敗しました: {message}',
  unknownSchema:
    'このデータベースは別の版(移行 {migration})で作られており、この版では続けられません。何も変更していません。空のデータベースを指定するか、このデータベースの名前を変えるか削除して、始め直してください。',
  unknownData:
    '{dir} のデータは別の版(移行 {migration})で作られており、この版では続けられません。何も変更していません。始め直すには、--data で新しいフォルダーを指定するか、このフォルダーの名前を変えるか削除してください。',
};

/** Outcomes of a contract before the client's system has taken them over. */
export const outcomesJa = {
  migrated: '移行受付',
  cancelled: '解約受付',
  lapsed: '期限経過・未手続',
  unreachable: '連絡不能',
  excluded: '対象外',
  stopped: '中止',
  pending: '保留・残務',
};
