import { type Reply } from '../../journeys/answers/replies';
import { type replyFrameJa, type replyPartsJa, type ReplyText } from '../ja/replies';

export const repliesEn: Record<Reply, ReplyText> = {
  receipt: {
    subject: '{{ service }}: we have your answer',
    says: `We have received your answer about the end of {{ service }}.

Receipt number: {{ receipt }}
Received: {{ receivedOn }}

What we have noted
{{ choices }}

Changing your mind
{{ changeNote }}

You can see your answer on this page:
{{ link }}

If you did not send this answer, please call us.`,
    sms: `{{ sender.name }}: we have your answer about the end of {{ service }}. Receipt number {{ receipt }}
{{ changeNote }}
Your answer:
{{ link }}
If this means nothing to you, or to stop these messages:
{{ optOutLink }}`,
    smsWithoutLinks: `{{ sender.name }}: we have your answer about the end of {{ service }}. Receipt number {{ receipt }}
To check or change it, please call us.
Phone {{ sender.phone }} (please check it on our official site, {{ sender.siteName }})
If this means nothing to you, or to stop these messages, please call us too.`,
  },
  'too-late': {
    subject: '{{ service }}: your form came after the last day',
    says: `Thank you for sending us your form about the end of {{ service }}.

Your form reached us on {{ receivedOn }}, after the last day for an answer. We could not accept it.

Receipt number: {{ receipt }}
Last day: {{ dates.applyBy }}

What happens now
{{ lateNote }}

If you have questions, please call us and name the receipt number.`,
    sms: `{{ sender.name }}: your form about {{ service }} reached us after the last day, so we could not accept it. Receipt number {{ receipt }}
{{ lateNote }}
Questions: {{ sender.phone }}
{{ link }}
If this means nothing to you, or to stop these messages:
{{ optOutLink }}`,
    smsWithoutLinks: `{{ sender.name }}: your form about {{ service }} reached us after the last day, so we could not accept it. Receipt number {{ receipt }}
{{ lateNote }}
Phone {{ sender.phone }} (please check it on our official site, {{ sender.siteName }})
If this means nothing to you, or to stop these messages, please call us too.`,
  },
  'new-link': {
    subject: '{{ service }}: your link, sent again',
    says: `As you asked, here is the link to your own page about the end of {{ service }} again.

{{ link }}

The link we sent you before no longer works. Please use this one from now on.
The last day to apply is {{ dates.applyBy }}.

To show who you are, the page asks for your date of birth, the last four digits of the registered phone number, or a code.

If you did not ask for this, please call us.`,
    byPost: 'The QR code in earlier letters no longer works either. Please use the one in this letter.',
    sms: `{{ sender.name }}: as you asked, here is the link to your page about the end of {{ service }} again. The link we sent before no longer works.
{{ link }}
If this means nothing to you, or to stop these messages:
{{ optOutLink }}`,
  },
  'which-answer': {
    subject: '{{ service }}: which of your answers holds?',
    says: `We have received two different answers from you about the end of {{ service }}, both of the same day. We cannot tell which came later, and have accepted neither.

{{ choices }}

Please tell us by {{ closesOn }} what you want, on this page or by phone:

{{ link }}

Without your reply we can take no steps.`,
    byPost: 'You can also answer on the return form after this letter.',
    sms: `{{ sender.name }}: we have two different answers from you about the end of {{ service }}, both of the same day, and have accepted neither. Please tell us by {{ closesOn }}, on this page or at {{ sender.phone }}.
{{ link }}
If this means nothing to you, or to stop these messages:
{{ optOutLink }}`,
    smsWithoutLinks: `{{ sender.name }}: we have two different answers from you about the end of {{ service }}, both of the same day, and have accepted neither. Please call us by {{ closesOn }} to tell us which holds.
Phone {{ sender.phone }} (please check it on our official site, {{ sender.siteName }})
If this means nothing to you, or to stop these messages, please call us too.`,
  },
  'consent-request': {
    subject: '{{ service }}: an answer from the contract holder needs your confirmation',
    says: `On {{ receivedOn }} we received this answer from the contract holder about the end of {{ service }}:

{{ choices }}

{{ consentNote }}

How to answer
Please tell us by {{ closesOn }} what you want, in one of these ways. You may also choose something else.
・On this page. It asks for {{ factorNote }}. The page we sent to the contract holder cannot be used any more.
{{ link }}
・By phone, at the number below

Without your answer
We cannot accept what the contract holder asked for. {{ silenceNote }}`,
    byPost: `
You can also answer on the return form after this letter, signed by the legal representative.`,
    sms: `{{ sender.name }}: the contract holder has answered about the end of {{ service }}, and the legal representative has to confirm it. Please tell us by {{ closesOn }} what you want, on this page or at {{ sender.phone }}. Without it we cannot accept the answer.
{{ link }}
If this means nothing to you, or to stop these messages:
{{ optOutLink }}`,
    smsWithoutLinks: `{{ sender.name }}: the contract holder has answered about the end of {{ service }}, and the legal representative has to confirm it. Please call us by {{ closesOn }} to tell us what you want. Without it we cannot accept the answer.
Phone {{ sender.phone }} (please check it on our official site, {{ sender.siteName }})
If this means nothing to you, or to stop these messages, please call us too.`,
  },
  'change-refused': {
    subject: '{{ service }}: the change you asked for',
    says: `You asked us to change or withdraw your answer about the end of {{ service }}. We asked the provider of the service. Your first answer is already being carried out, so the change could not be accepted.

Receipt number: {{ receipt }}
Received: {{ receivedOn }}

What you asked for
{{ choices }}

What happens now
{{ lateNote }}

If you have questions, please call us and name the receipt number.`,
    sms: `{{ sender.name }}: the change you asked for about the end of {{ service }} (receipt number {{ receipt }}) could not be accepted, as your first answer is already being carried out.
{{ lateNote }}
Questions: {{ sender.phone }}
{{ link }}
If this means nothing to you, or to stop these messages:
{{ optOutLink }}`,
    smsWithoutLinks: `{{ sender.name }}: the change you asked for about the end of {{ service }} (receipt number {{ receipt }}) could not be accepted, as your first answer is already being carried out.
{{ lateNote }}
Phone {{ sender.phone }} (please check it on our official site, {{ sender.siteName }})
If this means nothing to you, or to stop these messages, please call us too.`,
  },
  'inquiry-confirm': {
    subject: 'We have your inquiry ({{ receipt }})',
    says: `Thank you for writing to us about the end of {{ service }}. We have your inquiry under this number.

Inquiry number: {{ receipt }}
Received: {{ receivedOn }}

We are reading it and answer you soon. Please name the number if you write or call again.

Besides, you can answer our notice on this page:
{{ link }}

If you did not write to us, please call us.`,
    sms: `{{ sender.name }}: we have your inquiry about the end of {{ service }}. Inquiry number {{ receipt }}
We answer you soon.
Your page:
{{ link }}
If this means nothing to you, or to stop these messages:
{{ optOutLink }}`,
  },
  'inquiry-answer': {
    subject: 'Our answer to your inquiry ({{ receipt }})',
    says: `This is our answer to what you asked on {{ receivedOn }} about the end of {{ service }}.

Inquiry number: {{ receipt }}

{{ answer }}

If anything is still unclear, please call us and name the inquiry number.`,
    sms: `{{ sender.name }}: our answer to your inquiry {{ receipt }}
{{ answer }}
Questions: {{ sender.phone }}
Your page:
{{ link }}
If this means nothing to you, or to stop these messages:
{{ optOutLink }}`,
  },
};

export const replyFrameEn: typeof replyFrameJa = {
  mail: `Dear {{ name }},

{says}

We never ask for PINs or credit card numbers by e-mail or phone.

{{ sender.name }}
{{ sender.address }}
Phone {{ sender.phone }}, {{ sender.hours }}
{{ sender.site }}

To stop these e-mails:
{{ optOutLink }}`,
  post: `Dear {{ name }},

{says}

We never ask for PINs or credit card numbers by letter or phone.`,
};

export const replyPartsEn: typeof replyPartsJa = {
  changeOpen: 'You can change or withdraw your answer until {until}, on this page or by phone.',
  changeAsked:
    'Your answer is being carried out. A change or withdrawal has to be agreed with the provider of the service first.',
  changeOver: 'The last day for a change ({until}) has passed.',
  lateStands: 'Your earlier answer (receipt number {receipt}) stands. There is nothing more to do.',
  lateService: '{service} works until {end}. After that day it ends without an answer from you.',
  lateServiceOver: '{service} ended on {end}.',
  lateClaims: 'Claims, for instance for refunds, are accepted until {until}.',
  consentMinor:
    'The contract holder is a minor. We can accept this answer only with the consent of the legal representative: a parent or the guardian (Civil Code of Japan, article 5). Until then it is not complete.',
  consentWard:
    'A guardian has been appointed for the contract holder, so we cannot accept this answer from the contract holder alone (Civil Code of Japan, article 9). The guardian is asked to decide.',
  factorMinor:
    "the legal representative's own date of birth, the last four digits of the registered phone number, or a code sent separately",
  factorWard:
    "the guardian's own date of birth, the last four digits of the registered phone number, or a code sent separately",
  silenceService: '{service} then ends on {end} without any further step.',
  silenceStands: 'The earlier answer (receipt number {receipt}) then stands.',
  withdrawal: 'Taking back the earlier answer',
  consentUnsent:
    'No letter could be sent to the legal representative to ask for the consent. Please ask by phone or in another way',
  inquiryAsked: 'You asked: {question}\n\nOur answer\n{answer}',
  onWeb: 'Your answer online',
  onForm: 'Your answer on the form',
  onPhone: 'Your answer by phone',
  contract: '{product} (contract number ending in {tail})',
  contractWithoutProduct: 'Contract (number ending in {tail})',
};
