export function NewCampaignPage() {
  return null;
}
export function FilePage() {
  return null;
}
