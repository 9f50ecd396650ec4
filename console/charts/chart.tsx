import { type ReactNode, useState } from 'react';
import { Button } from '../parts/button';
import { Card } from '../parts/page';
import { partWords } from '../texts/parts';
import { useWords } from '../words';

interface Props {
  title: string;
  /** What the chart counts, and of what. */
  base?: ReactNode;
  /** The chart's main figures in a sentence; read instead of the picture. */
  sentence: string;
  /** The same data as a table. */
  table: ReactNode;
  /** The picture has links, so that it is no image to readers of the screen but a group of them. */
  links?: boolean;
  children: ReactNode;
}

/** A chart in a card: its sentence is read aloud and shown, and a button shows the same data as a table. */
export function Chart({ title, base, sentence, table, links = false, children }: Props) {
  const words = useWords(partWords);
  const [asTable, setAsTable] = useState(false);
  return (
    <Card
      title={title}
      aside={
        <>
          {base && <span className="xs mut">{base}</span>}
          <Button look="quiet" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? words.chart : words.table}
          </Button>
        </>
      }
    >
      {asTable ? (
        table
      ) : (
        <figure className="chart" role={links ? 'group' : 'img'} aria-label={sentence}>
          {children}
        </figure>
      )}
      <p className="xs sub chart-says" aria-hidden={!asTable || undefined}>
        {sentence}
      </p>
    </Card>
  );
}
