import { type authorityLettersJa, type AuthorityLetterText, type authorityPartsJa } from './ja';

/** The same letters in English. */
export const authorityLettersEn: Record<keyof typeof authorityLettersJa, AuthorityLetterText> = {
  heir: {
    subject: 'Documents needed for the procedure',
    says: `Please accept our sincere condolences on your loss.
We are sorry to write to you at such a time. These are the documents that are needed in the matter you reported to us.

Number  {{ receipt }}
Matter  {{ about }}

■ Documents to be sent
{{ documents }}

Please send them, with the enclosed cover sheet, to arrive by {{ dueOn }}. If a document is hard to obtain or takes longer, please call us.

■ What comes then
Once we have confirmed who acts, we explain the procedure to you. Until then we cannot answer questions about whether there is a contract, or what it says.
Originals are returned after the check.

Since your report all letters, mails and calls to the deceased have been stopped. Please forgive us if one was already under way.`,
  },
  heirAgain: {
    subject: 'About the documents you sent',
    says: `Thank you for sending the documents at this difficult time.
We could not confirm the following. We are sorry to ask you to send these, with the enclosed cover sheet, to arrive by {{ dueOn }}.

Number  {{ receipt }}
Matter  {{ about }}

■ Documents to be sent
{{ documents }}

We have the other documents. If anything is hard to obtain, please call us.

Until we have confirmed who acts, we cannot answer questions about whether there is a contract, or what it says.`,
  },
  other: {
    subject: 'Documents that prove your authority',
    says: `Thank you for contacting us.
To confirm that you may act in this matter, please send us these documents.

Number  {{ receipt }}
Matter  {{ about }}

■ Documents to be sent
{{ documents }}

Please send them, with the enclosed cover sheet, to arrive by {{ dueOn }}. If that takes longer, please call us.

■ What comes then
Once your authority is confirmed, we explain the procedure and write to you from then on. Until then we cannot answer questions about whether there is a contract, or what it says.
Originals are returned after the check.`,
  },
  otherAgain: {
    subject: 'About the documents that prove your authority',
    says: `Thank you for sending the documents.
We could not confirm the following. Please send these, with the enclosed cover sheet, to arrive by {{ dueOn }}.

Number  {{ receipt }}
Matter  {{ about }}

■ Documents to be sent
{{ documents }}

We have the other documents. If you have a question, please call us and give the number above.

Until your authority is confirmed, we cannot answer questions about whether there is a contract, or what it says.`,
  },
};

export const authorityPartsEn: Record<keyof typeof authorityPartsJa, string> = {
  document: '• {name}',
  aged: '• {name} (issued within the last {months} months)',
  lacking: '• {name}\n  {why}',
  about: 'what you reported to us',
  aboutService: 'procedure for the end of {service}',
  missing: 'It was not among the documents.',
  illegible: 'Its date or its content could not be read.',
  incomplete: 'Pages, signatures or stamps were missing.',
  other_person: 'It does not show how you are related to the matter.',
  copy: 'Please send the original; it is returned after the check.',
  too_old: 'It was issued more than {months} months ago. Please send a new one.',
  sheetTitle: 'Cover sheet',
  sheetHow: 'Please put this sheet on top of the documents and tick those that you enclose.',
  sheetNumber: 'Number  {number}',
  sheetPhone: 'Daytime phone number',
  sheetDue: 'Please send them to arrive by {day}',
};
