import { type campaignErrorsJa } from '../../ja/errors/campaigns';
import { type ErrorText } from '../../catalogue';

export const campaignErrorsEn: Record<keyof typeof campaignErrorsJa, ErrorText> = {
  campaign_file_invalid: {
    title: 'The campaign file is wrong',
    advice: 'Correct the places listed and send it again.',
  },
  campaign_not_editable: {
    title: 'This campaign can no longer be changed',
    advice: 'It is {status}. Changes are possible before the start only (draft, submitted, approved).',
  },
  campaign_wrong_state: {
    title: 'Not possible in this state',
    advice: 'The campaign is {status}. This is possible while it is {allowed}.',
  },
  campaign_without_audience: {
    title: 'No audience has been imported',
    advice: 'Import the CSV before you submit.',
    hint: 'PUT /api/campaigns/{id}/audience',
  },
  audience_held_undecided: {
    title: 'Held rows are waiting for a decision',
    advice: '{count} held rows are undecided. Release or exclude each of them with a reason.',
  },
  last_dispatch_past: {
    title: 'The last dispatch date has passed',
    advice: 'Nothing can go out after {date}. Correct the dates.',
  },
  not_approved: {
    title: 'Approvals are missing',
    advice: 'Missing: {gates}. Start when both approvals are there.',
  },
  approval_void: {
    title: 'An approval is void',
    advice: 'The contents changed after approval, so these no longer hold: {gates}. Submit again.',
  },
  self_approval: {
    title: 'You cannot approve your own campaign',
    advice: 'Another person than its author, its submitter and the other approver must approve it.',
  },
  already_approved: { title: 'Already approved', advice: 'The current contents have the {gates}.' },
  content_hash_mismatch: {
    title: 'The contents are not those you have seen',
    advice: 'Check the contents again and send the current contentHash; if they changed, submit again first.',
  },
  statement_not_ready: {
    title: 'The completeness statement cannot be prepared yet',
    advice: 'Reason: {why}. Prepare it again once that is resolved.',
  },
  statement_unchanged: {
    title: 'No contract has changed since the signature',
    advice: 'No supplement is needed.',
    hint: '`pending` of GET /api/campaigns/{id}/statement/supplements counts the changes',
  },
  statement_hash_mismatch: {
    title: 'This is not the document that waits for a signature',
    advice: 'Check the document that waits and send its hash. If there is none, prepare it first.',
  },
  proof_without_address: {
    title: 'No one can get proofs of this notice',
    advice: "Add a test recipient with an address on the notice's channel: mail, SMS or letter.",
  },
  proof_recipient_is_customer: {
    title: 'This address belongs to a customer',
    advice:
      'Proofs never go to customers. Name a colleague, or a person of the client, by an address that no customer has.',
  },
  proof_recipients_full: {
    title: 'There are as many test recipients as there can be',
    advice: 'A campaign has {maximum} at most. Remove one that is not needed.',
  },
  file_not_readable: {
    title: 'The file cannot be read',
    advice: 'There is no file “{path}”, or you may not read it. Check the path.',
  },
  file_not_writable: {
    title: 'The file cannot be written',
    advice: 'Nothing can be written to “{path}”. Name a file in a folder that is there and that you may write to.',
  },
  behaviour_file_invalid: {
    title: 'The behaviour file is wrong',
    advice: 'Correct the places listed and send it again.',
  },
  channel_without_lane: {
    title: 'The plan uses a channel that nothing sends on',
    advice:
      'There is no lane for: {channels}. Ask an administrator to add one for this client, or take it out of the plan.',
  },
  rehearsal_without_author: {
    title: 'It is not known who asks for the rehearsal',
    advice: 'This campaign has no author on record. Name the login of who asks with --login.',
  },
  login_unknown: {
    title: 'There is no such login',
    advice: 'No account has the login “{login}”. See `tsunagi accounts list`.',
  },
  rehearsal_not_set_up: {
    title: 'This installation cannot rehearse',
    advice: 'It has no database for rehearsals. Ask an administrator to set REHEARSAL_DATABASE_URL.',
  },
  rehearsal_database_in_use: {
    title: 'This database cannot be used for rehearsals',
    advice:
      'Database “{database}” is used for something else. Provide one for rehearsals alone and correct REHEARSAL_DATABASE_URL.',
  },
  rehearsal_running: {
    title: 'A rehearsal of this campaign goes on already',
    advice: 'Wait until it has ended, or cancel it first.',
  },
  rehearsal_over: {
    title: 'The rehearsal has ended',
    advice: 'It is {status}. Reload and check.',
  },
  rehearsal_not_done: {
    title: 'The rehearsal has no result',
    advice: 'It is {status}. A result can be read once a rehearsal is done.',
  },
  question_wrong_state: {
    title: 'The question is in another state by now',
    advice: 'Question {no} is {status}. Reload and check.',
  },
  plan_version_refused: {
    title: 'This version cannot be given to people in flight',
    advice: '{count} points must be mended first. See the list below.',
  },
  plan_version_unchanged: {
    title: 'Nothing differs from the present version',
    advice: 'Change the file and send it again. The present version is {version}.',
  },
  plan_version_wrong_state: {
    title: 'This is not possible in the present state of the version',
    advice: 'It is {status}; needed is: {allowed}.',
  },
  plan_version_outdated: {
    title: 'Another version has been adopted since',
    advice: 'This one was made from version {base}, the campaign is at version {version}. Send the file again.',
  },
  plan_version_busy: {
    title: 'Another version is being adopted',
    advice: 'The journeys are still moving to version {version}. Wait a little and send the same again.',
  },
  logo_unreadable: {
    title: 'The logo cannot be opened',
    advice: 'Choose a PNG or SVG file. An SVG is in UTF-8, and has a width and height or a viewBox.',
  },
  logo_too_small: {
    title: 'The logo is too small',
    advice:
      'It has {width} × {height} pixels. So that print is not coarse, use a PNG at least {minWidth} wide or {minHeight} high, or an SVG.',
  },
  logo_not_a_drawing: {
    title: 'This SVG is more than a drawing',
    advice:
      'It has "{what}". Turn text into outlines, remove pictures, scripts and outside references and export it again, or use a PNG.',
  },
  notice_invalid: { title: 'The notice cannot be made', advice: 'Check the names that the notice uses.' },
};
