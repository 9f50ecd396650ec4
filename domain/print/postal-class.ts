/**
 * How the post carries a letter, lowest first: 普通 ordinary, 特定記録 recorded (posting on record, into the letter box),
 * 簡易書留 simple_registered and 書留 registered (handed over against a signature).
 */
export const POSTAL_CLASSES = ['ordinary', 'recorded', 'simple_registered', 'registered'] as const;
export type PostalClass = (typeof POSTAL_CLASSES)[number];

/** Class and options of an envelope. `express`: 速達. `noForwarding`: 転送不要, returned instead of forwarded. */
export interface Postal {
  class: PostalClass;
  express: boolean;
  noForwarding: boolean;
}

/** What a step asks for; what it leaves out is as in the campaign's `post`. */
export interface PostalWish {
  class?: PostalClass;
  express?: true;
  noForwarding?: true;
}

/** Whether the carrier gives each piece a number by which it can be followed. */
export const isTracked = (of: PostalClass): boolean => of !== 'ordinary';

/** Whether the carrier hands the piece over to a person; the others go into the letter box. */
const isHandedOver = (of: PostalClass): boolean => of === 'simple_registered' || of === 'registered';

/** A wish with the campaign's class where it names none. */
export const postalOf = (wish: PostalWish | undefined, usual: PostalClass = 'ordinary'): Postal => ({
  class: wish?.class ?? usual,
  express: wish?.express ?? false,
  noForwarding: wish?.noForwarding ?? false,
});

/**
 * Whether two letters of one customer may share an envelope: both go into the letter box or both are handed over, since
 * an ordinary letter must not wait at the post office with a registered one; and both are forwarded or both are not.
 */
export const mayShare = (a: Postal, b: Postal): boolean =>
  isHandedOver(a.class) === isHandedOver(b.class) && a.noForwarding === b.noForwarding;

/** What an envelope needs that carries both: the higher class, and express if either is. */
export const higherOf = (a: Postal, b: Postal): Postal => ({
  class: POSTAL_CLASSES.indexOf(a.class) >= POSTAL_CLASSES.indexOf(b.class) ? a.class : b.class,
  express: a.express || b.express,
  noForwarding: a.noForwarding,
});

/** What there is of it in international mail: registered for what is on record here, without our options. */
export const abroadOf = ({ class: of }: Postal): Postal => ({
  class: isTracked(of) ? 'registered' : 'ordinary',
  express: false,
  noForwarding: false,
});

/** The code of class and options in manifests, totals and price lists, such as `recorded+express+no_forwarding`. */
export const postalCode = ({ class: of, express, noForwarding }: Postal): string =>
  [of, ...(express ? ['express'] : []), ...(noForwarding ? ['no_forwarding'] : [])].join('+');
