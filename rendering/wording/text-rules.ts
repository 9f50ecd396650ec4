import { type CampaignDoc, type Language } from '../../domain/campaigns/campaign';
import { crowdedIn } from './actions';
import { at, type WordingFinding } from './finding';
import { plainOf, statementsOf, textsOfNotice, type Typed } from './texts';
import { vagueIn } from './vague';

/** Stand-ins that were meant to be filled in: 〇〇, ●●, XXX, TBD, （仮）. */
const UNFINISHED = /[〇○◯●△▲□■]{2,}|×{2,}|[XＸ]{3,}|\b(?:TBD|TODO|TBC|FIXME|lorem ipsum)\b|\(仮\)|【仮】|未定|要確認/i;

/** Parcels in which no letter may travel; a form with a customer's answer is a letter (信書). レターパック may. */
const PARCEL: Record<Language, RegExp> = {
  ja: /ゆうメール|ゆうパック|ゆうパケット|宅配便|宅急便|メール便|クリックポスト/,
  en: /\b(?:parcel service|courier|Yu-?Mail|Yu-?Pack|Kuroneko)\b/i,
};
const SENDS: Record<Language, RegExp> = { ja: /送|投函/, en: /\b(?:send|return|post|mail)\b/i };

/** What is wrong in single texts, wherever they are used. */
export function textFindings(doc: CampaignDoc): WordingFinding[] {
  const texts = [...statementsOf(doc), ...Object.keys(doc.notices).flatMap((notice) => textsOfNotice(doc, notice))];
  return [
    ...senderTexts(doc).flatMap(unfinished),
    ...texts.flatMap((text) => [
      ...unfinished(text),
      ...byParcel(text),
      ...vagueIn(text.source, text.language).map(({ word, written, index }) =>
        at(text, 'vague_wording', { index, values: { value: written }, better: word }),
      ),
      ...crowded(text),
    ]),
  ];
}

const senderTexts = ({ sender }: CampaignDoc): Typed[] =>
  [
    { path: 'sender.name.ja', source: sender.name.ja },
    { path: 'sender.name.en', source: sender.name.en },
    { path: 'sender.address', source: sender.address },
    { path: 'sender.hours.ja', source: sender.hours.ja },
    { path: 'sender.hours.en', source: sender.hours.en },
  ].map((text): Typed => ({ ...text, language: text.path.endsWith('.en') ? 'en' : 'ja' }));

function unfinished(text: Typed): WordingFinding[] {
  const match = UNFINISHED.exec(plainOf(text.source));
  return match ? [at(text, 'unfinished_text', { index: match.index, values: { value: match[0] } })] : [];
}

function byParcel(text: Typed): WordingFinding[] {
  const plain = plainOf(text.source);
  const match = PARCEL[text.language].exec(plain);
  if (!match || !SENDS[text.language].test(plain)) return [];
  return [at(text, 'letter_by_parcel', { index: match.index, values: { value: match[0] } })];
}

/** Scripts are read by operators, who take one line after the other. */
function crowded(text: Typed): WordingFinding[] {
  if (text.channel === 'phone') return [];
  return crowdedIn(text.source, text.language).map(({ actions, index }) =>
    at(text, 'several_actions', { index, values: { count: String(actions) } }),
  );
}
