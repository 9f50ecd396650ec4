import { type exchangeErrorsJa } from '../../ja/errors/exchange';
import { type ErrorText } from '../../catalogue';

export const exchangeErrorsEn: Record<keyof typeof exchangeErrorsJa, ErrorText> = {
  client_file_columns: {
    title: 'The header of the file of changes is not the agreed one',
    advice:
      'The nine columns are 契約番号,異動区分,異動日,電話番号,携帯電話,メールアドレス,郵便番号,住所,備考. Mend what is listed and send it again.',
  },
  client_totals_differ: {
    title: 'Rows or control total do not agree; nothing was taken',
    advice: 'It may have been cut off, or a row is missing. See the list, make it anew and send it. Nothing was kept.',
  },
  client_file_changed: {
    title: 'This file differs from the one that was checked',
    advice: 'Read it again, check it, and apply it with its totalsHash.',
  },
  client_file_decided: {
    title: 'This is no longer possible with this file',
    advice: 'The file is {status}. Further changes come with the next file.',
  },
  client_results_acknowledged: {
    title: 'Another acknowledgement of this delivery is there already',
    advice: 'Check what was said about file {file}. Correct it with the acknowledgement of the next delivery.',
  },
  second_person_needed: {
    title: 'So many changes need a second person',
    advice:
      '{planned} changes are more than the limit of {limit}. A manager or approver other than the one who sent the file must check and apply it.',
  },
};
