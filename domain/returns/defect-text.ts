import { type Language } from '../campaigns/campaign';
import { defectQuestions, defectSentences } from '../texts/returns';
import { type Defect } from './return-rules';

/** What a form with defects lacked. */
export interface FormDefects {
  defects: Defect[];
  /** By contract id: both boxes are ticked, or none. */
  unclear: Record<number, 'both' | 'none'>;
  /** The original goes back with the letter. */
  original?: true;
}

/** A contract of the form. */
export interface OnForm {
  contractId: number;
  /** Its number on the new form, from 1. */
  no: number;
  /** Unmasked; only its end is printed. */
  number: string;
  product: string | null;
}

/** Defects of the whole form: none of its choices counts. */
const OF_FORM: readonly Defect[] = [
  ...(['no_signature', 'other_person', 'illegible'] as const),
  ...(['no_hanko', 'hanko_differs', 'no_account', 'other_holder'] as const),
];
const BY_TICKS = { both_ticked: 'both', none_ticked: 'none' } as const;

/**
 * What the customer has to mend on a form, in whole sentences and in the form's own words: the contracts concerned, by
 * the number and the end of the contract number that the new form shows, then a line for each defect. `spoken`: as questions,
 * for the person who calls.
 */
export function defectText(
  { defects, unclear, original }: FormDefects,
  contracts: OnForm[],
  language: Language,
  spoken = false,
): string {
  const texts = (spoken ? defectQuestions : defectSentences)[language];
  const [open, close] = language === 'ja' ? ['「', '」'] : ['', ''];
  const named = contracts.map((contract) => ({ ...contract, name: nameOf(contract, language) }));
  const whole = defects.some((defect) => OF_FORM.includes(defect));
  const concerned = named.filter(({ contractId }) => whole || unclear[contractId] !== undefined);
  const sentences = defects.flatMap((defect) => {
    if (defect !== 'both_ticked' && defect !== 'none_ticked') return [texts[defect]];
    const own = named.filter(({ contractId }) => unclear[contractId] === BY_TICKS[defect]);
    return own.map(({ name }) => texts[defect].replace('{contract}', `${open}${name}${close}`));
  });
  const names = (concerned.length > 0 ? concerned : named).map(({ name }) => name);
  const about = texts.about.replace('{contracts}', names.join(language === 'ja' ? '、' : ', '));
  const back = original && !spoken ? ['', defectSentences[language].original] : [];
  return [about, '', ...sentences.map((sentence) => `${language === 'ja' ? '・' : '- '}${sentence}`), ...back].join(
    '\n',
  );
}

function nameOf({ no, number, product }: OnForm, language: Language): string {
  const texts = defectSentences[language];
  const ending = texts.ending.replace('{number}', number.slice(-4));
  const what = [product, ending].filter(Boolean).join(language === 'ja' ? '、' : ', ');
  return texts.contract.replace('{no}', String(no)).replace('{what}', what);
}
