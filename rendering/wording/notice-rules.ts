import {
  type CampaignDoc,
  channelsOf,
  type Channel,
  type Language,
  noticeFor,
  type Purpose,
} from '../../domain/campaigns/campaign';
import { checkNotice } from '../check-notice';
import { GlyphMissing, runsOf } from '../letter/fonts';
import { at, bodyOf, type WordingFinding } from './finding';
import { plainOf, type Typed } from './texts';
import { filledOf, OPT_OUT_LINK, renderedOf } from './rendered';

const LANGUAGES = ['ja', 'en'] as const;

/** How a notice is used by the plan. */
interface Use {
  notice: string;
  channel: Channel;
  purpose: Purpose;
  /** It reminds of what the customer may have done meanwhile. */
  reminds: boolean;
}

/** Every use of a notice by steps and by the letter about defects. */
function usesOf({ plan, notices }: CampaignDoc): Use[] {
  const senders = [
    ...plan.steps.map((step) => ({ step, reminds: step.kind === 'reminder' || step.kind === 'final' })),
    ...(plan.onDefect ? [{ step: plan.onDefect, reminds: true }] : []),
  ];
  return senders.flatMap(({ step, reminds }) =>
    channelsOf(step).flatMap((channel): Use[] => {
      const notice = noticeFor(step, channel);
      if (notice === undefined || notices[notice]?.channel !== channel) return [];
      return [{ notice, channel, purpose: step.purpose, reminds }];
    }),
  );
}

/** What a notice must say to be understood and to be lawful, by how the plan uses it. */
export function noticeFindings(doc: CampaignDoc): WordingFinding[] {
  const uses = usesOf(doc);
  const found = new Map<string, WordingFinding>();
  const add = (findings: WordingFinding[]) => {
    for (const one of findings) found.set(`${one.code} ${one.path} ${one.place?.line}`, one);
  };
  for (const use of uses) {
    add(missingSender(doc, use));
    if (use.channel === 'phone') continue;
    for (const language of LANGUAGES) {
      const text = bodyOf(doc, use.notice, language);
      if (text.source === '') continue;
      if (use.channel === 'post') add([...arrivalRule(doc, text), ...unprintable(doc, use.notice, language)]);
      // an offer asks for nothing that could have been done meanwhile
      if (use.purpose === 'offer') continue;
      if (use.reminds && !CROSSING[language].test(text.source)) add([at(text, 'crossing_missing')]);
      if (!ASKS[language].test(withoutOptOut(doc, use.notice, language))) add([at(text, 'next_step_missing')]);
    }
  }
  for (const notice of Object.keys(doc.notices)) add(staleTranslation(doc, notice));
  return [...found.values()];
}

/** The sender. Where to ask, a mail and a letter say by themselves. */
function missingSender(doc: CampaignDoc, { notice, channel, purpose }: Use): WordingFinding[] {
  const isNamed = !checkNotice({ notice, channel, purpose }, doc).includes('sender_missing');
  return isNamed ? [] : [at(bodyOf(doc, notice, 'ja'), 'sender_missing')];
}

const CROSSING: Record<Language, RegExp> = {
  ja: /行き違い|行違い|入れ違い|(?:すでに|既に)[^。]*(?:済|いただいて)|お済みの(?:場合|方|お客様)/,
  en: /\bcrossed\b|\balready\b[^.]*\b(?:answered|replied|responded|done|returned|sent|chosen|completed)\b|\bhave (?:answered|replied|done so) already\b|\bdisregard\b/i,
};
const ASKS: Record<Language, RegExp> = {
  ja: /ください|下さい|お願い(?:し|いた|申)|必要はありません|お手続きは不要です/,
  en: /\bplease\b|\byou (?:can|must|need)\b|\bopen this page\b|\bnothing (?:more )?to do\b|\bno need to\b/i,
};

/** What the customer is asked to do, without the lines about stopping these messages. */
function withoutOptOut(doc: CampaignDoc, notice: string, language: Language): string {
  const { body } = filledOf(doc, notice, language);
  const lines = body.split('\n');
  // a line that is the link alone belongs to the one before it
  const isOptOut = (line = '') => line.includes(OPT_OUT_LINK);
  const isAlone = (line = '') => line.trim() === OPT_OUT_LINK;
  return lines.filter((line, index) => !isOptOut(line) && !isAlone(lines[index + 1])).join('\n');
}

const PAPER: Record<Language, RegExp> = {
  ja: /返送|郵送|ご?返信用|投函|用紙/,
  en: /\bby (?:post|mail)\b|\breturn form\b|\bsend (?:it|the form)\b|\bpost (?:it|the form)\b/i,
};
const ARRIVAL: Record<Language, RegExp> = { ja: /必着/, en: /\b(?:must (?:arrive|reach)|to arrive by|received by)\b/i };
const POSTMARK: Record<Language, RegExp> = { ja: /消印/, en: /\bpostmark/i };

/** A letter that asks for paper says whether its arrival or its postmark counts, and the one that the campaign has. */
function arrivalRule(doc: CampaignDoc, text: Typed): WordingFinding[] {
  const { language, source, notice } = text;
  const rendered = renderedOf(doc, notice!, language);
  if (!PAPER[language].test(rendered)) return [];
  const { applyByRule } = doc.dates;
  const [right, wrong] = applyByRule === 'arrival' ? [ARRIVAL, POSTMARK] : [POSTMARK, ARRIVAL];
  const typed = wrong[language].exec(plainOf(source));
  if (typed) return [at(text, 'arrival_rule_wrong', { index: typed.index, values: { value: typed[0] } })];
  if (right[language].test(rendered)) return [];
  const index = PAPER[language].exec(source)?.index;
  return [at(text, 'arrival_rule_missing', index === undefined ? {} : { index })];
}

/** Characters of a letter that no font has, each once. */
function unprintable(doc: CampaignDoc, notice: string, language: Language): WordingFinding[] {
  const { subject, body } = filledOf(doc, notice, language);
  const printed = [subject, body, doc.sender.name[language], doc.post?.returnTo[language] ?? ''].join('\n');
  const text = bodyOf(doc, notice, language);
  const missing = [...new Set(printed.replace(/\s/g, ''))].filter((character) => !isPrintable(character));
  return missing.map((character) => {
    const index = text.source.indexOf(character);
    const code = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
    return at(text, 'character_unprintable', { ...(index >= 0 && { index }), values: { value: character, code } });
  });
}

/** Selectors choose a form of the character before them, and are not drawn. */
function isPrintable(character: string): boolean {
  if (/\p{Variation_Selector}/u.test(character)) return true;
  try {
    return runsOf(character, 'regular').length > 0 && runsOf(character, 'bold').length > 0;
  } catch (error) {
    if (error instanceof GlyphMissing) return false;
    throw error;
  }
}

const PLACEHOLDER = /\{\{-?\s*(facts\.\w+|dates\.\w+|link|optOutLink|formDueBy|returnTo|defects|choices)\b/g;

/** Facts, dates and links that one language says and the other does not: one of them was changed alone. */
function staleTranslation(doc: CampaignDoc, notice: string): WordingFinding[] {
  const { subject, body } = doc.notices[notice]!;
  if (!body.ja || !body.en) return [];
  const used = (language: Language) =>
    new Set([...`${subject?.[language] ?? ''}\n${body[language]}`.matchAll(PLACEHOLDER)].map(([, name]) => name!));
  return LANGUAGES.flatMap((language) => {
    const own = used(language);
    const other = [...used(language === 'ja' ? 'en' : 'ja')];
    const lacks = other.filter((name) => !own.has(name)).map((name) => `{{ ${name} }}`);
    if (lacks.length === 0) return [];
    return [at(bodyOf(doc, notice, language), 'translation_stale', { values: { value: lacks.join(' ') } })];
  });
}
