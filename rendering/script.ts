import { type Objection } from '../domain/calls/objection';
import { type CampaignDoc, type Notice, type Text } from '../domain/campaigns/campaign';
import { AppError } from '../domain/errors';
import { scriptHeadings, standardVoicemail } from '../domain/texts/notices';
import { renderFaqs } from './faq';
import { renderScript } from './render';
import { fill, type Personal } from './template';

/** What a customer may say or ask in a call, with the approved reply. */
export interface RenderedReply {
  id: string;
  said: Text;
  reply: Text;
}

/** The objections of a script with their replies. Throws notice_invalid when a template does not match its variables. */
export const renderObjections = (doc: CampaignDoc, noticeId: string, personal: Pick<Personal, 'name'>) =>
  (doc.notices[noticeId]?.objections ?? []).map((objection): RenderedReply => {
    const { ja, en } = filled(doc, { noticeId, source: sourceOf(objection), ...personal });
    return {
      id: objection.id,
      said: { ja: ja.subject, en: en.subject },
      reply: { ja: ja.body, en: en.body },
    };
  });

/** What customers may say or ask in a call, with the approved replies: the script's objections, then the campaign's questions. */
export const renderReplies = (doc: CampaignDoc, noticeId: string, personal: Pick<Personal, 'name'>) => [
  ...renderObjections(doc, noticeId, personal).map((one) => ({ ...one, kind: 'objection' as const })),
  ...renderFaqs(doc).map(({ id, question, answer }) => ({
    ...{ id, said: question, reply: answer },
    kind: 'question' as const,
  })),
];

/** What is left on a voicemail: who called and the number to call, never why. Throws notice_invalid. */
export function renderVoicemail(doc: CampaignDoc, noticeId: string): Text {
  const body = doc.notices[noticeId]?.voicemail ?? standardVoicemail;
  const { ja, en } = filled(doc, { noticeId, source: voicemailOf(body), name: '' });
  return { ja: ja.body, en: en.body };
}

/** A script with all that belongs to it, as approvers read it. Throws notice_invalid. */
export function renderWholeScript(doc: CampaignDoc, noticeId: string, personal: Pick<Personal, 'name'>): Text {
  const script = renderScript(doc, noticeId, personal);
  const objections = renderObjections(doc, noticeId, personal);
  const voicemail = renderVoicemail(doc, noticeId);
  const whole = (language: 'ja' | 'en') => {
    const replies = objections.map(({ said, reply }) => `${said[language]}\n${reply[language]}`);
    const said = replies.length > 0 ? [scriptHeadings.objections[language], ...replies] : [];
    return (
      [script[language].trim(), ...said, scriptHeadings.voicemail[language], voicemail[language]].join('\n\n') + '\n'
    );
  };
  return { ja: whole('ja'), en: whole('en') };
}

function filled(doc: CampaignDoc, { noticeId, source, name }: { noticeId: string; source: Notice; name: string }) {
  const own = { name, link: '', optOutLink: '' };
  try {
    return { ja: fill(doc, source, 'ja', own), en: fill(doc, source, 'en', own) };
  } catch {
    throw new AppError('notice_invalid', { notice: noticeId });
  }
}

const sources = new WeakMap<object, Notice>();

/** The same object each time, so that its templates are parsed once. */
function kept(of: object, source: Omit<Notice, 'channel'>): Notice {
  const known = sources.get(of) ?? { channel: 'phone', ...source };
  sources.set(of, known);
  return known;
}

const sourceOf = (objection: Objection): Notice => kept(objection, { subject: objection.said, body: objection.reply });
const voicemailOf = (body: Text): Notice => kept(body, { body });
