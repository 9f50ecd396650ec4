import sharp from 'sharp';
import { logoApart } from '../../api/brand/logo-decoder';
import { svgFault } from '../../domain/brand/svg';
import { png, SVG } from './logos';

const withPart = (part: string) => SVG.replace('</svg>', `${part}</svg>`);

it.each([
  ['an SVG', async () => Buffer.from(SVG)],
  ['an SVG with a byte order mark', async () => Buffer.from(`\uFEFF${SVG}`)],
  ['a PNG with a transparent ground', () => png(1600)],
  ['a small PNG', () => png(300)],
])('draws %s on white, once for paper and once for screens', async (_, file) => {
  const { logo } = await logoApart({ bytes: await file() });
  const paper = await sharp(logo.paper).metadata();
  expect([paper.width, paper.height, paper.hasAlpha]).toEqual([logo.width, logo.height, false]);
  expect(logo.width / logo.height).toBeCloseTo(4, 1);
  expect(logo.width).toBeLessThanOrEqual(1200);
  const screen = await sharp(logo.screen).metadata();
  expect([screen.width! <= 360, screen.height! <= 96]).toEqual([true, true]);
  expect(logo.screen.length).toBeLessThan(40_000);
  const [corner] = await sharp(logo.paper).extract({ left: 0, top: 0, width: 1, height: 1 }).raw().toBuffer();
  expect(corner).toBe(255);
});

it('makes the same pictures of the same file', async () => {
  const [one, other] = [await logoApart({ bytes: Buffer.from(SVG) }), await logoApart({ bytes: Buffer.from(SVG) })];
  expect(one).toEqual(other);
});

it.each<[string, string, string]>([
  ['a script', '<script>alert(1)</script>', 'script'],
  ['a handler', '<rect onload="x()" width="1" height="1"/>', 'onload'],
  ['a picture from elsewhere', '<image href="https://evil.example/x.png"/>', 'image'],
  ['a part of another file', '<use href="https://evil.example/x.svg#a"/>', 'https://evil.example/x.svg#a'],
  ['a file of this machine', '<use xlink:href="file:///etc/passwd#a"/>', 'file:///etc/passwd#a'],
  ['HTML', '<foreignObject><body/></foreignObject>', 'foreignObject'],
  ['text in a font', '<text>みなと</text>', 'text'],
  ['a style sheet from elsewhere', '<style>@import "https://evil.example/a.css"</style>', '@import'],
  ['a paint from elsewhere', '<rect fill="url(https://evil.example/#a)"/>', 'url(https://evil.example/#a'],
  ['a link', '<a href="#x"><rect/></a>', 'a'],
  ['an animation', '<animate attributeName="x"/>', 'animate'],
  ['an entity', '<title>&secret;</title>', '&'],
])('refuses an SVG with %s, and says what it is', async (_, part, what) => {
  const source = withPart(part);
  await expect(logoApart({ bytes: Buffer.from(source) })).rejects.toMatchObject({
    code: 'logo_not_a_drawing',
    detail: { what },
  });
  expect(svgFault(source)).toMatchObject({ name: what });
});

it.each<[string, Buffer | string, string]>([
  ['a document type', `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${SVG.slice(SVG.indexOf('<svg'))}`, 'logo_not_a_drawing'], // prettier-ignore
  ['a PDF', '%PDF-1.7 …', 'logo_unreadable'],
  ['a JPEG', Buffer.from('ffd8ffe000104a464946', 'hex'), 'logo_unreadable'],
  ['half a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'logo_unreadable'],
  ['an SVG in another encoding', Buffer.from([0xff, 0xfe, 0x3c, 0x00]), 'logo_unreadable'],
  ['HTML', '<html><svg></svg></html>', 'logo_unreadable'],
])('refuses %s', async (_, file, code) => {
  await expect(logoApart({ bytes: Buffer.from(file as string) })).rejects.toMatchObject({ code });
});

it('refuses a PNG that would be coarse on paper, naming its size', async () => {
  await expect(logoApart({ bytes: await png(120) })).rejects.toMatchObject({
    code: 'logo_too_small',
    detail: { width: 120, height: 30 },
  });
});

it('gives up a drawing that takes too much', async () => {
  const deep = `${'<g>'.repeat(60_000)}${'</g>'.repeat(60_000)}`;
  await expect(logoApart({ bytes: Buffer.from(withPart(deep)) })).rejects.toMatchObject({ code: 'logo_unreadable' });
});
