import '../styles/brand.css';
import { useApi } from '../api/read';
import { useFile } from '../api/file';
import { type Reply } from '../api/client';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { DataTable } from '../parts/data-table';
import { Loaded } from '../parts/loaded';
import { Card, Empty, Page } from '../parts/page';
import { Picture } from '../parts/picture';
import { brandWords } from '../texts/brand';
import { useWords } from '../words';
import { BrandForm } from './brand-form';

type Brands = Reply<'listBrands'>['items'];

/** How a client appears in letters, mails and on its customers' pages: what it is, its next version, and those before. */
export function BrandPage() {
  const words = useWords(brandWords);
  const may = useMay();
  const brands = useApi('listBrands', {});
  return (
    <Page title={words.title}>
      <p className="s sub">{words.why}</p>
      <Loaded read={brands}>
        {({ items }) => (
          <>
            {may('brand.edit') ? (
              <BrandForm key={items[0]?.version ?? 0} present={items[0]} />
            ) : (
              <p className="s sub">{words.managers}</p>
            )}
            <History brands={items} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function History({ brands }: { brands: Brands }) {
  const words = useWords(brandWords);
  const format = useFormat();
  return (
    <Card title={words.history}>
      <DataTable
        caption={words.history}
        rows={brands}
        rowKey={({ version }) => version}
        empty={<Empty>{words.empty}</Empty>}
        columns={[
          { head: words.version, number: true, value: ({ version }) => version, cell: ({ version }) => version },
          {
            head: words.accent,
            value: ({ accent }) => accent,
            cell: ({ accent }) => (
              <span className="row nw">
                <span className="swatch" style={{ background: accent }} aria-hidden="true" />
                <span className="mono">{accent}</span>
              </span>
            ),
          },
          { head: words.typeface, value: ({ typeface }) => words[typeface], cell: ({ typeface }) => words[typeface] },
          {
            head: words.logo,
            cell: ({ logo, version }) =>
              logo ? <LogoPicture hash={logo.hash} alt={words.logoAlt(format.number(version))} /> : '—',
          },
          { head: words.by, value: ({ by }) => by, cell: ({ by }) => by },
          { head: words.at, value: ({ at }) => at, cell: ({ at }) => format.dayTime(at) },
        ]}
      />
    </Card>
  );
}

/** A stored logo, on the white ground that it is printed on. */
export function LogoPicture({ hash, alt }: { hash: string; alt: string }) {
  const read = useFile('getLogo', { params: { hash } }, 'image/png');
  return <Loaded read={read}>{({ blob }) => <Picture className="logo" blob={blob} alt={alt} />}</Loaded>;
}
