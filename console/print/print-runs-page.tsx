export function PrintRunsPage() {
  return null;
}
