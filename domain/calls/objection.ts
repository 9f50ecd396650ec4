/** What customers say against a call (反論), with the approved reply. Both are Liquid templates, as a script is. */
export interface Objection {
  id: string;
  said: Record<'ja' | 'en', string>;
  reply: Record<'ja' | 'en', string>;
}
