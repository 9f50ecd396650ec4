import { type EnvelopeProfile } from '../../domain/print/envelope-profile';
import { type Input } from '../api/client';

/** The lengths of an envelope, by their names in the test sheet's query. */
export const LENGTHS = ['windowX', 'windowY', 'windowWidth', 'windowHeight', 'slipX', 'slipY', 'marksY'] as const;
export type Length = (typeof LENGTHS)[number];

/** Envelopes as they are typed. */
export type TypedEnvelope = Record<Length, string> &
  Pick<EnvelopeProfile, 'envelope' | 'marks' | 'duplex'> & {
    marksEdge: EnvelopeProfile['marksAt']['edge'];
  };

/** An envelope's profile, to be changed. */
export function typedOf({ envelope, window, slip, marks, marksAt, duplex }: EnvelopeProfile): TypedEnvelope {
  return {
    ...{ envelope, marks, duplex, marksEdge: marksAt.edge, marksY: String(marksAt.y) },
    ...{ windowX: String(window.x), windowY: String(window.y) },
    ...{ windowWidth: String(window.width), windowHeight: String(window.height) },
    ...{ slipX: String(slip.x), slipY: String(slip.y) },
  };
}

/** What is typed as a profile; null while a length is missing. */
export function profileOf(typed: TypedEnvelope): EnvelopeProfile | null {
  if (LENGTHS.some((name) => !isLength(typed[name]))) return null;
  const mm = (name: Length) => Number(typed[name]);
  const { envelope, marks, duplex, marksEdge } = typed;
  return {
    ...{ envelope, marks, duplex },
    window: { x: mm('windowX'), y: mm('windowY'), width: mm('windowWidth'), height: mm('windowHeight') },
    slip: { x: mm('slipX'), y: mm('slipY') },
    marksAt: { edge: marksEdge, y: mm('marksY') },
  };
}

export const isLength = (value: string): boolean => value.trim() !== '' && Number(value) >= 0;

/** What is typed, as the test sheet's route takes it. */
export const triedOf = (typed: TypedEnvelope): Input<'getTestSheet'>['query'] => ({
  ...typed,
  duplex: String(typed.duplex),
});
