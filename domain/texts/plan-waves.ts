import { type PlanText } from './plan-text';

type WaveCode =
  | 'wave_after_last_dispatch'
  | 'wave_before_first_dispatch'
  | 'wave_rule_twice'
  | 'wave_rest_twice'
  | 'wave_rest_missing'
  | 'wave_shares'
  | 'wave_shares_full';

/** What can be wrong with the waves of a campaign file. */
export const planWavesJa: Record<WaveCode, PlanText> = {
  wave_after_last_dispatch: {
    message: '発送ロットの開始日（{value}）が最終発信日（{lastDispatch}）より後なので、何も送れません。',
    advice: 'begins を dates.lastDispatch 以前の日にしてください。',
  },
  wave_before_first_dispatch: {
    message: '発送ロットの開始日（{value}）が初回発信日（{firstDispatch}）より前です。',
    advice: 'begins を dates.firstDispatch 以後の日にしてください。',
  },
  wave_rule_twice: {
    message: '対象者の決め方が二つあります（{first} もあります）。',
    advice: 'only・size・share のどれか一つだけにしてください。',
  },
  wave_rest_twice: {
    message: '残り全員を受け持つ発送ロットが二つあります。',
    advice: 'only・size・share のどれもない発送ロットは一つだけにしてください。',
  },
  wave_rest_missing: {
    message: 'どの発送ロットにも入らない対象者が出ます。',
    advice: '残り全員を受け持つ発送ロット（only・size・share なし）を一つ加えてください。',
  },
  wave_shares: {
    message: '発送ロットの割合（share）の合計が {sum} です。',
    advice: '合計を 100 にするか、残り全員を受け持つ発送ロットを一つ加えてください。',
  },
  wave_shares_full: {
    message: '割合（share）の合計が {sum} なので、残りを受け持つ発送ロットに入る人がいません。',
    advice: '割合の合計を 100 未満にするか、残りを受け持つ発送ロットを除いてください。',
  },
};

export const planWavesEn: Record<WaveCode, PlanText> = {
  wave_after_last_dispatch: {
    message: 'The wave begins ({value}) after the last dispatch ({lastDispatch}), so nothing could be sent.',
    advice: 'Let begins be no later than dates.lastDispatch.',
  },
  wave_before_first_dispatch: {
    message: 'The wave begins ({value}) before the first dispatch ({firstDispatch}).',
    advice: 'Let begins be no earlier than dates.firstDispatch.',
  },
  wave_rule_twice: {
    message: 'There are two rules about who is in it ({first} as well).',
    advice: 'Keep one of only, size and share.',
  },
  wave_rest_twice: {
    message: 'Two waves take everybody who is left.',
    advice: 'Only one wave may be without only, size and share.',
  },
  wave_rest_missing: {
    message: 'Some customers would be in no wave.',
    advice: 'Add one wave without only, size and share: it takes everybody who is left.',
  },
  wave_shares: {
    message: 'The shares of the waves add up to {sum}.',
    advice: 'Make them 100 in all, or add one wave that takes everybody who is left.',
  },
  wave_shares_full: {
    message: 'The shares add up to {sum}, so nobody is left for the wave that takes the rest.',
    advice: 'Make the shares less than 100 in all, or remove the wave that takes the rest.',
  },
};
