import { type Draw } from '../content';
import { linesFor, type Sheet, type TextStyle } from '../sheet';

/** Edges of a letter's text, in mm. */
export const PAGE = { left: 20, right: 190, width: 170, top: 20, bottom: 281 } as const;

export type Act = (sheet: Sheet, y: number) => void;

/** Something `height` mm tall; `draw` gets its top. */
export interface Block {
  height: number;
  draw: Act;
}

/** Fills pages from top to bottom; what does not fit begins the next page. */
export class Flow {
  readonly pages: Draw[][] = [[]];
  y: number = PAGE.top;

  /** Draws a block at the current position. */
  place({ height, draw }: Block): void {
    if (this.y + height > PAGE.bottom) this.turn();
    const { y } = this;
    this.pages.at(-1)!.push((sheet) => draw(sheet, y));
    this.y += height;
  }

  /** Draws a block at the foot of the page. */
  placeAtFoot(block: Block): void {
    this.keep(block.height);
    this.y = PAGE.bottom - block.height;
    this.place(block);
  }

  line(text: string, style: TextStyle): void {
    this.place({ height: style.line!, draw: (sheet, y) => sheet.line(text, PAGE.left, y, style) });
  }

  /** Draws on the current page, at a place of its own. */
  draw(act: Act): void {
    this.pages.at(-1)!.push((sheet) => act(sheet, 0));
  }

  gap(height: number): void {
    if (this.y > PAGE.top) this.y += height;
  }

  /** Begins a new page when a block would fit on one page but not on the rest of this one. */
  keep(height: number): void {
    if (this.y + height > PAGE.bottom && this.y > PAGE.top) this.turn();
  }

  private turn(): void {
    this.pages.push([]);
    this.y = PAGE.top;
  }
}

/** Blocks below each other as one. */
export function stacked(blocks: Block[], gap = 0): Block {
  const height = blocks.reduce((sum, block) => sum + block.height, 0) + Math.max(0, blocks.length - 1) * gap;
  return {
    height,
    draw: (sheet, y) => {
      let at = y;
      for (const block of blocks) {
        block.draw(sheet, at);
        at += block.height + gap;
      }
    },
  };
}

/** Text broken at a width, its left edge at `x`. */
export function textBlock(text: string, { x, width, style }: { x: number; width: number; style: TextStyle }): Block {
  const lines = linesFor(text, width, style);
  return { height: lines.length * style.line!, draw: (sheet, y) => void sheet.lines(lines, x, y, style) };
}
