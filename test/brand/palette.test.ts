import { contrastOf, DARK_GROUND, MIN_CONTRAST, paletteOf } from '../../domain/brand/palette';

it.each([
  ['#000000', '#ffffff', 21],
  ['#ffffff', '#ffffff', 1],
  // the greys on either side of 4.5
  ['#777777', '#ffffff', 4.48],
  ['#767676', '#ffffff', 4.54],
])('measures %s on %s as WCAG does', (one, other, ratio) => {
  expect(contrastOf(one, other)).toBeCloseTo(ratio, 2);
  expect(contrastOf(other, one)).toBeCloseTo(ratio, 2);
});

it('gives every colour readable text on it, and readable shades of it on white and on dark', () => {
  const steps = [0, 51, 102, 153, 204, 255].map((value) => value.toString(16).padStart(2, '0'));
  const colours = steps.flatMap((r) => steps.flatMap((g) => steps.map((b) => `#${r}${g}${b}`)));
  for (const accent of colours) {
    const { fill, onFill, ink, inkOnDark } = paletteOf(accent);
    const ratios = [contrastOf(fill, onFill), contrastOf(ink, '#ffffff'), contrastOf(inkOnDark, DARK_GROUND)];
    expect([accent, Math.min(...ratios) >= MIN_CONTRAST]).toEqual([accent, true]);
  }
});

it('leaves a colour as it is where it can be read', () => {
  expect(paletteOf('#165e83')).toMatchObject({ fill: '#165e83', onFill: '#ffffff', ink: '#165e83' });
  expect(paletteOf('#ffcc00')).toMatchObject({ fill: '#ffcc00', onFill: '#000000' });
});
