export function HoldsPage() {
  return null;
}
