import { z } from 'zod';
import { type Language } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { ENVELOPES, type EnvelopeProfile, INSERT_MARKS, profileFaults } from '../../domain/print/envelope-profile';
import { profileFaultTexts } from '../../domain/texts/names/profile-faults';

const mm = (max: number) => z.number().min(0).max(max);
const EDGES = ['left', 'right'] as const;

/** The envelopes of a post lane. */
export const envelope = z
  .object({
    envelope: z
      .enum(ENVELOPES)
      .meta({ description: 'long3: 長形3号, the sheet folded in three; kaku2: 角形2号, flat' }),
    window: z
      .object({ x: mm(210), y: mm(297), width: mm(210), height: mm(297) })
      .meta({ description: 'Over the sheet as it should lie, from its top left' }),
    slip: z.object({ x: mm(20), y: mm(20) }).meta({ description: 'How far the sheet can slip in each direction' }),
    marks: z.enum(INSERT_MARKS).meta({ description: 'omr: bars along an edge; code: QR code with "piece n/m"' }),
    marksAt: z.object({ edge: z.enum(EDGES), y: mm(297) }),
    duplex: z.boolean().meta({ description: 'Two pages a sheet; an envelope begins a new sheet' }),
  })
  .meta({ id: 'Envelope', description: 'Envelopes and machines of the print shop; lengths in mm' });

const queried = (max: number) => z.coerce.number().min(0).max(max).optional();

/** Envelopes to be tried on paper before they are set; what is omitted is as the lane has it. Lengths in mm. */
export const triedEnvelope = z.object({
  envelope: z.enum(ENVELOPES).optional(),
  windowX: queried(210),
  windowY: queried(297),
  windowWidth: queried(210),
  windowHeight: queried(297),
  slipX: queried(20),
  slipY: queried(20),
  marks: z.enum(INSERT_MARKS).optional(),
  marksEdge: z.enum(EDGES).optional(),
  marksY: queried(297),
  duplex: z.stringbool().optional(),
});

/** A lane's envelopes with what is to be tried. */
export function triedProfile(profile: EnvelopeProfile, tried: z.output<typeof triedEnvelope>): EnvelopeProfile {
  const { window, slip, marksAt } = profile;
  return {
    envelope: tried.envelope ?? profile.envelope,
    window: {
      x: tried.windowX ?? window.x,
      y: tried.windowY ?? window.y,
      width: tried.windowWidth ?? window.width,
      height: tried.windowHeight ?? window.height,
    },
    slip: { x: tried.slipX ?? slip.x, y: tried.slipY ?? slip.y },
    marks: tried.marks ?? profile.marks,
    marksAt: { edge: tried.marksEdge ?? marksAt.edge, y: tried.marksY ?? marksAt.y },
    duplex: tried.duplex ?? profile.duplex,
  };
}

/** Throws invalid_request, with every fault and its advice, for envelopes for which no letter can be printed. */
export function mustFit(profile: EnvelopeProfile, language: Language): void {
  const issues = profileFaults(profile).map((code) => {
    const { message, advice } = profileFaultTexts[code];
    const field = code.startsWith('marks') ? 'marksAt' : 'window';
    return { path: `body.${field}`, code, message: message[language], advice: advice[language] };
  });
  if (issues.length > 0) throw new AppError('invalid_request', {}, issues);
}
