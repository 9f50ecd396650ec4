export function PrintRunPage() {
  return null;
}
