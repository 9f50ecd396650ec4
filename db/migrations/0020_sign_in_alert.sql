-- Names that are locked after wrong tries of signing in are alerted.
alter table alerts drop constraint alerts_kind_check, add constraint alerts_kind_check
  check (kind in ('lane_stopped','arrival_unread','capacity_overrun','print_run_differs','doubtful','second_person',
    'letters_returned','journeys_swept','holds_due','sign_in_locked'));
