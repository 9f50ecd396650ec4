export function SteeringPage() {
  return null;
}
