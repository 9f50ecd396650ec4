import { BARCODE_MM } from '../../domain/print/barcode';
import {
  addressArea,
  besideWindow,
  BARCODE_WIDTH,
  type EnvelopeProfile,
  foldsOf,
  marksArea,
  SHEET,
} from '../../domain/print/envelope-profile';
import { envelopeWords } from '../texts/desks/envelopes';
import { useWords } from '../words';

/** A sheet as it lies in the envelope: window and how far it slips, room for the address, folds and marks; to scale. */
export function EnvelopePicture({ profile }: { profile: EnvelopeProfile }) {
  const words = useWords(envelopeWords);
  const { window, slip, marks } = profile;
  const { barcode, ...address } = addressArea(profile);
  const read = marksArea(profile);
  const beside = besideWindow(profile);
  const bars = { width: (BARCODE_WIDTH * barcode.points) / 10, height: (BARCODE_MM.long * barcode.points) / 10 };
  const slipped = {
    x: window.x - slip.x,
    y: window.y - slip.y,
    width: window.width + 2 * slip.x,
    height: window.height + 2 * slip.y,
  };
  return (
    <figure className="sheet">
      <svg viewBox={`0 0 ${SHEET.width} ${SHEET.height}`} role="img" aria-label={words.pictureName}>
        {Array.from({ length: 20 }, (_, n) => (n + 1) * 10).map((mm) => (
          <path key={mm} className="ruler" d={`M${mm} 0v${mm % 50 ? 3 : 5}M0 ${mm}h${mm % 50 ? 3 : 5}`} />
        ))}
        {foldsOf(profile).map((y) => (
          <path key={y} className="fold" d={`M0 ${y}H${SHEET.width}`} />
        ))}
        <rect className="slip" {...slipped} />
        <rect className="window" {...window} />
        <rect className="address" {...address} />
        {[0.12, 0.28, 0.5].map((part, index) => (
          <path
            key={part}
            className="text"
            d={`M${address.x + 2} ${address.y + address.height * part}h${[18, 58, 34][index]}`}
          />
        ))}
        <rect className="bars" x={address.x} y={barcode.top} {...bars} />
        {[14, 30, 34, 38].map((y, index) => (
          <path key={y} className="text" d={`M${beside.x} ${y}h${[44, 40, 46, 30][index]}`} />
        ))}
        <path className="headline" d={`M20 ${beside.y + 6}h110`} />
        {Array.from({ length: 6 }, (_, n) => beside.y + 18 + n * 7).map((y) => (
          <path key={y} className="text" d={`M20 ${y}h170`} />
        ))}
        {marks !== 'none' && <rect className={`mark ${marks}`} {...read} />}
      </svg>
      <figcaption className="hint">{words.picture}</figcaption>
    </figure>
  );
}
