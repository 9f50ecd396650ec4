import { useState } from 'react';
import { TYPEFACES, type Typeface, NEUTRAL_BRAND } from '../../domain/brand/brand';
import { useAct } from '../api/act';
import { type Reply } from '../api/client';
import { Button } from '../parts/button';
import { Choices } from '../parts/choices';
import { Field } from '../parts/field';
import { say } from '../parts/live';
import { ProblemNote } from '../parts/note';
import { Card } from '../parts/page';
import { brandWords } from '../texts/brand';
import { useWords } from '../words';
import { BrandPreview } from './brand-preview';

type Brand = Reply<'listBrands'>['items'][number];
type LogoChoice = 'keep' | 'none' | 'file';

/** The next brand of the client, with a preview of what it does. */
export function BrandForm({ present }: { present: Brand | undefined }) {
  const words = useWords(brandWords);
  const { run, busy, problem } = useAct('setBrand');
  const [accent, setAccent] = useState(present?.accent ?? NEUTRAL_BRAND.accent);
  const [typeface, setTypeface] = useState<Typeface>(present?.typeface ?? NEUTRAL_BRAND.typeface);
  const [logo, setLogo] = useState<LogoChoice>(present?.logo ? 'keep' : 'none');
  const [file, setFile] = useState<File | null>(null);
  const colour = /^#?[0-9a-f]{6}$/i.test(accent.trim()) ? `#${accent.trim().replace('#', '').toLowerCase()}` : null;
  const missing = logo === 'file' && !file;
  const save = async () => {
    if (!colour || missing) return;
    const body = logo === 'file' ? new Blob([file!], { type: file!.type }) : { logo };
    if (await run({ query: { accent: colour.slice(1), typeface }, body })) say(words.saved);
  };
  return (
    <div className="grid2">
      <Card title={words.form}>
        <form
          className="col"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <div className="row wrap">
            <Field label={words.accent} hint={words.accentHint} error={colour ? null : words.accentWrong}>
              <input value={accent} onChange={({ target }) => setAccent(target.value)} spellCheck={false} />
            </Field>
            <input
              type="color"
              className="swatch"
              aria-label={words.pick}
              value={colour ?? NEUTRAL_BRAND.accent}
              onChange={({ target }) => setAccent(target.value)}
            />
          </div>
          <Choices
            legend={words.typeface}
            choices={TYPEFACES.map((value) => ({ value, label: words[value] }))}
            value={typeface}
            onChange={setTypeface}
          />
          <Choices
            legend={words.logo}
            choices={(present?.logo ? (['keep', 'file', 'none'] as const) : (['file', 'none'] as const)).map(
              (value) => ({
                value,
                label: words[value],
              }),
            )}
            value={logo}
            onChange={setLogo}
          />
          {logo === 'file' && (
            <Field label={words.fileLabel} error={missing ? words.fileMissing : null}>
              <input
                type="file"
                accept="image/png,image/svg+xml"
                onChange={({ target }) => setFile(target.files?.[0] ?? null)}
              />
            </Field>
          )}
          <ProblemNote problem={problem} />
          <div>
            <Button type="submit" look="primary" disabled={busy || !colour || missing}>
              {words.save}
            </Button>
          </div>
        </form>
      </Card>
      <Card title={words.preview}>
        <BrandPreview
          accent={colour ?? NEUTRAL_BRAND.accent}
          typeface={typeface}
          logo={logo === 'file' ? file : logo === 'keep' ? (present?.logo?.hash ?? null) : null}
        />
      </Card>
    </div>
  );
}
