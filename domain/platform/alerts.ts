/** Kinds of alert. An alert closes automatically when its cause is gone. */
export const ALERT_KINDS = [
  'lane_stopped',
  'arrival_unread',
  'capacity_overrun',
  'print_run_differs',
  'postings_differ',
  'doubtful',
  'form_unread',
  'scans_waiting',
  'daybook_open',
  'enclosure_open',
  'bounce_unread',
  'file_unreadable',
  'journey_undecided',
  'second_person',
  'letters_returned',
  'journeys_reconciled',
  'holds_due',
  'inquiries_overdue',
  'complaints_unnotified',
  'sign_in_locked',
  'pages_locked',
  'print_folder_missing',
  'print_folder_full',
] as const;

export type AlertKind = (typeof ALERT_KINDS)[number];
