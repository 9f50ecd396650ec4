import { type betterWordsJa, type wordingJa } from '../../ja/campaigns/wording';
import { type FindingText } from '../../catalogue';

/** What is wrong with the words of a campaign: what it means for the customer, and how to mend it. */
export const wordingEn: Record<keyof typeof wordingJa, FindingText> = {
  date_not_in_facts: {
    message:
      'A date that is in neither the facts nor the dates: {value}. Customers are promised a day that no one approved.',
    advice: 'Insert a date such as {{ dates.applyBy }}, or write it in a fact and insert {{ facts.… }}.',
  },
  amount_not_in_facts: {
    message: 'An amount that is not in the facts: {value}. Customers read a sum that no one approved.',
    advice: 'Write amounts in a fact or in the detail of a choice, and insert {{ facts.… }}.',
  },
  value_differs_by_language: {
    message: 'The other language does not say {value}. What customers learn depends on the language they read.',
    advice: 'Give both languages the same dates and amounts.',
  },
  deadline_differs: {
    message: '{value} is called the time limit for answering, but customers apply by {applyBy}. They would be late.',
    advice: 'Insert {{ dates.applyBy }}.',
  },
  date_missing_on_channel: {
    message:
      'The notice "{other}" of the same step names a date that this one leaves out, so some customers never read it.',
    advice: 'Insert {placeholder}.',
  },
  amount_differs_by_channel: {
    message: '{value} is not in the notice "{other}" of the same step. What customers learn depends on the channel.',
    advice: 'Insert the same facts, so that the amounts agree.',
  },
  weekday_missing: {
    message: 'A date without its weekday: {value}. The weekday keeps customers from mistaking the day.',
    advice: 'Add the weekday to {value}. A date that is inserted, such as {{ dates.applyBy }}, has it.',
  },
  vague_wording: {
    message:
      'Vague where a date, a duty or an amount is concerned: "{value}". Customers cannot tell what happens when.',
    advice: '{better}',
  },
  several_actions: {
    message:
      'One sentence asks for {count} things at once. Customers do some of them, and the form comes back with a defect.',
    advice: 'Number the steps, one to a line.',
  },
  next_step_missing: {
    message: 'It does not say what the customer should do (apart from stopping these messages).',
    advice: 'Ask for one thing, with its last day: "Please answer on this page by …".',
  },
  crossing_missing: {
    message:
      'A reminder that does not say what to do after answering. Customers who have answered do it again, or call.',
    advice: 'Add "If your answer and this mail have crossed, there is nothing more to do."',
  },
  translation_stale: {
    message: 'The other language has {value}, this one has not: one of the two was changed alone.',
    advice: 'Add {value}, or take it out of the other language.',
  },
  arrival_rule_missing: {
    message:
      'It does not say whether paper must arrive or be postmarked by the last day. Customers cannot tell if they are in time.',
    advice: "Insert {{ formDueBy }}, which names the day with the campaign's rule.",
  },
  arrival_rule_wrong: {
    message: '"{value}" is not the rule of this campaign (applyByRule). Customers are misinformed about the last day.',
    advice: 'Insert {{ formDueBy }}, or correct dates.applyByRule.',
  },
  character_unprintable: {
    message: 'A character that no font of the letters has: {value} ({code}). A letter with it cannot be printed.',
    advice: 'Replace emoji and unusual signs.',
  },
  letter_by_parcel: {
    message:
      'It names {value} for sending paper. Notices and answers are letters by law (信書), which may not travel that way.',
    advice: 'Name ordinary or registered mail, or Letter Pack.',
  },
  unfinished_text: {
    message: 'A stand-in that was never filled in: {value}. Customers would read it as it is.',
    advice: 'Write what it stands for.',
  },
  sender_missing: {
    message: "The sender's name is missing. Customers cannot tell who writes.",
    advice: 'Insert {{ sender.name }}.',
  },
};

/** What to say instead of a vague word. */
export const betterWordsEn: Record<keyof typeof betterWordsJa, string> = {
  planned: 'If it is decided, say that it happens; if not, say when it is decided and how customers hear of it.',
  possible: 'Say in which case, how much and when. If it does not concern the customer, leave it out.',
  ought: 'Write "please …" for what must be done, "you can …" for what is free to do.',
  soon: 'Name the day: "by Friday, 23 April".',
  principle: 'Leave it out if there is no exception; otherwise name the exceptions.',
  others: 'List everything, or leave "etc." out.',
  sometime: 'Name the day, or a time such as "within three business days of …".',
  about: 'Give the exact day, number or amount, or both ends of a range.',
};
