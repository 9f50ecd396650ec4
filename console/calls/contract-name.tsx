import { callWords } from '../texts/desks/calls';
import { useWords } from '../words';

interface Contract {
  number: string;
  product: string | null;
}

/** A contract as people tell it from another: its product and the end of its number. */
export function useContractName(): (contract: Contract) => string {
  const words = useWords(callWords);
  return ({ product, number }) => (product ? words.contract(product, number) : words.contractOnly(number));
}

export function ContractName(contract: Contract) {
  return <>{useContractName()(contract)}</>;
}
