import { type PartyKind } from './party';
import { squeeze } from './text';

/** A title at the end of a name: 様 and the like, after a space also those that can be part of a name. */
const PERSONAL = /(?<=.)[\s\u3000]*(?:様|樣|さま|サマ|ｻﾏ)+$/;
const SPACED = /(?<=\S)[\s\u3000]+(?:様|樣|さま|サマ|ｻﾏ|殿|御中|先生|宛|行)$/;
const CORPORATE = /(?<=\S)[\s\u3000]*(?:御中|宛)$/;

/**
 * The name without a title that the file already gives it, since letters and greetings add one (山田 太郎 様, 株式会社山田御中).
 */
export function withoutTitle(name: string, kind: PartyKind): string {
  const attached = kind === 'person' ? PERSONAL : CORPORATE;
  const bare = name.replace(SPACED, '').replace(attached, '').trim();
  return bare === '' ? name : bare;
}

/** Whether a name contains a web address, which mail programs would turn into a link. */
export const hasWebAddress = (name: string): boolean =>
  /[:.]/.test(name.normalize('NFKC')) && /:\/\/|www\./i.test(squeeze(name));
