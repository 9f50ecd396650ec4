import { type PlanText } from './plan-text';

/** Of hours, parts of the day and handlers in a campaign file. */
export const planHandlersJa = {
  hours_malformed: {
    message: '曜日ごとの時間帯として読み取れません。',
    advice:
      'sat: { from: 17:00, until: 10:00 }（発信しない時間帯）か、sun: closed（その曜日は発信しない）と書いてください。',
  },
  days_all_closed: {
    message: 'すべての曜日が closed のため、いつまでも発信できません。',
    advice: '発信してよい曜日を一つ以上残してください。',
  },
  band_never_open: {
    message: '時間帯「{band}」（{from}〜{until}）は、quietHours.phone で一度も電話できません。',
    advice: 'この時間帯を bands から消すか、quietHours.phone を見直してください。',
  },
  handler_unused: {
    message: '「{key}」とありますが、どの段階も {channel} を使いません。',
    advice: 'この行を消すか、段階の連絡手段に {channel} を加えてください。',
  },
  handler_empty: {
    message: '「{key}」に何も決められていません。',
    advice:
      '場合ごとに next、call、hold、later のいずれかを書くか、「{key}」を消してください（消すと next と同じです）。',
  },
  handler_script_missing: {
    message: 'call（電話する）とありますが、話す内容（notice）がありません。',
    advice: 'notice: call-returned のように、channel が phone の文面を書いてください。',
  },
  handler_script_unused: {
    message: '文面がありますが、call（電話する）の場合が一つもありません。',
    advice: 'いずれかの場合を call にするか、notice を消してください。',
  },
  refused_is_received: {
    message: '受取拒絶（refused）は届いたものとして扱い、以後の手紙を止めます。この扱いは変えられません。',
    advice: 'この行を消してください。ここに書ける理由: {available}',
  },
  again_to_bad_address: {
    message: 'この場合の宛先は使えないため、同じ宛先にもう一度（again）は送れません。',
    advice:
      '次のいずれかにしてください: {available}（hold は宛先が分かるまで留保し、新しい宛先が分かればそこへ送り直します）。',
  },
} as const satisfies Record<string, PlanText>;
