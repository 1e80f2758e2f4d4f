"""The attacks that are tried: who attacks, with what, what is expected, and the tests that try it.

``page`` is docs/contracts/attacks.md, which tools/attack_page.py writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SENDER = "whoever sends a file or a folder"
HOLDER = "whoever has a session's folder"
NETWORK = "a stranger on the room's Wi-Fi"
SITE = "a web page in the leading computer's browser"
USER = "another user, or an hour at the computer"
DEVICE = "a paired tablet in other hands"
WHO = (SENDER, HOLDER, NETWORK, SITE, USER, DEVICE)


@dataclass(frozen=True, slots=True)
class Attack:
    """An attack: its id, who tries it, what, what comes of it, and its tests (``file::test[case]``)."""

    id: str
    who: str
    what: str
    outcome: str
    tests: tuple[str, ...]


_FOLDERS = "tests/cli/test_cli_received_folders.py::"
_RECEIVED = "tests/record/test_record_received.py::"
_LINKS = "tests/record/test_record_links.py::"
_SIGNED = "tests/record/test_record_signature.py::test_whoever_has_the_folder_is_found"
_OBZ = "tests/boards/test_boards_obz.py::"
_FILMS = "tests/analysis/importing/test_import_hostile.py::"
_CONTAINER = "tests/room/test_room_container.py::"
_CODE = "tests/protocol/test_embedded_code.py::"
_HOSTILE = "tests/protocol/test_hostile_files.py::"
_FLOOD = "tests/guard/test_guard_flood.py::"
_ROUTE = "tests/guard/test_guard_route.py::"
_LIMITS = "tests/web/test_web_limits.py::"
_DOOR = "tests/web/test_web_door.py::"
_BROWSER = "tests/browser/test_browser_hostile.py::"
_PAIRING = "tests/console/pairing/test_console_pairing_"
_CONFINED = (
    "tests/core/test_core_confinement.py::test_an_attempt_that_succeeds_freely_is_refused_when_confined"
)
_HERE = "tests/attacks/test_attacks.py::"

_ROWS: tuple[tuple[str, str, str, str | tuple[str, ...]], ...] = (
    # A received folder
    (SENDER, "a file of the folder is a link to a private key: verify",
     "named (R135), nothing of it is shown",
     _FOLDERS + "test_verify_names_whatever_is_no_plain_file_and_ends[link]"),
    (SENDER, "a hard link to a private key in a folder that a bundle packs", "nothing is packed (R135)",
     _FOLDERS + "test_a_bundle_packs_nothing_that_lies_elsewhere[hard link]"),
    (SENDER, "a pipe in the place of the log: verify never ends", "named (R135), and it ends",
     _FOLDERS + "test_verify_names_whatever_is_no_plain_file_and_ends[pipe]"),
    (SENDER, "/dev/zero in the place of any file, over every verb", "named, and it ends",
     (_FOLDERS + "test_no_verb_reads_what_is_no_plain_file_of_the_folder[device]",
      _RECEIVED + "test_no_reader_waits_for_a_pipe_or_reads_a_device")),
    (SENDER, "room/ or annotations/ is a link to another folder", "named (R135)",
     _FOLDERS + "test_verify_names_a_folder_that_is_a_link"),
    (SENDER, "one bad folder among good ones: the home page", "named with the reason; the others are shown",
     ("tests/console/home/test_console_home_unread.py::"
      "test_a_folder_that_cannot_be_read_is_named_with_the_reason_beside_the_others",
      "tests/console/home/test_console_home_unread.py::test_a_log_that_is_a_pipe_holds_up_nobody")),
    (SENDER, "one bad folder among good ones: the pages of progress",
     "named with the reason; the others count",
     ("tests/console/progress/test_console_progress_pages.py::test_a_broken_folder_is_named_with_the_reason",
      "tests/console/progress/test_console_progress_figures.py::"
      "test_a_folder_that_cannot_be_read_is_named_and_costs_no_other")),
    (SENDER, "one bad folder of a hundred, on the home page and in the figures",
     "named; ninety-nine are there",
     _HERE + "test_one_bad_folder_of_a_hundred_hides_none_of_the_others"),
    (SENDER, "one bad folder among good ones in a corpus", "left out by name; the others are exported",
     ("tests/analysis/corpus/test_corpus_received.py::"
      "test_a_folder_that_cannot_be_read_is_named_and_hides_no_other",
      "tests/analysis/corpus/test_corpus_received.py::test_an_export_of_many_names_what_is_left_out")),
    (SENDER, "a log of forty gigabytes", "named, and not read (R136)",
     _RECEIVED + "test_a_log_of_forty_gigabytes_is_named_and_not_closed"),
    (SENDER, "JSON nested a hundred thousand deep in any file", "refused by the file's name",
     _RECEIVED + "test_whatever_stands_in_a_file_it_is_read_or_refused_by_name[nested]"),
    (SENDER, "whole numbers of five thousand digits", "refused by the file's name",
     _RECEIVED + "test_whatever_stands_in_a_file_it_is_read_or_refused_by_name[digits]"),
    (SENDER, "null, lists and objects where values are expected, over every verb", "told, never unforeseen",
     _FOLDERS + "test_nothing_in_a_log_or_coding_is_unforeseen[null inside]"),
    (SENDER, "a table of more samples than any robot sends (parquet)", "named, and not unpacked",
     _RECEIVED + "test_a_table_of_more_samples_than_any_is_named"),
    (SENDER, "a line separator of Unicode in a name makes one line two", "one line",
     _RECEIVED + "test_a_name_with_a_line_separator_is_one_line"),
    (SENDER, "a note that is =HYPERLINK(…): a spreadsheet opens the export", "a text, with an apostrophe",
     "tests/analysis/tables/test_tables_cells.py::"
     "test_a_remark_that_is_a_formula_leaves_as_a_text_and_comes_back_as_it_was"),
    (SENDER, "a Python module planted in the folder where a command is typed", "nothing of it runs",
     ("tests/cli/test_cli_planted_folder.py::test_a_command_runs_nothing_of_the_folder",
      "tests/cli/test_cli_planted_folder.py::test_a_console_runs_nothing_of_the_folder")),
    (SENDER, "a folder to recover whose film breaks its reader",
     "told (L101 to L104), and closed all the same",
     "tests/room/test_room_renewal.py::"
     "test_a_film_that_breaks_its_reader_is_told_and_the_folder_is_closed_all_the_same"),
    (SENDER, "a video of the replay is a link out of the folder", "not shown",
     "tests/review/replay/test_replay_refusals.py::test_a_video_that_is_a_link_out_of_the_folder_is_not_shown"),
    # Films, boards, tables
    (SENDER, "a film that is a list of files (ffconcat) and opens its neighbour",
     "no film; nothing is opened",
     (_CONTAINER + "test_a_list_of_files_that_calls_itself_a_film_reads_no_neighbour",
      _FILMS + "test_what_names_another_file_or_an_address_is_no_film")),
    (SENDER, "a film that is a playlist and calls an address", "nobody is called",
     _CONTAINER + "test_a_playlist_calls_no_address"),
    (SENDER, "a film that decodes for ever", "ended (L101)",
     _FILMS + "test_a_film_that_takes_too_long_is_ended"),
    (SENDER, "two megabytes of film whose pictures fill the memory", "ended (L102)",
     _FILMS + "test_a_film_of_two_megabytes_whose_pictures_fill_the_memory_is_ended"),
    (SENDER, "a film that grows beyond all size when it is made anew", "ended (L103)",
     _FILMS + "test_a_film_that_becomes_too_large_is_ended"),
    (SENDER, "a picture of 60,000 × 60,000 in a film", "no film",
     _FILMS + "test_a_picture_beyond_all_size_is_no_film"),
    (SENDER, "a film or a camera whose title is in no letters", "read; the letters are replaced",
     _HERE + "test_a_film_whose_title_is_in_no_letters_is_read"),
    (SENDER, "a film of a codec that nobody knows", "told, and nothing is made of it",
     _HERE + "test_a_film_of_an_unknown_codec_is_told"),
    (SENDER, "a room file whose film (file:) is a pipe, a device or a list of files",
     "cannot be reached; it ends",
     _HERE + "test_a_film_of_a_room_file_is_a_film_and_nothing_else"),
    (SENDER, "code that runs in a reader: it opens another file", "refused by the kernel",
     _CONFINED + "[read another file]"),
    (SENDER, "code that runs in a reader: it sends a packet", "refused by the kernel",
     _CONFINED + "[send a packet]"),
    (SENDER, "code that runs in a reader: it starts a program", "refused by the kernel",
     _CONFINED + "[start a program]"),
    (SENDER, "code that runs in a reader: it changes the file that it was given", "refused by the kernel",
     _CONFINED + "[change what was given]"),
    (SENDER, "code that runs in a reader: it reads another process", "refused by the kernel",
     _CONFINED + "[read another process]"),
    (SENDER, "code that runs in a reader: it answers what it likes", "nothing of it is believed (L104)",
     "tests/core/test_core_confined_child.py::test_a_child_that_was_taken_over_says_nothing_that_is_believed"),
    (SENDER, "a package of boards that is a zip bomb", "known before it is unpacked (B109)",
     (_OBZ + "test_a_bomb_is_known_before_it_is_unpacked", _OBZ + "test_many_small_bombs_are_one_bomb")),
    (SENDER, "a package whose directory hides a size", "not unpacked",
     _OBZ + "test_a_size_that_the_directory_hides_is_not_unpacked"),
    (SENDER, "a package with ../ in a name", "refused", _OBZ + "test_a_name_that_leads_outside_is_refused"),
    (SENDER, "a page of Plaphoons that names a picture of another folder", "told, never looked for",
     "tests/boards/test_boards_pla.py::"
     "test_a_picture_that_is_not_beside_the_page_is_told_and_never_looked_for_elsewhere"),
    (SENDER, "an SVG made to be slow", "read within a bound of computing",
     "tests/boards/test_boards_kinds_svg.py::test_a_text_made_to_be_slow_is_read_within_a_bound_of_computing"),
    (SENDER, "entities and a document type in a file of ELAN", "refused as they begin (I116)",
     _HERE + "test_entities_and_files_of_this_computer_are_never_begun"),
    (SENDER, "20,000 annotations of ELAN, each hung on the one before", "read, in one walk",
     _HERE + "test_annotations_that_hang_on_one_another_are_each_looked_up_a_few_times"),
    (SENDER, "a project of BORIS nested beyond any", "refused (I101)",
     _HERE + "test_a_project_that_is_nested_beyond_any_is_refused"),
    (SENDER, "a table that is read for ever", "ended (L101)",
     "tests/analysis/formats/test_formats_hostile.py::test_a_table_that_is_read_for_ever_is_ended"),
    (SENDER, "a coding that is read for ever comes back", "ended; nothing of the folder is changed",
     "tests/analysis/formats/test_formats_hostile.py::"
     "test_a_coding_that_is_read_for_ever_is_ended_and_changes_nothing"),
    (SENDER, "a coding scheme that is a pipe", "not waited for",
     "tests/analysis/formats/test_formats_hostile.py::test_a_scheme_that_is_a_pipe_is_not_waited_for"),
    # A protocol by mail
    (SENDER, "code in an expression of a protocol", "refused (P124), in every key that takes one",
     _CODE + "test_code_in_an_expression_is_refused_in_every_key_that_takes_one"),
    (SENDER, "code between the braces of a sentence", "refused, in every text",
     _CODE + "test_code_between_braces_is_refused_in_every_text"),
    (SENDER, "a YAML tag that makes an object of Python", "refused, in every position",
     _CODE + "test_a_tag_or_an_anchor_is_refused_in_every_position"),
    (SENDER, "code in an item of a table", "said as it stands",
     _CODE + "test_code_in_an_item_is_said_as_it_stands"),
    (SENDER, "what a spreadsheet or Nao's voice would run, in a cell", "refused",
     _CODE + "test_what_a_spreadsheet_or_a_voice_would_run_is_refused_in_a_cell"),
    (SENDER, "a protocol made to be slow, deep or large (thirty-one kinds)", "refused with bounded work",
     (_HOSTILE + "test_a_hostile_file_is_refused_with_bounded_work",
      _HOSTILE + "test_a_large_file_is_checked_with_bounded_work")),
    (SENDER, "a protocol that names a sound outside of its folder", "refused",
     "tests/protocol/test_protocol_loading.py::test_a_sound_outside_the_folder_is_refused"),
    (SENDER, "a series beside a link out of the library", "not followed",
     "tests/protocol/series/test_series_checks.py::test_a_link_out_of_the_library_is_not_followed"),
    (SENDER, "a profile of aliases of aliases (a billion laughs)", "refused in a sentence",
     _HERE + "test_a_profile_of_aliases_of_aliases_is_refused_in_a_sentence"),
    (SENDER, "a room file with a date that there is not, or nested too deeply", "refused with its place",
     ("tests/live/test_live_room_file.py::test_an_error_has_its_place",
      "tests/live/test_live_room_file.py::test_a_room_file_that_is_nested_too_deeply_is_told")),
    (SENDER, "any mutant of any file, a seeded sample of every reader", "read or told; nothing outside",
     "tests/fuzz/test_fuzz.py::test_every_reader_reads_or_tells_whatever_it_is_given"),
    # A folder in other hands
    (HOLDER, "a file of the folder is replaced by a link before a session writes",
     "nothing is written through it",
     _LINKS + "test_nothing_is_written_through_a_link_to_a_file"),
    (HOLDER, "a link is laid before a session is closed or resumed", "refused before anything is changed",
     _LINKS + "test_closing_and_resuming_refuse_a_folder_with_a_link_before_anything_is_changed"),
    (HOLDER, "half the log is cut off, and all sums are made again", "not authentic",
     _SIGNED + "[half the log]"),
    (HOLDER, "two lines of the log are exchanged, with their sums", "not authentic",
     _SIGNED + "[two lines exchanged]"),
    (HOLDER, "a child's yes is changed", "not authentic", _SIGNED + "[a child's word changed]"),
    (HOLDER, "the ground of the recording is changed", "not authentic", _SIGNED + "[ground]"),
    (HOLDER, "another session's film is put in", "not authentic", _SIGNED + "[another session's film]"),
    (HOLDER, "the last correction is taken back, with its signed line", "not authentic",
     _SIGNED + "[the last correction rolled back]"),
    (HOLDER, "everything that vouches is deleted, and another house closes it", "named",
     "tests/record/test_record_signature.py::"
     "test_a_folder_of_another_house_is_unknown_and_known_by_its_key_or_told_apart_by_its_seal"),
    (HOLDER, "a log is cut after a crash, and recovered", "found by its last head",
     "tests/record/test_record_signature.py::"
     "test_a_log_cut_after_a_crash_is_found_by_its_last_head_though_its_owner_recovers_it"),
    # The room's network
    (NETWORK, "a thousand half requests at the guard's two doors, and then a press", "the press is taken",
     (_FLOOD + "test_half_requests_that_fill_both_doors_keep_no_press_out",
      _FLOOD + "test_a_held_connection_outlives_a_flood_and_takes_the_press")),
    (NETWORK, "a connection held without the token", "not held",
     _FLOOD + "test_without_the_token_nothing_is_held"),
    (NETWORK, "a flood from one address", "closes its own connections first",
     _FLOOD + "test_a_flood_from_one_address_closes_its_own_connections_first"),
    (NETWORK, "a stop without the token, or with another one", "refused, and stops nothing",
     (_ROUTE + "test_a_press_that_is_not_ours_is_refused_and_stops_nothing",
      "tests/guard/test_guard_network.py::test_a_press_that_is_not_ours_is_refused_there_too")),
    (NETWORK, "rubbish at the guard's port", "refused, and the guard goes on",
     _ROUTE + "test_rubbish_is_refused_and_the_guard_goes_on"),
    (NETWORK, "handshakes that say nothing more", "keep no press out",
     "tests/guard/test_guard_network.py::test_silent_handshakes_keep_no_press_out"),
    (NETWORK, "plain HTTP where TLS is spoken", "nothing is heard",
     "tests/guard/test_guard_network.py::test_nothing_is_heard_there_without_tls"),
    (NETWORK, "five hundred connections to the console at once",
     "served, or told to wait; who was there goes on",
     _LIMITS + "test_five_hundred_connections_at_once_are_served_or_told_so_and_who_was_there_is_served_on"),
    (NETWORK, "one peer takes every place", "it cannot",
     _LIMITS + "test_one_peer_cannot_take_the_places_of_all"),
    (NETWORK, "a head that drips, a body that does not come", "given up",
     (_LIMITS + "test_a_head_that_drips_is_given_up_all_the_same",
      _LIMITS + "test_a_body_that_does_not_come_is_given_up")),
    (NETWORK, "a request that two servers read in two ways (smuggling)", "read in none",
     _LIMITS + "test_a_request_that_could_be_read_in_two_ways_is_read_in_none"),
    (NETWORK, "a body that is too large, or in chunks", "refused before it comes, or counted as it comes",
     (_LIMITS + "test_a_body_that_is_too_large_is_refused_before_it_comes",
      _LIMITS + "test_a_body_in_chunks_is_counted_as_it_comes")),
    (NETWORK, "codes of tablets are guessed", "five a minute a peer; then all wait",
     (_PAIRING + "codes.py::test_the_fifth_wrong_code_of_a_minute_makes_a_peer_wait_and_nobody_else",
      _PAIRING + "codes.py::test_when_many_guess_all_wait")),
    (NETWORK, "a code is used twice, or two come at once with it", "good once, for one",
     (_PAIRING + "join.py::test_a_code_is_good_once",
      _PAIRING + "join.py::test_two_who_come_at_once_with_one_code_are_one")),
    (NETWORK, "every attack on a door, at the room's door", "reaches no page",
     _PAIRING + "hostile.py::test_an_attack_on_the_rooms_door_reaches_no_page"),
    (NETWORK, "a certificate of another house", "not trusted",
     _PAIRING + "certificates.py::test_a_device_that_trusts_another_house_does_not_trust_this_one"),
    (NETWORK, "answers of a foreign camera to the search for cameras", "read, or passed over",
     ("tests/doctor/test_doctor_untrusted.py::test_any_answer_by_mdns_is_read_or_passed_over",
      "tests/doctor/test_doctor_untrusted.py::test_any_answer_by_ws_discovery_is_read_or_passed_over")),
    (NETWORK, "a camera that answers what is no stream", "refused",
     "tests/room/test_room_http_body.py::test_what_is_no_stream_is_refused"),
    # The browser
    (SITE, "a page of another site asks the console", "reaches nothing and reads nothing",
     _BROWSER + "test_a_hostile_page_reaches_nothing_and_reads_nothing"),
    (SITE, "a name that is bound to this computer anew (DNS rebinding)", "not answered",
     _BROWSER + "test_a_name_that_is_rebound_to_this_computer_is_not_answered"),
    (SITE, "a form of another site is posted to the console", "stopped at the door",
     _BROWSER + "test_a_hostile_page_that_posts_a_form_to_the_console_is_stopped_at_the_door"),
    (SITE, "foreign hosts, origins, methods and paths that climb", "refused with a code",
     _DOOR + "test_an_attack_is_refused"),
    (SITE, "a script of another site knows the token", "cannot enter",
     _DOOR + "test_a_script_of_another_site_cannot_enter_even_with_the_token"),
    (SITE, "a preflight from another site at the guard's port", "not answered",
     _ROUTE + "test_only_the_preflight_of_our_own_page_is_answered"),
    (SITE, "a name with mark-up in it is shown on a page", "escaped",
     "tests/web/test_web_files.py::test_values_are_escaped_and_missing_words_are_errors"),
    # The computer
    (USER, "another user reads the address that the browser was handed", "does not come in",
     _DOOR + "test_another_user_who_reads_the_browsers_address_does_not_come_in_and_its_owner_still_does"),
    (USER, "secrets are looked for among the arguments of processes", "there is none",
     ("tests/cli/test_cli_secrets.py::test_a_session_its_guard_and_its_recorder_show_no_secret",
      "tests/cli/test_cli_secrets.py::"
      "test_a_browser_is_handed_an_address_that_is_good_once_and_no_other_process_a_secret")),
    (USER, "the console's keys are read from the disk", "digests alone, and for their owner alone",
     "tests/web/test_web_kept_keys.py::test_only_digests_are_kept_and_only_their_owner_reads_them"),
    (USER, "a link lies where an export writes", "replaced; nothing is written through it",
     "tests/analysis/tables/test_tables_links.py::"
     "test_an_export_replaces_what_lies_in_its_places_and_follows_no_link"),
    (USER, "a login of a camera that others can read", "refused",
     "tests/live/test_live_room_file.py::test_a_login_that_others_can_read_is_refused"),
    # Tablets
    (USER, "the disk after a session without a trace, or one that was killed in its middle",
     "no byte of it; what a killed one leaves is read by nobody",
     ("tests/cli/test_cli_without_trace.py::test_no_byte_of_it_is_left",
      "tests/cli/test_cli_without_trace.py::test_one_that_is_killed_can_be_read_by_nobody")),
    (DEVICE, "a tablet asks for pages of another role", "it sees what its row says, and nothing else",
     _PAIRING + "roles.py::test_a_role_sees_what_its_row_says_and_nothing_else"),
    (DEVICE, "a tablet acts as the leading computer", "it acts where its row says, and nowhere else",
     _PAIRING + "roles.py::test_a_role_acts_where_its_row_says_and_nowhere_else"),
    (DEVICE, "a tablet makes itself another one", "it cannot",
     _PAIRING + "hostile.py::test_a_device_cannot_make_itself_another"),
    (DEVICE, "a tablet pairs others", "it cannot",
     _PAIRING + "hostile.py::test_no_device_but_this_computer_pairs_devices"),
    (DEVICE, "a tablet that was forgotten goes on looking", "it sees nothing more, and its streams end",
     _PAIRING + "join.py::test_a_forgotten_device_sees_nothing_more_and_its_streams_end"),
    (DEVICE, "a tablet sends a stop from before a resume that it had not seen", "stops nothing",
     "tests/guard/test_guard_late.py::test_a_stop_from_before_a_resume_that_its_page_had_not_seen_stops_nothing"),
    (USER, "a recorder is started by hand, with a text for a ground", "opens nothing",
     "tests/room/test_room_recorder.py::test_a_recorder_that_no_session_started_opens_nothing"),
    (USER, "the film of a child whose family has not agreed is imported, or added, with a text",
     "not taken in (G107)",
     ("tests/analysis/importing/test_import_grounds.py::"
      "test_a_text_is_no_ground_for_the_film_of_a_child_who_is_in_the_ledger",
      "tests/analysis/importing/test_import_grounds.py::"
      "test_the_command_asks_before_it_aligns_and_the_line_keeps_the_ground",
      "tests/analysis/importing/test_import_grounds.py::"
      "test_a_child_of_the_ledger_is_asked_about_a_film_whatever_it_is_named_as")),
    (USER, "a page asks for the picture of a room in which a child said no", "none is sent",
     "tests/console/prepare/test_console_prepare_page.py::"
     "test_no_camera_shows_the_room_once_a_child_said_no_or_nobody_is_filmed"),
    (USER, "a session begins from a page that was open before a child was set aside, or with a code that "
           "is on no list", "it does not begin until a person takes the child out",
     "tests/console/prepare/test_console_prepare_page.py::"
     "test_a_child_who_is_on_no_list_any_more_keeps_a_session_from_beginning_without_it"),
    (USER, "a child says no, takes no part, and stays in the room of those who may be filmed",
     "nobody is filmed",
     ("tests/console/prepare/test_console_prepare_page.py::"
      "test_a_child_who_said_no_is_filmed_neither_alone_nor_among_others",
      "tests/launch/test_recording_gate.py::"
      "test_a_recorder_without_a_ground_does_not_start_and_the_session_runs_all_the_same"
      "[a child said no, and takes no part: it may still be in the room]")),
    (USER, "a film lies beside the no of a child in its log", "shown to nobody, and due (G109)",
     "tests/privacy/life/test_retention.py::"
     "test_a_film_beside_the_no_of_a_child_who_took_no_part_is_closed_and_its_code_is_found"),
    (USER, "a child is written down under the code of a part that adults play", "refused (G112)",
     "tests/privacy/test_ledger_file.py::"
     "test_a_line_that_says_too_little_is_not_written[a child with the code of a part]"),
)  # fmt: skip

ATTACKS: tuple[Attack, ...] = tuple(
    Attack(f"A{number:02}", who, what, outcome, (tests,) if isinstance(tests, str) else tests)
    for number, (who, what, outcome, tests) in enumerate(_ROWS, start=1)
)


def page() -> str:
    """Return the table as a page of the documentation."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Contract: attacks"
    yield ""
    yield f"{len(ATTACKS)} attacks, each with what comes of it and the tests that try it. The page is made of"
    yield "`tests/attacks/table.py` by `python tools/attack_page.py`; a row whose test is gone fails."
    yield "Rows that say *refused by the kernel* hold where the kernel does: see `nao-sessions doctor`."
    for who in WHO:
        yield ""
        yield f"## {who[0].upper()}{who[1:]}"
        yield ""
        yield "| | attack | what comes of it | test |"
        yield "|---|---|---|---|"
        for one in (one for one in ATTACKS if one.who == who):
            tests = "<br>".join(f"`{test}`" for test in one.tests)
            yield f"| {one.id} | {one.what} | {one.outcome} | {tests} |"
