import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { type Addressee, inLanguage, requireOpened } from '../../db/customers/addressee';
import { type ClaimedMessage } from '../../db/delivery/claims';
import { validFor } from '../../domain/delivery/sms-validity';
import { contactKey } from '../../domain/ids';
import { answerOf, type ComposeDeps, linksOf } from '../mail/compose';
import { renderSms } from '../render';
import { type OutgoingSms, STOPS_SMS } from '../outgoing';

export type SmsComposeDeps = Pick<ComposeDeps, 'db' | 'vault' | 'docs' | 'links' | 'versions'> & {
  config: { PUBLIC_URL: string };
};

/**
 * Composes one message's SMS: the approved version of its notice, to the addressee's mobile number. Undefined when
 * there is no usable number. No personal data is stored or logged.
 */
export async function composeSms(
  deps: SmsComposeDeps,
  message: ClaimedMessage,
  addressee: Addressee | undefined,
): Promise<OutgoingSms | undefined> {
  requireOpened(addressee);
  const to = addressee?.mobile && e164(addressee.mobile);
  if (!to) return undefined;
  const doc = await deps.docs.get(deps.db, message.campaignId, message.version);
  const { page: link, optout } = await linksOf(deps, message);
  const quiet = doc.quietHours.sms ?? null;
  const validForS = validFor(quiet, message.claimedAt, doc.zone);
  const answer = await answerOf(deps, message, doc, link);
  const { name, language } = inLanguage(addressee, message.language);
  const personal = { name, language, link, optOutLink: optout + STOPS_SMS, ...answer };
  const { text } = renderSms(doc, message.notice, personal);
  return {
    key: contactKey(message),
    to,
    body: text,
    statusCallback: statusCallback(deps.config.PUBLIC_URL, { message: message.messageId }),
    ...(validForS !== undefined && { validForS }),
  };
}

/** URL for the receipts of a message or of a proof; contains its surrogate id. */
export const statusCallback = (publicUrl: string, of: { message: number } | { proof: number }): string =>
  `${publicUrl.replace(/\/$/, '')}/webhooks/sms?${'proof' in of ? `p=${of.proof}` : `m=${of.message}`}`;

/** Numbers are stored as given: 090-1234-5678, full-width digits, or with the country code. */
function e164(number: string): string | undefined {
  const read = parsePhoneNumberFromString(number.normalize('NFKC'), 'JP');
  return read?.isPossible() ? read.number : undefined;
}
