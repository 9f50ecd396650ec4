import { type customerErrorsJa } from '../../ja/errors/customers';
import { type ErrorText } from '../../catalogue';

export const customerErrorsEn: Record<keyof typeof customerErrorsJa, ErrorText> = {
  link_journey_closed: {
    title: 'No new link: this customer’s journey is closed',
    advice:
      'The earlier link is unchanged. Book a change or withdrawal as said on the phone; after the last day, say what is still possible.',
  },
  link_too_late: {
    title: 'No new link: the last dispatch day has passed',
    advice: 'The earlier link is unchanged. Until the last day to apply, book on the phone what the customer wants.',
  },
  link_held: {
    title: 'No new link: contacts with this customer are on hold',
    advice:
      'Reason: {why}. The earlier link is unchanged. Pass the call on to the owner of the hold; tell the caller only that the person in charge will call back.',
  },
  link_paused: {
    title: 'No new link: the campaign is paused',
    advice: 'The earlier link is unchanged. Ask again after the campaign resumes; if it is urgent, ask a manager.',
  },
  link_limit_reached: {
    title: 'This customer gets no more new links today',
    advice:
      '{limit} a day are allowed. The last one sent is valid. If it did not arrive, check the addresses on file, or book on the phone what the customer wants.',
  },
  link_no_channel: {
    title: 'There is no channel on which a new link can be sent',
    advice:
      'The reasons are listed by channel. The earlier link is unchanged. If a channel was named, name another or none; if none can be used, book on the phone what the customer wants. A new address said on the phone is not used.',
  },
  hold_note_missing: {
    title: 'A hold needs a note to be released before its review date',
    advice: 'It is to be reviewed on {date}. To release it earlier, say why in `note`.',
  },
  hold_not_yours: {
    title: 'Only its owner or a manager can release this hold',
    advice: 'Its owner is {owner}. Ask the owner or a manager.',
  },
  not_protected: {
    title: 'This customer is not under protection',
    advice: 'Check what is recorded.',
    hint: 'GET /api/customers/…/protections',
  },
  research_not_allowed: {
    title: 'No one searches for the address of a customer under protection',
    advice: 'Only what is on file is used. A hold for address research cannot be opened.',
  },
  override_not_foreseen: {
    title: 'This campaign foresees no exception from a refusal of this channel',
    advice: 'It can be asked for only where the approved table says `override` for a refusal of {channel}.',
  },
  override_exists: {
    title: 'An override of this channel has been asked for already',
    advice: 'The channel is {channel}; the list says where it stands.',
  },
  override_decided: { title: 'This override has been decided', advice: 'Ask for it anew.' },
  override_self: {
    title: 'You cannot confirm your own override',
    advice: 'An approver other than the one who asked decides.',
  },
  representative_may_not_decide: {
    title: 'This representative may not decide',
    advice: 'They are only a contact. Record the intention and wait for a person who may decide.',
  },
  kept_answer_decided: {
    title: 'this answer counts already',
    advice: 'It took effect when its hold was released. To change it, request the correction of the outcome.',
  },
};
