import { FONT_FAMILY, type Typeface } from '../../domain/brand/brand';
import { contrastOf, DARK_GROUND, paletteOf } from '../../domain/brand/palette';
import { useFile } from '../api/file';
import { Picture } from '../parts/picture';
import { brandWords } from '../texts/brand';
import { useWords } from '../words';

interface Props {
  accent: string;
  typeface: Typeface;
  /** A file that was chosen, or the hash of a stored logo. */
  logo: File | string | null;
}

/** The head, a date and a button as mails and pages show them, light and dark, with the contrast of their texts. */
export function BrandPreview({ accent, typeface, logo }: Props) {
  const words = useWords(brandWords);
  const { fill, onFill, ink, inkOnDark } = paletteOf(accent);
  const stored = typeof logo === 'string' ? logo : '';
  const read = useFile('getLogo', { params: { hash: stored } }, 'image/png', { enabled: stored !== '' });
  const blob = logo instanceof File ? logo : stored ? read.data?.blob : undefined;
  const ratio = (one: string, other: string) => contrastOf(one, other).toFixed(1);
  const shown = (ground: string, text: string, link: string) => (
    <div
      className="brand-sample"
      style={{ background: ground, color: text, borderTopColor: fill, fontFamily: FONT_FAMILY[typeface] }}
    >
      {blob ? <Picture className="logo" blob={blob} alt={words.logo} /> : <p className="b">{words.company}</p>}
      <div className="brand-dates" style={{ borderColor: link }}>
        <p className="xs">{words.deadline}</p>
        <p className="b">{words.day}</p>
      </div>
      <p className="brand-button" style={{ background: fill, color: onFill }}>
        {words.button}
      </p>
      <p>
        <span className="brand-link" style={{ color: link }}>
          {words.link}
        </span>
      </p>
    </div>
  );
  return (
    <div className="col">
      <div className="grid2">
        <section>
          <h3 className="s">{words.light}</h3>
          {shown('#ffffff', '#1c1e21', ink)}
        </section>
        <section>
          <h3 className="s">{words.dark}</h3>
          {shown(DARK_GROUND, '#f2f3f4', inkOnDark)}
        </section>
      </div>
      <p className="s sub">{words.contrast(ratio(fill, onFill), ratio(ink, '#ffffff'))}</p>
    </div>
  );
}
