import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brandStyles } from '../../api/brand/page-brand';
import { contrastOf, MIN_CONTRAST } from '../../domain/brand/palette';

const PAGES = readFileSync(join(__dirname, '..', '..', 'api', 'customer-pages', 'pages.css'), 'utf8');

/** The colours of a style sheet's `:root` in light and in dark mode. */
function modes(sheet: string): Record<string, string>[] {
  const [light, dark] = sheet.split(/@media \(prefers-color-scheme: ?dark\)/);
  return [light, dark].map((part) =>
    Object.fromEntries(
      [...part!.split('}')[0]!.matchAll(/--([\w-]+): ?(#[0-9a-f]{6})/g)].map(([, name, is]) => [name!, is!]),
    ),
  );
}

/** What is read on what, on customers' pages. */
const PAIRS = [
  ['accent', 'bg'],
  ['accent', 'surface'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['text', 'accent-weak'],
  ['text-2', 'accent-weak'],
] as const;

it("customers' pages can be read in every client's colour, light and dark (WCAG 2.2, 1.4.3)", () => {
  const plain = modes(PAGES);
  const steps = [0, 51, 102, 153, 204, 255].map((value) => value.toString(16).padStart(2, '0'));
  const colours = steps.flatMap((r) => steps.flatMap((g) => steps.map((b) => `#${r}${g}${b}`)));
  const poor = colours.flatMap((colour) =>
    modes(brandStyles(colour, 'ud')).flatMap((own, mode) => {
      const drawn = { ...plain[mode], ...own };
      return PAIRS.filter(([text, on]) => !(contrastOf(drawn[text]!, drawn[on]!) >= MIN_CONTRAST)).map(
        ([text, on]) => `${colour} ${mode === 0 ? 'light' : 'dark'}: ${text} on ${on}`,
      );
    }),
  );
  expect(poor).toEqual([]);
});
