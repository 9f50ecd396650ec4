import { type CampaignDoc, type Channel, type Language, type Text } from '../../domain/campaigns/campaign';

/** One hand-typed text of a campaign, in one language. */
export interface Typed {
  /** `notices.reminder.body.ja`, `facts.refund.en`. */
  path: string;
  language: Language;
  source: string;
  /** The notice that it is a part of, and its channel; a fact or a choice has neither. */
  notice?: string;
  channel?: Channel;
}

/** Line and column in a text, from 1. */
export interface Place {
  line: number;
  column: number;
}

const LANGUAGES = ['ja', 'en'] as const;

const both = (path: string, text: Text | undefined, own: Pick<Typed, 'notice' | 'channel'> = {}): Typed[] =>
  LANGUAGES.flatMap((language) =>
    text?.[language] ? [{ path: `${path}.${language}`, language, source: text[language], ...own }] : [],
  );

/** Subject and body of a notice, in both languages. */
export function textsOfNotice({ notices }: CampaignDoc, notice: string): Typed[] {
  const { channel, subject, body } = notices[notice]!;
  const own = { notice, channel };
  return [...both(`notices.${notice}.subject`, subject, own), ...both(`notices.${notice}.body`, body, own)];
}

/** The approved statements, the choices, and the answers to customers' questions. */
export const statementsOf = ({ facts, choices, faq = [] }: CampaignDoc): Typed[] => [
  ...Object.entries(facts).flatMap(([key, text]) => both(`facts.${key}`, text)),
  ...choices.flatMap(({ label, detail }, index) => [
    ...both(`choices[${index}].label`, label),
    ...both(`choices[${index}].detail`, detail),
  ]),
  ...faq.flatMap(({ answer }, index) => both(`faq[${index}].answer`, answer)),
];

/**
 * The text as typed, of the same length: placeholders are covered, and digits and signs have one width. Words found in
 * it stand at the same place in the text.
 */
export const plainOf = (source: string): string =>
  source
    .replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, (tag) => tag.replace(/[^\n]/g, '\uFFFC'))
    .replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/￥/g, '¥');

/** Where in a text a position is. */
export function placeAt(source: string, index: number): Place {
  const before = source.slice(0, index).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** A sentence of a text, and where it begins. */
export interface Sentence {
  text: string;
  from: number;
}

/** Sentences: a Japanese one ends with its full stop or line, an English one with its sign and a space. */
export function sentencesOf(text: string, language: Language): Sentence[] {
  const pattern = language === 'ja' ? /[^。\n]+/g : /(?:[^.!?\n]|[.!?](?!\s|$))+/g;
  return [...text.matchAll(pattern)].map((match) => ({ text: match[0], from: match.index }));
}
