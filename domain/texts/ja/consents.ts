/** Ledger entries about consents and overrides. */
export const consentEventsJa = {
  override_asked: '拒否の例外を申請した',
  override_confirmed: '拒否の例外を承認した',
  override_declined: '拒否の例外を却下した',
  override_withdrawn: '拒否の例外を取り消した',
};

/** Reasons of refusals that concern who may be contacted. */
export const consentReasonsJa = { not_in_scope: '代理人の範囲にない目的' };
