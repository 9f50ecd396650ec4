/** What is wrong with the words of a campaign: what it means for the customer, and how to mend it. */
export const wordingJa = {
  date_not_in_facts: {
    message: '告知事項にも日程にもない日付です: {value}。お客様に約束した日付を、誰も承認していません。',
    advice:
      '{{ dates.applyBy }} のように日程から差し込むか、告知事項（facts）に書いて {{ facts.… }} で差し込んでください。',
  },
  amount_not_in_facts: {
    message: '告知事項にない金額です: {value}。承認を受けていない金額がお客様に届きます。',
    advice: '金額は告知事項（facts）か選択肢の説明に書き、文面には {{ facts.… }} で差し込んでください。',
  },
  value_differs_by_language: {
    message: '{value} が、もう一方の言語の文にありません。読む言語によって、お客様の知る内容が変わります。',
    advice: '両方の言語を同じ日付・金額にそろえてください。',
  },
  deadline_differs: {
    message: '手続きの期限として {value} とありますが、この案件の申込期限は {applyBy} です。お客様が期限に遅れます。',
    advice: '{{ dates.applyBy }} に直してください。',
  },
  date_missing_on_channel: {
    message:
      '同じ段階の文面「{other}」にある日付が、この文面にありません。届く手段によって、期限を知らないお客様が出ます。',
    advice: '{placeholder} を加えてください。',
  },
  amount_differs_by_channel: {
    message: '{value} が、同じ段階の文面「{other}」にはありません。届く手段によって、お客様の知る金額が変わります。',
    advice: '同じ告知事項を差し込み、金額をそろえてください。',
  },
  weekday_missing: {
    message: '日付に曜日がありません: {value}。曜日があると、お客様が日付を取り違えません。',
    advice: '「（月）」のように曜日を付けてください。{{ dates.applyBy }} のように差し込めば、曜日は自動で付きます。',
  },
  vague_wording: {
    message:
      '日付・手続き・金額について、あいまいな言い方です: 「{value}」。お客様は、何がいつどうなるかを決められません。',
    advice: '{better}',
  },
  several_actions: {
    message: '一つの文で{count}つのことを頼んでいます。お客様はその一部だけをして、不備になりがちです。',
    advice: '1、2、3 と番号を付け、一行に一つずつ書いてください。',
  },
  next_step_missing: {
    message: 'お客様に何をしてほしいかが書かれていません（配信停止の案内を除く）。',
    advice: '「次のページでお手続きください。」のように、することを一つ、期限とともに書いてください。',
  },
  crossing_missing: {
    message:
      '再案内に、行き違いのおことわりがありません。お手続き済みのお客様が、もう一度手続きをしたり、問い合わせたりします。',
    advice: '「この案内と行き違いにお手続きがお済みの場合は、改めてのお手続きは不要です。」を加えてください。',
  },
  translation_stale: {
    message: 'もう一方の言語にある {value} が、この言語にありません。どちらかだけを直した訳のずれです。',
    advice: '{value} を加えるか、もう一方からも除いてください。',
  },
  arrival_rule_missing: {
    message:
      '書面の期限が、必着か消印有効か分かりません。期限の近くに投函したお客様が、間に合うかどうかを判断できません。',
    advice: '{{ formDueBy }} を差し込んでください。案件の定めのとおり「必着」か「当日消印有効」が付きます。',
  },
  arrival_rule_wrong: {
    message: '「{value}」は、この案件の定め（applyByRule）と違います。期限についてお客様に誤ったことを伝えます。',
    advice: '{{ formDueBy }} に替えるか、dates.applyByRule を直してください。',
  },
  character_unprintable: {
    message: '手紙の書体にない文字です: {value}（{code}）。この文字を含む手紙は印刷できません。',
    advice: '絵文字や特殊な記号を、ほかの文字に替えてください。',
  },
  letter_by_parcel: {
    message: '書面を {value} で送るとあります。お客様の回答や案内は信書に当たり、この方法では送れません。',
    advice: '郵便（普通郵便・書留など）かレターパックにしてください。',
  },
  unfinished_text: {
    message: '書きかけのままの文字です: {value}。このままお客様に届きます。',
    advice: '決まった内容に替えてください。',
  },
  sender_missing: {
    message: '差出人の名前がありません。誰からの連絡か、お客様に分かりません。',
    advice: '{{ sender.name }} を入れてください。',
  },
};

/** What to say instead of a vague word. */
export const betterWordsJa = {
  planned: '決まっているなら「〜します」と言い切り、まだなら、いつ決まり、どう知らせるかを書いてください。',
  possible: 'どのような場合に、いくら・いつになるかを書いてください。お客様に関わらないなら、文を除いてください。',
  ought: '必ずすることなら「〜してください」、任意なら「〜することもできます」と書いてください。',
  soon: '「4月23日（金）まで」のように、日付を書いてください。',
  principle: '例外がないなら「原則」を除き、あるなら、どのような場合かを書いてください。',
  others: 'すべて書き並べるか、「等」「など」を除いてください。',
  sometime: '日付か、「〜から3営業日以内」のような期間を書いてください。',
  about: '正確な日付・数・金額を書いてください。幅があるなら「10日から14日」のように両端を書いてください。',
};
