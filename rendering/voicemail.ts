import { type Language } from '../domain/campaigns/campaign';

/** Words that tell a listener what the call is about, even that there is a contract. */
const TELLING: Record<Language, RegExp> = {
  ja: /契約|解約|終了|廃止|停止|移行|乗り?換え|手続|申し?込|料金|請求|返金|払い?戻|違約|サービス|プラン|口座|保険|案内|通知|書類|書面|郵便|期限|重要|(?:お客|ご本人)様|[^\s（「、。]様(?:のお|へ|に|宛|で)/,
  en: /\b(?:contracts?|cancel\w*|clos(?:es?|ing|ure)|end(?:s|ing|ed)? of|services?|plans?|bills?|fees?|refunds?|accounts?|deadlines?|letters?|notices?|policy|important)\b/i,
};

/**
 * What is wrong with the words left on a voicemail, which the family hears too: nothing is said but the operator's own name
 * and the number to call. `voicemail_tells`: it names the customer or the matter, with the word; `voicemail_number`: the number
 * to call is missing, or another one is there.
 */
export function voicemailFaults(text: string, language: Language) {
  const found: { code: 'voicemail_tells' | 'voicemail_number'; values?: Record<string, string> }[] = [];
  const names = [...text.matchAll(/\{\{-?\s*([\w.]+)/g)].map(([, name]) => name!);
  const words = text.replace(/\{[{%].*?[%}]\}/gs, '');
  const value =
    names.find((name) => name !== 'sender.phone') ??
    TELLING[language].exec(words)?.[0] ??
    /https?:\S+/.exec(words)?.[0];
  if (value !== undefined) found.push({ code: 'voicemail_tells', values: { value } });
  const other = /[\d０-９][\d０-９\-－ー()（） ]{7,}[\d０-９]/.test(words);
  if (other || !names.includes('sender.phone')) found.push({ code: 'voicemail_number' });
  return found;
}
