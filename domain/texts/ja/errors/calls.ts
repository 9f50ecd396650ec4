import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';

/** Errors of the call desk. */
export const callErrorsJa = {
  call_task_done: { title: 'この架電は終わっています', advice: '結果は{result}です。次の架電に進んでください。' },
  call_task_taken: {
    title: 'ほかの担当者が架電中です',
    advice: '{until}までほかの担当者に割り当てられています。次の架電に進んでください。',
  },
  call_not_now: {
    title: 'いまは電話をかけられません',
    advice: '理由は issues にあります。架電は残っています。電話をかけずに次の架電に進んでください。',
  },
  call_not_possible: {
    title: 'この電話はもうかけられません',
    advice: '理由は issues にあります。架電を終わらせました。電話をかけずに次の架電に進んでください。',
  },
  call_lease_lost: {
    title: 'この架電の担当ではありません',
    advice: '時間切れでほかの担当者に移ったか、まだ割り当てを受けていません。もう一度割り当てを受けてください。',
  },
  call_callback_unfit: {
    title: '折り返しの日時を受け付けられません',
    advice: '架電してよい時間内で、今より後、最終発信日までの日時にしてください（理由: {reason}）。',
  },
} satisfies Partial<Record<ErrorCode, ErrorText>>;
