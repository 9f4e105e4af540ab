//! What every engine must do, told against the contract alone.

pub mod accounts;
pub mod answers;
pub mod campaigns;
pub mod confirmations;
pub mod corrections;
pub mod customers;
pub mod imports;
pub mod names;
pub mod part_orders;
pub mod parts;
pub mod receipts;
pub mod replies;
pub mod reply_parts;
pub mod runs;
pub mod seconds;
pub mod segments;
pub mod senders;
pub mod steering;
pub mod stopping;
pub mod suppressed;
pub mod templates;
pub mod withdrawals;
pub mod words;

/// Gives every story to `$told`, which tells it to its engine.
macro_rules! every {
    ($told:ident) => {
        $told! {
            campaigns::a_campaign_goes_from_draft_to_approval
            campaigns::an_edit_voids_an_approval
            campaigns::campaigns_are_listed_and_found
            campaigns::of_two_who_edit_one_campaign_the_second_is_told
            accounts::a_login_belongs_to_one_whatever_its_case
            accounts::the_last_admin_cannot_go
            accounts::sessions_hold_slide_and_end
            accounts::tokens_work_until_revoked
            accounts::the_set_up_link_is_used_up
            accounts::settings_are_changed_under_lock
            accounts::the_log_is_read_by_filter_and_page
            accounts::the_logs_root_is_that_of_its_leaves
            customers::a_card_is_kept_as_written
            customers::a_lost_update_is_refused
            customers::a_number_belongs_to_one
            customers::lists_page_in_every_order
            customers::searching_finds
            customers::the_latest_consent_stands
            customers::a_withdrawal_stands_though_the_clock_was_set_back
            customers::erasing_leaves_nothing_personal
            customers::the_time_line_pages
            imports::a_number_that_lost_its_zeros_is_told_of
            imports::the_dry_run_and_the_application_agree
            imports::a_dropped_pass_leaves_nothing
            imports::dry_runs_keep_nobody_from_reading
            imports::a_phone_that_is_none_does_not_take_the_place_of_one
            imports::a_withdrawal_in_a_file_stands_though_the_clock_was_set_back
            imports::sums_follow_purchases
            corrections::a_site_stands_where_its_latest_event_with_a_stage_says
            corrections::an_event_of_before_moves_no_site_back
            corrections::a_purchase_that_two_files_tell_of_is_one
            corrections::a_corrected_purchase_takes_its_day_back
            runs::a_firing_opens_one_run
            runs::a_run_that_adds_up_closes_once
            runs::a_frozen_roll_has_everybody_once
            runs::wordings_go_round_on_the_roll
            runs::limits_hold_a_run
            runs::nobody_is_not_sent_to
            receipts::receipts_come_as_they_like
            receipts::a_receipt_after_it_was_called_not_sent_counts_its_parts_again
            answers::a_crash_leaves_doubt_and_nothing_is_resent
            withdrawals::who_withdrew_since_the_freeze_is_left_out
            withdrawals::an_opt_out_goes_by_the_number
            withdrawals::who_is_left_out_takes_nobodys_place
            answers::a_definite_refusal_goes_back
            steering::steering_follows_the_order_of_things
            steering::a_run_begins_with_the_rate_that_was_approved_and_may_get_another
            steering::what_changed_is_told_by_revision
            confirmations::one_that_was_never_answered_is_in_doubt_once_its_time_is_over
            names::of_those_with_one_name_a_receipt_is_that_of_its_number
            names::a_receipt_is_that_of_the_latest_hand_over_whole_or_in_parts
            names::names_are_kept_as_they_were_told
            stopping::what_may_come_back_can_be_stopped
            stopping::what_was_taken_can_no_longer_be_stopped
            part_orders::receipts_of_parts_say_the_same_in_any_order
            parts::delivered_means_every_part
            parts::a_doubt_knows_what_was_taken
            parts::names_are_found_in_other_spellings
            parts::who_awaits_a_receipt_is_told_with_the_names_of_each_part
            parts::another_spelling_counts_for_the_customer_alone
            parts::an_old_receipt_is_not_that_of_a_new_message
            replies::who_opts_out_by_a_number_that_is_nobodys_is_not_written_to
            replies::a_reply_that_is_told_again_is_listed_once
            replies::a_conversation_is_worked_through
            replies::an_opt_out_is_confirmed_once
            reply_parts::parts_of_a_reply_are_one_reply
            reply_parts::a_character_that_was_cut_is_whole_again
            reply_parts::another_reply_with_the_same_reference_is_another
            replies::an_opt_out_after_a_new_consent_is_no_repetition
            seconds::a_second_carrier_has_what_the_first_refused_and_its_own_receipts
            seconds::what_was_spent_is_what_the_carrier_asks_that_was_handed_it
            senders::who_has_the_number_is_who_wrote
            segments::built_in_segments_are_there
            segments::segments_are_edited_under_lock
            segments::two_segments_that_are_offered_have_two_names
            suppressed::an_opt_out_outlives_the_customer
            suppressed::a_file_does_not_bring_back_who_opted_out
            suppressed::a_file_brings_back_who_was_erased_only_when_told
            suppressed::the_numbers_of_the_erased_are_sealed_as_one
            suppressed::a_stranger_opts_out
            templates::templates_have_versions
            words::words_are_beside_the_log_and_can_be_erased
            words::a_note_on_a_stranger_goes_with_the_customer
        }
    };
}

pub(crate) use every;
