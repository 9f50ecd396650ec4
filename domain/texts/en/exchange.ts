import { type stagesJa, type changeKindsJa, type reopenedReasonsJa } from '../ja/exchange';

export const stagesEn: Record<keyof typeof stagesJa, string> = {
  open: 'under way',
  accepted: 'accepted, not sent yet',
  sent: 'sent to the client',
  reflected: 'reflected',
  rejected: 'rejected by the client',
  reported_by_client: 'excluded at the word of the client',
};

export const changeKindsEn: Record<keyof typeof changeKindsJa, string> = {
  cancelled: 'cancelled',
  moved: 'moved',
  deceased: 'deceased',
  number: 'number changed',
  mail: 'e-mail changed',
  language: 'language changed',
  hold: 'contact on hold',
};

export const reopenedReasonsEn: Record<keyof typeof reopenedReasonsJa, string> = {
  taken_back: 'The result that was sent holds no longer',
};
