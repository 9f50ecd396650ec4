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
} as const satisfies Record<string, PlanText>;
