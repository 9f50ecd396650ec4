import { createDecoder, DecodingFailed } from '../../../config/decoder/decoder';
import { unreadInquiry } from './read-inquiry';
import { type Envelope, isFromMailSystem, type Notification } from './read-notification';

export interface MailQuestion {
  raw: Uint8Array;
  envelope: Envelope;
}

/** A notification with the whole mail in it takes milliseconds. */
const ask = createDecoder<MailQuestion, Notification>({
  module: require.resolve('./mail-process'),
  limitMs: 5_000,
  memoryMb: 384,
});

/**
 * Reads one mail as readNotification does, in a process of its own. What takes too much time or memory is `unread`, for
 * a person, where a bounce would be, else `other`. Throws decoder_busy: the sender is to try again.
 */
export async function readNotificationApart(
  raw: Uint8Array,
  envelope: Envelope,
  limitMs?: number,
): Promise<Notification> {
  try {
    return await ask({ raw, envelope }, limitMs);
  } catch (error) {
    if (!(error instanceof DecodingFailed)) throw error;
    if (envelope.toDesk && !isFromMailSystem(envelope.from))
      return { is: 'inquiry', mail: unreadInquiry(raw, envelope.from) };
    return envelope.toBounceAddress && isFromMailSystem(envelope.from) ? { is: 'unread' } : { is: 'other' };
  }
}
