import { type alertsJa, type laneStopsJa } from '../ja/alerts';
import { type ErrorText } from '../catalogue';

export const alertsEn: Record<keyof typeof alertsJa, ErrorText> = {
  lane_stopped: {
    title: 'Lane {lane} ({channel}) has stopped: {stop}',
    advice:
      'Find the cause, then restart it with a reason. One that stopped for want of a connection restarts by itself. Where the provider did not say that it has the messages, ask it first about those that are doubtful.',
    hint: 'PUT /api/lanes/{lane}',
  },
  arrival_unread: {
    title: 'Campaign {campaign}: {count} arrivals have not been taken for {seconds} s or more',
    advice: 'See whether workers and Temporal are up. Nothing that came in is lost.',
  },
  capacity_overrun: {
    title:
      'Campaign {campaign}: {missed} contacts will miss the last dispatch at the pace of lane {lane} ({queued} wait)',
    advice: "Widen the lane's daily capacity, hours or rate, or give the campaign a higher weight.",
  },
  print_run_differs: {
    title: "Print run {run}: the print shop's figures are not ours",
    advice: 'No one in it is recorded as notified. Check the differences of the run.',
    hint: 'GET /api/print-runs/{run}',
  },
  postings_differ: {
    title: 'Print run {run}: its posting slips differ from the report in count, class or day',
    advice:
      'Compare them with the slips on the page of the run and withdraw what was booked by mistake; if the slip of the post office differs, ask the print shop.',
    hint: 'GET /api/print-runs/{run}',
  },
  doubtful: {
    title: 'Campaign {campaign}: it is unknown whether {count} contacts left',
    advice: "They are never sent again by themselves. Compare them with the provider's record.",
  },
  second_person: {
    title: 'Campaign {campaign}: a file of changes (file {file}, {planned} rows) waits for a second person',
    advice: 'Check it, then apply or discard it.',
    hint: 'POST /api/client-data/{file}/apply',
  },
  letters_returned: {
    title: 'Campaign {campaign}: {returned} of {posted} letters have come back',
    advice: 'Ask the client how fresh the addresses are.',
  },
  off_rehearsal: {
    title: 'Campaign {campaign}: {share}% completed on {day} is outside what was rehearsed ({low}–{high}%)',
    advice: "Compare the board's curve with the rehearsal, and review the plan, the capacity and the notices.",
  },
  go_due: {
    title:
      'Campaign {campaign}: trial wave “{trial}” needs your go before wave “{wave}” begins on {day} ({count} customers wait)',
    advice:
      'Read what the trial has measured: let the next waves begin, or change the plan. Without a go they do not begin.',
    hint: 'GET /api/campaigns/{campaign}/waves',
  },
  go_overdue: {
    title:
      'Campaign {campaign}: wave “{wave}” has waited for your go after trial “{trial}” since {day} ({count} customers wait)',
    advice:
      'Read what the trial has measured: let it go with a reason, or divide the waves anew in a new version. Until then nothing is sent to these customers.',
    hint: 'GET /api/campaigns/{campaign}/waves',
  },
  sign_in_locked: {
    title: '{count} login names are locked for a while after wrong tries of signing in',
    advice:
      'An administrator should check the accounts and the ledger (sign_in_locked) for attempts without an explanation. After a typing error the lock can be lifted.',
  },
  pages_locked: {
    title: 'Campaign {campaign}: the pages of {count} customers are locked after wrong answers',
    advice:
      'A stranger may be trying links. Look up where the calls come from in the logs and block it at the front where needed. Customers who call can answer by phone after a caller check. A locked page opens again after 30 minutes.',
  },
  print_folder_missing: {
    title: 'The folder shared with the print shop cannot be written to ({code})',
    advice:
      'Check the mount and the permissions of PRINT_DIR; an empty folder has lost its mount. Until then no letter goes out; nothing is lost.',
  },
  print_folder_full: {
    title: 'The folder shared with the print shop has only {free} MB left',
    advice:
      'Make room to at least {least} MB: move what the shop has taken (done), or enlarge the disk. Without room no letter goes out.',
  },
  print_shop_away: {
    title: 'The SFTP server of the print shop ({host}) cannot be used ({reason})',
    advice:
      'Ask the print shop about its server. "Permission denied" points to our key or the rights of a folder, "Failure" to a full disk. Once it is mended, everything goes on by itself from where it was cut off. Until then no letter goes out and no report comes in; nothing is lost.',
  },
  print_shop_host_key: {
    title: 'The SFTP server of the print shop ({host}) shows another key than the one entered here',
    advice:
      'Nothing was sent, since it may be another server. Ask the print shop for the fingerprint by phone, and change the file PRINT_SFTP_KNOWN_HOSTS only if the new key is really theirs. Everything then goes on by itself.',
  },
  print_shop_differs: {
    title: 'The print shop has a file that is not what was sent ({path})',
    advice:
      'It was not overwritten, so that nothing is printed twice. Ask the print shop where it is from and whether it was printed. Once they have removed it, everything goes on by itself.',
  },
  form_unread: {
    title: 'Campaign {campaign}: {count} forms have been on the desk unread for {days} days or more',
    advice: 'Enter them. Contacts to these customers have resumed.',
    hint: 'GET /api/returns',
  },
  scans_waiting: {
    title: '{count} pages of scanned stacks have waited for a person for {days} days or more',
    advice:
      'In the return desk’s stacks, book each by its code, add it to a form that is booked, or put it aside with the reason. Until then what these customers answered counts as not received.',
    hint: 'GET /api/scan-batches',
  },
  daybook_open: {
    title:
      'The day book of {day} does not balance or was not closed ({expected} envelopes to book by the books, {counted} counted)',
    advice:
      'Before going home, count the envelopes that are not booked and close the day. If it differs, search by the number left of each intake. The alert closes when the day book of a later day balances.',
    hint: 'GET /api/returns/daybook?date={day}',
  },
  enclosure_open: {
    title:
      'Campaign {campaign}: {count} enclosures are without their end (a valuable without its second person, or after {days} days)',
    advice: 'See in the mail room what comes next with each. No money and no original is closed without a record.',
    hint: 'GET /api/enclosures',
  },
  bounce_unread: {
    title: '{count} bounce notifications could not be read by a program',
    advice:
      'Read them in the list of bounces and decide each: the address does not exist, the mail did not arrive, or it is no bounce. Until then those mails count as on their way.',
    hint: 'GET /api/bounces',
  },
  file_unreadable: {
    title: 'The print shop’s file “{name}” (folder {folder}) cannot be read',
    advice:
      'The file stays where it is. Ask the print shop, and replace it by a correct one, or remove it if it is not needed. Until it is read, the letters of its run do not count as posted.',
  },
  journey_undecided: {
    title: 'The journeys of {count} customers could not be decided and are held',
    advice:
      'Find the holds with the reason undecidable, correct the cause, then release them: the journey is decided again.',
    hint: 'GET /api/holds',
  },
  holds_due: {
    title: '{count} holds are due for review (owner {owner}, since {since})',
    advice: 'Go through the list of holds: release each, or set the day of its next review.',
    hint: 'GET /api/holds',
  },
  inquiries_overdue: {
    title: 'Campaign {campaign}: {count} inquiries are past their term',
    advice: 'In the list of inquiries answer the oldest first, or ask those they were handed over to.',
    hint: 'GET /api/inquiries',
  },
  complaints_unnotified: {
    title: 'Campaign {campaign}: the client should know of {count} complaints by now',
    advice: 'Open the register of complaints, notify the client, and record it.',
    hint: 'GET /api/campaigns/{campaign}/complaints',
  },
  journeys_reconciled: {
    title:
      'Campaign {campaign}: journeys were found past their time ({restarted} started again, {signalled} signalled so far)',
    advice:
      'They continue, and nothing is sent twice. Check whether workflows were terminated in Temporal, and whether there are enough workers.',
  },
};

export const laneStopsEn: Record<keyof typeof laneStopsJa, string> = {
  provider_unreachable: 'the provider cannot be reached',
  provider_unclear: 'the provider does not say that it has taken the messages',
  too_many_refused: 'too many refusals ({count} of {of}, {share} %, limit {limit} %)',
  bounce_rate: 'too many bounces ({count} of {of}, {share} %, limit {limit} %)',
  complaint_rate: 'too many complaints ({count} of {of}, {share} %, limit {limit} %)',
};
