import { localTime } from '../domain/campaigns/calendar';
import { type CampaignDoc, type Language, type Text } from '../domain/campaigns/campaign';
import { changeableUntil } from '../domain/journeys/outcome';
import { fill } from '../domain/texts/catalogue';
import { replyParts } from '../domain/texts/replies';
import { type ReplyContent } from '../db/journeys/replies/content';
import { type AnswerVariable, formatDay } from './template';

/** What a reply says of an answer, in both languages. `now`: when it is written, epoch ms. */
export function answerTexts(
  doc: CampaignDoc,
  content: ReplyContent,
  now: number,
): Record<Exclude<AnswerVariable, 'answer' | 'about' | 'documents' | 'dueOn'>, Text> {
  const both = (text: (language: Language) => string): Text => ({ ja: text('ja'), en: text('en') });
  const until = changeableUntil(doc, content.at);
  return {
    receipt: { ja: content.receipt, en: content.receipt },
    receivedOn: both((language) => formatDay(content.receivedAt, doc.zone, language)),
    choices: both((language) => choicesText(doc, content, language)),
    changeNote: both((language) => changeText(doc, content, { until, now, language })),
    consentNote: both((language) => say(content.consentFor === 'ward' ? 'consentWard' : 'consentMinor', language)),
    factorNote: both((language) => say(content.consentFor === 'ward' ? 'factorWard' : 'factorMinor', language)),
    silenceNote: both((language) => silenceText(doc, content, language)),
    lateNote: both((language) => lateText(doc, content, now, language)),
    closesOn: both((language) => dayOf(changeableUntil(doc, now), doc, language)),
  };
}

/** A day, with the time unless the day's end is meant. */
function dayOf(at: number, { zone }: CampaignDoc, language: Language): string {
  const day = formatDay(at, zone, language);
  const time = localTime(at, zone);
  return time === '23:59' ? day : `${day} ${time}`;
}

const say = (part: keyof typeof replyParts, language: Language, values: Record<string, string> = {}): string =>
  fill(replyParts[part][language], values);

/** One line per contract, under a heading for each answer if there are several. */
function choicesText(doc: CampaignDoc, { answers }: ReplyContent, language: Language): string {
  const label = (choice: string) =>
    doc.choices.find(({ id }) => id === choice)?.label[language] ?? say('withdrawal', language);
  const lines = answers.map(({ via, choices }) => {
    const said = choices.map(({ product, tail, choice }) => {
      const name = product
        ? say('contract', language, { product, tail })
        : say('contractWithoutProduct', language, { tail });
      return `・${name}: ${label(choice)}`;
    });
    const heading = { web: 'onWeb', form: 'onForm', phone: 'onPhone' } as const;
    return answers.length > 1 ? [say(heading[via], language), ...said] : said;
  });
  return lines.map((group) => group.join('\n')).join('\n\n');
}

function changeText(
  doc: CampaignDoc,
  { takenOver }: ReplyContent,
  { until, now, language }: { until: number; now: number; language: Language },
): string {
  const day = dayOf(until, doc, language);
  if (now > until) return say('changeOver', language, { until: day });
  return takenOver ? say('changeAsked', language) : say('changeOpen', language, { until: day });
}

/** What happens without a consent: an earlier answer stands, or the service ends. */
function silenceText(doc: CampaignDoc, { stands }: ReplyContent, language: Language): string {
  if (stands !== null) return say('silenceStands', language, { receipt: stands });
  const service = doc.service?.[language] ?? doc.name;
  return say('silenceService', language, { service, end: formatDay(doc.dates.endOfService, doc.zone, language) });
}

/** What happens now that a form was late: an earlier answer stands, or the service ends; claims are still possible. */
function lateText(doc: CampaignDoc, { stands }: ReplyContent, now: number, language: Language): string {
  if (stands !== null) return say('lateStands', language, { receipt: stands });
  const { endOfService, claimsUntil } = doc.dates;
  const service = doc.service?.[language] ?? doc.name;
  const ending = now > endOfService ? 'lateServiceOver' : 'lateService';
  const lines = [say(ending, language, { service, end: formatDay(endOfService, doc.zone, language) })];
  if (claimsUntil !== null && now <= claimsUntil) {
    lines.push(say('lateClaims', language, { until: formatDay(claimsUntil, doc.zone, language) }));
  }
  return lines.join('\n');
}
