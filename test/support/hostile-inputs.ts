import sharp from 'sharp';

/** Inputs of a few bytes that take seconds, minutes or gigabytes to decode. */

/** An SVG of 200 × 200 pixels whose filters take half a minute. */
export const slowSvg = (): Buffer => {
  const filters = '<feMorphology operator="dilate" radius="99"/>'.repeat(40);
  const region = 'x="-99" y="-99" width="199" height="199"';
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><filter id="f" ${region}>${filters}</filter>` +
      '<rect filter="url(#f)" width="9" height="9"/></svg>',
  );
};

/** A PDF whose page calls a form ten times, which calls another one ten times, and so on. */
export function nestedForms(levels = 9): Buffer {
  const objects: string[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>',
    stream('', '/F Do'),
  ];
  for (let level = 0; level < levels; level++) {
    const calls = level === levels - 1 ? '0 0 9 9 re f '.repeat(10) : '/F Do '.repeat(10);
    const inner = level === levels - 1 ? '' : `/Resources << /XObject << /F ${6 + level} 0 R >> >> `;
    objects.push(stream(`/Type /XObject /Subtype /Form /BBox [0 0 595 842] ${inner}`, calls));
  }
  let text = '%PDF-1.7\n';
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const xref = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  return Buffer.from(
    `${text}${xref}trailer << /Root 1 0 R /Size ${objects.length + 1} >>\nstartxref\n${text.length}\n%%EOF\n`,
  );
}

const stream = (entries: string, content: string): string =>
  `<< ${entries}/Length ${content.length} >>\nstream\n${content}\nendstream`;

/** A page full of the corner squares by which a QR code is found; each three of them could be a code. */
export async function finderPatterns(side = 2400): Promise<Buffer> {
  const square = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];
  const [cell, scale] = [9, 2];
  const data = Buffer.alloc(side * side, 255);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const [row, column] = [Math.floor(y / scale) % cell, Math.floor(x / scale) % cell];
      if (square[row]?.[column] === '1') data[y * side + x] = 0;
    }
  return sharp(data, { raw: { width: side, height: side, channels: 1 } })
    .png()
    .toBuffer();
}

/** Mails of a megabyte that take a parser seconds, by what they consist of. */
export const costlyMails: Record<string, () => Buffer> = {
  'groups of addresses': () => mailOf([`To: ${'a:'.repeat(500_000)};`], 'text'),
  boundaries: () => mailOf(['Content-Type: multipart/mixed; boundary=b'], `${'--b\r\n\r\nx\r\n'.repeat(100_000)}--b--`),
  'flowed lines': () => mailOf(['Content-Type: text/plain; format=flowed'], 'x \r\n'.repeat(250_000)),
  'beginnings of styles': () => mailOf(['Content-Type: text/html'], '<style'.repeat(160_000)),
};

const mailOf = (headers: string[], body: string): Buffer =>
  Buffer.from(['From: MAILER-DAEMON@mx.example', ...headers, '', body].join('\r\n'));

/** A campaign file of 870 KB that has nothing but keys. */
export const manyKeys = (): string => Array.from({ length: 90_000 }, (_, n) => `k${n}: 1`).join('\n');
