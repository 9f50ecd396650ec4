export function LanesPage() {
  return null;
}
