import { useApi } from '../api/read';
import { useFormat } from '../format';
import { Chip } from '../parts/chip';
import { Card } from '../parts/page';
import { usePeople } from '../people';
import { customerWords } from '../texts/desks/customers';
import { useWords } from '../words';

/** New addresses that the customer has written on paper; the client decides, and nothing here shows them. */
export function ProposedAddresses({ customerId }: { customerId: number }) {
  const words = useWords(customerWords);
  const format = useFormat();
  const nameOf = usePeople();
  const { data } = useApi('listAddressProposals', { params: { id: customerId } });
  if (!data || data.items.length === 0) return null;
  return (
    <Card title={words.proposedAddresses}>
      <p className="s sub">{words.proposedAddressesWhy}</p>
      <ul className="plain">
        {data.items.map(({ receipt, at, by, changed }) => (
          <li key={receipt} className="row wrap">
            <span className="mono">{receipt}</span>
            <span className="s">
              {format.dayTime(at)} {nameOf(by)}
            </span>
            <Chip tone={changed ? 'ok' : 'acc'}>{changed ? words.addressChanged : words.addressWaits}</Chip>
          </li>
        ))}
      </ul>
    </Card>
  );
}
