import { type ReactNode } from 'react';

/** Where each prefecture lies on a grid of 11 rows and 14 columns, by JIS X 0401 code from 1. */
const PLACES =
  '1/14 2/13 3/13 4/13 3/12 4/12 5/13 6/14 6/13 6/12 7/12 7/14 7/13 8/13 5/12 5/11 5/10 6/9 7/11 6/11 6/10 8/11 7/10 8/10 7/9 7/8 8/8 7/7 8/9 9/8 7/6 7/5 8/6 8/5 7/4 10/6 9/6 9/5 10/5 8/3 8/2 8/1 9/2 9/3 10/3 10/2 11/1'.split(
    ' ',
  );

export interface Tile {
  code: number;
  name: string;
  /** Between 0 and 1; null: nobody lives there, or too few to be shown. */
  share: number | null;
  /** What the tile says below its name. */
  says: string;
  /** The whole of it in words, also for the pointer. */
  label: string;
}

/** The five steps of the scale by which tiles are coloured. */
export const stepOf = (share: number, most: number): number =>
  Math.min(5, 1 + Math.floor((5 * share) / Math.max(most, 1e-9)));

/** 47 tiles, each at its place in the country; `link` makes one lead somewhere. */
export function PrefectureTiles({
  tiles,
  most,
  link,
}: {
  tiles: Tile[];
  /** The largest share of the scale. */
  most: number;
  link: (tile: Tile, content: { className: string; style: object; children: ReactNode; title: string }) => ReactNode;
}) {
  return (
    <div className="map">
      {tiles.map((tile) => {
        const [row, column] = PLACES[tile.code - 1]!.split('/');
        const tone = tile.share === null ? 'none' : `q${stepOf(tile.share, most)}`;
        return link(tile, {
          className: `tile ${tone}`,
          style: { gridRow: row, gridColumn: column },
          title: tile.label,
          children: (
            <>
              <span className="tile-name">{tile.name}</span>
              <span className="tile-value">{tile.says}</span>
            </>
          ),
        });
      })}
    </div>
  );
}
