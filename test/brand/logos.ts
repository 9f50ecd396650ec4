import sharp from 'sharp';

/** A logo as companies have it: an emblem and a word in outlines. */
export const SVG = `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 60">
  <title>みなと通信</title>
  <defs><linearGradient id="g"><stop offset="0" stop-color="#0b6e99"/><stop offset="1" stop-color="#083d56"/></linearGradient></defs>
  <circle cx="30" cy="30" r="26" fill="url(#g)"/>
  <path d="M16 36 Q30 12 44 36" fill="none" stroke="#fff" stroke-width="5"/>
  <g fill="#083d56"><rect x="72" y="16" width="20" height="28"/><rect x="100" y="16" width="34" height="28"/><rect x="142" y="16" width="14" height="28"/><rect x="166" y="16" width="60" height="28"/></g>
</svg>`;

/** The same as a PNG with a transparent ground. */
export const png = (width: number): Promise<Buffer> => sharp(Buffer.from(SVG), { density: 300 }).resize({ width }).png().toBuffer(); // prettier-ignore
