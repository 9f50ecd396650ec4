/** Web addresses, mail addresses and bare host names: phones make links of all of them. */
const LINK_LIKE =
  /(?:https?:\/\/|www\.)[^\s「」、。（）()]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?![\w-])(?:\/[^\s「」、。（）()]*)?/i;

/** The first part of a text that a phone would make a link of; undefined where there is none. */
export const linkLike = (text: string): string | undefined => LINK_LIKE.exec(text.normalize('NFKC'))?.[0];

/** Whether a phone would make a link of some part of a text. */
export const isLinkLike = (text: string): boolean => linkLike(text) !== undefined;
