import { type Notice } from '../../campaigns/campaign';
import { type AuthorityKind } from '../../customers/authority-cases/kinds';
import { bilingual } from '../catalogue';
import { authorityLettersEn, authorityPartsEn } from './en';
import { authorityLettersJa, authorityPartsJa } from './ja';
import { replyFrameEn } from '../en/replies';
import { replyFrameJa } from '../ja/replies';

/** Parts of the letters and of their cover sheet. */
export const authorityParts = bilingual(authorityPartsJa, authorityPartsEn);

type Letter = keyof typeof authorityLettersJa;

const IDS = {
  heir: 'authority-heir-letter',
  heirAgain: 'authority-heir-again-letter',
  other: 'authority-letter',
  otherAgain: 'authority-again-letter',
} as const satisfies Record<Letter, string>;

/** The text of a letter to such a person; `again`: it names what is missing. A campaign's notice with this id replaces it. */
export const authorityNotice = (kind: AuthorityKind, again: boolean): string =>
  kind === 'heir' ? IDS[again ? 'heirAgain' : 'heir'] : IDS[again ? 'otherAgain' : 'other'];

/** The product's own texts of these letters, by the id of a notice. */
export const authorityNotices: Record<string, Notice> = Object.fromEntries(
  (Object.keys(IDS) as Letter[]).map((letter): [string, Notice] => {
    const [ja, en] = [authorityLettersJa[letter], authorityLettersEn[letter]];
    const framed = (frame: string, says: string) => frame.replace('{says}', () => says);
    return [
      IDS[letter],
      {
        channel: 'post',
        subject: { ja: ja.subject, en: en.subject },
        body: { ja: framed(replyFrameJa.post, ja.says), en: framed(replyFrameEn.post, en.says) },
      },
    ];
  }),
);
