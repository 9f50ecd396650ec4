import { type letterJa } from '../ja/letter';

export const letterEn: Record<keyof typeof letterJa, string> = {
  phone: 'Phone {}',
  hours: 'Open {}',
  code: 'Letter number {}',
  scan: 'You can also reply online: scan the QR code with your phone or type the address.',
  page: 'Your own page opens when you scan the QR code with your phone or type the address.',
  title: 'Return form',
  how: 'For each contract tick one box. Please use a black pen, and do not forget date and signature.',
  next: 'Continued on the next sheet.',
  contract: 'Contract {}',
  ending: 'number ending in {}',
  date: 'Date',
  dateInside: '',
  signature: 'Signature',
  companySignature: 'Signature (company, name)',
  daytime: 'Daytime phone',
  returnTo: 'Return to',
  arrival: 'to arrive by {}',
  postmark: 'postmarked by {}',
};
