import { type customerErrorsJa } from '../../ja/errors/customers';
import { type ErrorText } from '../../catalogue';

export const customerErrorsEn: Record<keyof typeof customerErrorsJa, ErrorText> = {
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
    advice: 'GET /api/customers/…/protections says what is recorded.',
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
