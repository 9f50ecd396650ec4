/** Elements that draw; everything else could load, run, or brand different elsewhere, as text in a font does. */
const ELEMENTS = new Set(
  (
    'svg g defs symbol use path rect circle ellipse line polyline polygon clippath mask lineargradient radialgradient ' +
    'stop title desc style'
  ).split(' '),
);

/** Why an SVG is refused: it has an element or attribute that a picture does not need, or refers to something outside. */
export type SvgFault = { what: 'not_svg' } | { what: 'element' | 'attribute' | 'reference'; name: string };

/**
 * Whether an SVG is nothing but a drawing: known elements, no handlers, no entities, and references only to its own parts.
 * It is drawn all the same by a process without rights; this says early and in words what its maker should change.
 */
export function svgFault(source: string): SvgFault | undefined {
  const text = source.replace(/^\uFEFF/, '').replace(/<!--[\s\S]*?-->/g, '');
  const drawing = text.replace(/^\s*<\?xml[^?]*\?>/i, '');
  const markup = /<[!?][^>]{0,40}/.exec(drawing)?.[0];
  if (markup !== undefined) return { what: 'element', name: markup.slice(0, 20) };
  if (!/^\s*<svg[\s>]/i.test(drawing) || !/<\/svg\s*>\s*$/i.test(drawing)) return { what: 'not_svg' };
  for (const [, name] of drawing.matchAll(/<\/?\s*([^\s/>]+)/g)) {
    if (!ELEMENTS.has(name!.toLowerCase())) return { what: 'element', name: name!.slice(0, 40) };
  }
  const handler = /[\s"'](on[a-z]+)\s*=/i.exec(drawing)?.[1];
  if (handler !== undefined) return { what: 'attribute', name: handler };
  for (const [, value] of drawing.matchAll(/\bhref\s*=\s*["']?\s*([^"'\s>]*)/gi)) {
    if (!value!.startsWith('#')) return { what: 'reference', name: value!.slice(0, 40) };
  }
  const outside = /@import|url\(\s*["']?\s*(?!#|["'\s])[^)]{0,40}|javascript:|&(?!(?:amp|lt|gt|quot|apos|#\d+);)/i.exec(drawing); // prettier-ignore
  return outside ? { what: 'reference', name: outside[0].slice(0, 40) } : undefined;
}
